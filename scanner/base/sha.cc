#include "scanner/base/sha.h"

// libmd's SHA headers use u_int and friends without including this.
#include <sys/types.h>

#include <sha1.h>
#include <sha2.h>

namespace aegis {

namespace {

const uint8_t* data_of(std::string_view bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}

}  // namespace

std::array<uint8_t, 20> sha1(std::string_view bytes) {
  SHA1_CTX context;
  SHA1Init(&context);
  SHA1Update(&context, data_of(bytes), bytes.size());
  std::array<uint8_t, 20> digest;
  SHA1Final(digest.data(), &context);
  return digest;
}

std::array<uint8_t, 32> sha256(std::string_view bytes) {
  SHA2_CTX context;
  SHA256Init(&context);
  SHA256Update(&context, data_of(bytes), bytes.size());
  std::array<uint8_t, 32> digest;
  SHA256Final(digest.data(), &context);
  return digest;
}

}  // namespace aegis

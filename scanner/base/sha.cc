#include "scanner/base/sha.h"

// libmd's SHA headers use u_int and friends without including this.
#include <sys/types.h>

#include <sha1.h>
#include <sha2.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>

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

std::array<uint8_t, 32> hmac_sha256(const Key& key, std::initializer_list<std::string_view> parts) {
  constexpr size_t kBlock = 64;
  const auto digest_of = [&](uint8_t mask, std::initializer_list<std::string_view> texts) {
    std::array<uint8_t, kBlock> padded{};
    std::copy(key.begin(), key.end(), padded.begin());
    for (uint8_t& byte : padded) byte ^= mask;
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, padded.data(), padded.size());
    for (const std::string_view text : texts) SHA256Update(&context, data_of(text), text.size());
    std::array<uint8_t, 32> digest;
    SHA256Final(digest.data(), &context);
    return digest;
  };
  const auto inner = digest_of(0x36, parts);
  return digest_of(0x5c, {{reinterpret_cast<const char*>(inner.data()), inner.size()}});
}

Result<Key> random_key() {
  Key key;
  const ssize_t n = ::getrandom(key.data(), key.size(), 0);
  if (n != static_cast<ssize_t>(key.size())) {
    return system_error(ErrorKind::kInternal, "cannot get random bytes", errno);
  }
  return key;
}

}  // namespace aegis

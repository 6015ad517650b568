#include "scanner/base/sha.h"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>

#include "scanner/base/sha_blocks.h"

namespace aegis {

namespace {

void store_big_endian(uint64_t number, size_t size, uint8_t* to) {
  for (size_t i = size; i-- > 0; number >>= 8) to[i] = static_cast<uint8_t>(number);
}

}  // namespace

ShaStream::ShaStream(Sha kind) : kind_(kind) {
  if (kind == Sha::k1) {
    state_ = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  } else {
    state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
              0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  }
}

void ShaStream::take(const uint8_t* blocks, size_t count) {
  (kind_ == Sha::k1 ? sha1_blocks : sha256_blocks)(state_.data(), blocks, count);
}

void ShaStream::add(std::string_view bytes) {
  const size_t held = size_ % kShaBlock;
  size_ += bytes.size();
  if (held > 0) {
    const size_t more = std::min(bytes.size(), kShaBlock - held);
    std::copy_n(bytes.begin(), more, pending_.begin() + held);
    bytes.remove_prefix(more);
    if (held + more < kShaBlock) return;
    take(pending_.data(), 1);
  }
  take(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size() / kShaBlock);
  bytes.remove_prefix(bytes.size() / kShaBlock * kShaBlock);
  std::copy(bytes.begin(), bytes.end(), pending_.begin());
}

std::array<uint8_t, 32> ShaStream::finish() {
  const uint64_t bits = size_ * 8;
  const size_t held = size_ % kShaBlock;
  std::array<char, 2 * kShaBlock> end{};
  end[0] = '\x80';
  const size_t zeros = (held < kShaBlock - 8 ? kShaBlock : 2 * kShaBlock) - 8 - held;
  store_big_endian(bits, 8, reinterpret_cast<uint8_t*>(end.data()) + zeros);
  add({end.data(), zeros + 8});
  std::array<uint8_t, 32> digest;
  for (size_t i = 0; i < state_.size(); ++i) store_big_endian(state_[i], 4, &digest[4 * i]);
  return digest;
}

std::array<uint8_t, 20> sha1(std::string_view bytes) {
  ShaStream stream(Sha::k1);
  stream.add(bytes);
  const auto whole = stream.finish();
  std::array<uint8_t, 20> digest;
  std::copy_n(whole.begin(), digest.size(), digest.begin());
  return digest;
}

std::array<uint8_t, 32> sha256(std::string_view bytes) {
  ShaStream stream(Sha::k256);
  stream.add(bytes);
  return stream.finish();
}

std::array<uint8_t, 32> hmac_sha256(const Key& key, std::initializer_list<std::string_view> parts) {
  const auto digest_of = [&](uint8_t mask, std::initializer_list<std::string_view> texts) {
    std::array<char, kShaBlock> padded{};
    std::copy(key.begin(), key.end(), padded.begin());
    for (char& byte : padded) byte = static_cast<char>(byte ^ mask);
    ShaStream stream(Sha::k256);
    stream.add({padded.data(), padded.size()});
    for (const std::string_view text : texts) stream.add(text);
    return stream.finish();
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

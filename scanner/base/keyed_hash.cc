#include "scanner/base/keyed_hash.h"

#include <sys/random.h>

#include <cerrno>
#include <cstring>

namespace aegis {

namespace {

// Both halves of the product of two numbers of which each is hidden by the key.
uint64_t mixed(uint64_t a, uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

uint64_t word_at(std::string_view text, size_t at) {
  uint64_t word;
  std::memcpy(&word, text.data() + at, sizeof word);
  return word;
}

// Up to 8 bytes as a number.
uint64_t short_word(std::string_view text) {
  uint64_t word = 0;
  std::memcpy(&word, text.data(), text.size());
  return word;
}

}  // namespace

Result<KeyedHash> KeyedHash::create() {
  KeyedHash hash;
  if (::getrandom(hash.key_.data(), sizeof hash.key_, 0) != sizeof hash.key_) {
    return system_error(ErrorKind::kInternal, "cannot get random numbers", errno);
  }
  return hash;
}

uint64_t KeyedHash::operator()(std::string_view text) const {
  uint64_t state = key_[0] ^ text.size();
  // Two chains, so that one multiplication does not wait for the other.
  uint64_t other = key_[1];
  while (text.size() >= 32) {
    state = mixed(word_at(text, 0) ^ key_[2], word_at(text, 8) ^ state);
    other = mixed(word_at(text, 16) ^ key_[3], word_at(text, 24) ^ other);
    text.remove_prefix(32);
  }
  for (; text.size() >= 8; text.remove_prefix(8)) {
    state = mixed(word_at(text, 0) ^ key_[2], state ^ key_[3]);
  }
  state = mixed(short_word(text) ^ key_[3], state ^ key_[2]);
  return mixed(state ^ key_[2], other ^ key_[3]);
}

}  // namespace aegis

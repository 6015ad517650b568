#include "scanner/base/checksum.h"

#include <bit>
#include <cstring>

namespace aegis {

namespace {

constexpr uint64_t kOdd = 0x9e3779b97f4a7c15;  // the golden ratio: as good as any

uint64_t word_at(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// For a given `sum`, different words give different sums, and the other way round.
uint64_t mixed(uint64_t sum, uint64_t word) {
  return std::rotl((sum ^ word) * kOdd, 29);
}

}  // namespace

uint64_t checksum64(std::string_view bytes) {
  // Four sums at once: one would wait for each of its multiplications.
  uint64_t sums[] = {1, 2, 3, 4};
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  for (; end - at >= 32; at += 32) {
    for (int i = 0; i < 4; ++i) sums[i] = mixed(sums[i], word_at(at + 8 * i));
  }
  char rest[32] = {};
  if (at != end) std::memcpy(rest, at, static_cast<size_t>(end - at));
  uint64_t sum = mixed(kOdd, bytes.size());
  for (int i = 0; i < 4; ++i) sum = mixed(sum, mixed(sums[i], word_at(rest + 8 * i)));
  return (sum ^ sum >> 32) * kOdd;
}

}  // namespace aegis

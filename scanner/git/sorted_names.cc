#include "scanner/git/sorted_names.h"

#include <cmath>

#include "scanner/git/byte_cursor.h"

namespace aegis::git {

std::optional<uint32_t> SortedNames::find(std::string_view name) const {
  uint64_t begin = 0;
  uint64_t end = count_;
  // All but forged names are evenly spread: this one stands near where its first bytes put it.
  const auto around = static_cast<uint64_t>(2 * std::sqrt(count_)) + 16;
  const uint64_t guess = uint64_t{load_big_endian<uint32_t>(name, 0)} * count_ >> 32;
  if (guess > around && (*this)[guess - around].compare(name) <= 0) begin = guess - around;
  if (guess + around < end && (*this)[guess + around].compare(name) > 0) end = guess + around;
  while (begin < end) {
    const uint64_t middle = begin + (end - begin) / 2;
    const int order = (*this)[middle].compare(name);
    if (order == 0) return static_cast<uint32_t>(middle);
    if (order < 0) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return std::nullopt;
}

}  // namespace aegis::git

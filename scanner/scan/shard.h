// A part of the work, of several that together are all of it.
//
// Which part a thing belongs to depends on its name alone: machines that hold the same things agree
// without a word, however these are stored. Parts are about equally large.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aegis {

struct Shard {
  uint32_t number = 1;  // from 1
  uint32_t count = 1;   // 1: all of the work

  bool is_all() const { return count == 1; }
  // Whether the thing of that name is in this part; each is in exactly one.
  bool holds(std::string_view name) const;
  std::string text() const;  // "2/3"
};

// "2/3": the second of three. Nothing if it is none.
std::optional<Shard> parse_shard(std::string_view text);

}  // namespace aegis

// Many words looked for in a text at once, whatever their case.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace aegis {

// A set of words, each of one or several kinds (bits). Immutable once made; shared by threads.
// Bytes other than A to Z are compared as they are.
class WordSet {
 public:
  struct Group {
    uint32_t kind;
    std::initializer_list<std::string_view> words;
  };
  WordSet(std::initializer_list<Group> groups);

  // The kinds of all words that stand anywhere in `text`.
  uint32_t kinds_in(std::string_view text) const;
  // The kinds of the word that `text` is, or 0.
  uint32_t kinds_of(std::string_view text) const;

 private:
  struct Node {
    // Children by letter in the order of their first use: most nodes have one.
    std::vector<std::pair<char, uint32_t>> next;
    uint32_t kinds = 0;
  };
  uint32_t step(uint32_t node, char c) const;

  std::vector<Node> nodes_;
  std::array<uint32_t, 256> first_{};  // the root's children; 0: none
};

}  // namespace aegis

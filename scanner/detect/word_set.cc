#include "scanner/detect/word_set.h"

#include <utility>

#include "scanner/base/char_set.h"

namespace aegis {

WordSet::WordSet(std::initializer_list<Group> groups) : nodes_(1) {
  for (const Group& group : groups) {
    for (const std::string_view word : group.words) {
      uint32_t node = 0;
      for (const char c : word) {
        uint32_t next = step(node, c);
        if (next == 0) {
          next = static_cast<uint32_t>(nodes_.size());
          if (node == 0) {
            first_[static_cast<unsigned char>(c)] = next;
            if (kLower.contains(c)) first_[static_cast<unsigned char>(c - 'a' + 'A')] = next;
          } else {
            nodes_[node].next.emplace_back(c, next);
          }
          nodes_.emplace_back();
        }
        node = next;
      }
      nodes_[node].kinds |= group.kind;
    }
  }
}

uint32_t WordSet::step(uint32_t node, char c) const {
  if (node == 0) return first_[static_cast<unsigned char>(c)];
  for (const auto& [letter, next] : nodes_[node].next) {
    if (letter == to_lower(c)) return next;
  }
  return 0;
}

uint32_t WordSet::kinds_in(std::string_view text) const {
  uint32_t kinds = 0;
  for (size_t begin = 0; begin < text.size(); ++begin) {
    uint32_t node = first_[static_cast<unsigned char>(text[begin])];
    for (size_t at = begin + 1; node != 0; ++at) {
      kinds |= nodes_[node].kinds;
      if (at == text.size()) break;
      node = step(node, text[at]);
    }
  }
  return kinds;
}

uint32_t WordSet::kinds_of(std::string_view text) const {
  uint32_t node = 0;
  for (const char c : text) {
    node = step(node, c);
    if (node == 0) return 0;
  }
  return nodes_[node].kinds;
}

}  // namespace aegis

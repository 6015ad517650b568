// Which `near` words stand in a stretch of text, for all rules at once.
//
// A word counts where it begins a word of the text: after anything but a letter, or at a change
// from lower to upper case. Separators within it do not count (`Z.AI`, `z_ai`). It must end at a
// word's end too, unless it has five letters or more (`mailchimpkey`). Immutable; shared by
// threads.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aegis {

class NearIndex {
 public:
  NearIndex();

  // REQUIRES: `word` is folded (folded_word) and of letters and digits only.
  void add(std::string_view word, uint32_t rule);

  // Appends the rules whose words stand in `text`; a rule may appear several times.
  void find(std::string_view text, std::vector<uint32_t>& rules) const;

  bool empty() const { return nodes_.size() == 1; }

 private:
  struct Node {
    std::array<uint32_t, 36> next{};  // 0: none
    std::vector<uint32_t> rules;
  };

  void match_from(std::string_view text, size_t begin, std::vector<uint32_t>& rules) const;

  std::vector<Node> nodes_;
};

}  // namespace aegis

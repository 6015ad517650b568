// Finds any of many words in a text, letters of ASCII in any case, in one pass (Aho and Corasick).
//
// Unlike detect/'s keyword finder it is made in the blink of an eye, which counts where words come
// with the command line. Immutable; shared by threads.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace aegis::gitleaks {

class WordFinder {
 public:
  static constexpr size_t kMostText = 512 << 10;  // of all words together

  WordFinder() = default;
  // Words may stand twice. An error: they are too many, or one is empty.
  static Result<WordFinder> create(const std::vector<std::string>& words);

  // Calls visit(word, end) for each place where a word stands: its index and the offset behind it.
  // Of equal words the first is told. Stops when visit gives false.
  template <typename Visit>
  void find(std::string_view text, Visit visit) const {
    if (next_.empty()) return;
    uint32_t state = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      state = next_[state * classes_ + class_of_[static_cast<uint8_t>(text[i])]];
      for (uint32_t at = reported_[state]; at != 0; at = reported_[suffix_[at]]) {
        if (!visit(word_of_[at], i + 1)) return;
      }
    }
  }

  bool finds_any(std::string_view text) const;

 private:
  uint32_t child(uint32_t state, uint8_t byte);
  void add(std::string_view word, uint32_t index);
  void link();

  uint32_t classes_ = 1;
  std::array<uint8_t, 256> class_of_{};  // 0: stands in no word
  std::vector<uint32_t> next_;           // by state and class
  std::vector<uint32_t> suffix_;         // of a state: the longest other one that ends alike
  std::vector<uint32_t> reported_;       // of a state: it or the first of its suffixes with a word
  std::vector<uint32_t> word_of_;        // of a state: the word that ends there, or kNone
};

}  // namespace aegis::gitleaks

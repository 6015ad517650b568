// The near words that may name a value: those on its line before it, and on the line before that
// when the value stands near its own line's beginning.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "scanner/detect/kind_map.h"
#include "scanner/detect/near_index.h"

namespace aegis {

// How far before a value what names it may stand. A map that is asked reaches one byte further.
inline constexpr size_t kNamingReach = 200;

// Where the text that may name a value at `at` begins. REQUIRES: `map` reaches from kNamingReach
// before `at`, or the text's beginning, to `at`.
size_t naming_begin(const KindMap& map, size_t at);

// Looks for words once, though they may name several values. Belongs to one thread.
class NamingWords {
 public:
  // REQUIRES: `index` outlives it.
  explicit NamingWords(const NearIndex& index) : index_(index) {}

  // Called before another map is asked.
  void forget();

  // Calls visit(word) for each word that may name a value that begins at `at`, perhaps several
  // times the same. REQUIRES: `at` does not go back until forget(); `map` is of `bytes`, and
  // reaches from one byte before what naming_begin says to `at`.
  template <typename Visit>
  void visit(std::string_view bytes, const KindMap& map, size_t at, const Visit& visit) {
    look_to(bytes, map, at);
    for (size_t i = first_; i < words_.size(); ++i) {
      if (words_[i].end <= at) visit(words_[i].word);
    }
  }

 private:
  void look_to(std::string_view bytes, const KindMap& map, size_t at);

  const NearIndex& index_;
  std::vector<NearWord> words_;  // in order
  size_t first_ = 0;             // of those that still count
  size_t looked_to_ = 0;         // they begin before this
};

}  // namespace aegis

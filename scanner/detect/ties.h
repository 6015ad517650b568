// Stretches of a text that have to be looked at as one.
//
// Nearly all that the engine looks at for a candidate stands on the candidate's line and the one
// before. Some constructs go on over several lines: where one begins, a change further on may make
// a candidate of it. And what is a candidate already is judged by what stands around it.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/detect/prefilter.h"
#include "scanner/detect/rule_book.h"

namespace aegis {

// Around the place where a construct or a candidate begins: how far to both sides a change to the
// text has to do with it.
struct Tie {
  uint32_t at = 0;
  uint32_t before = 0;
  uint32_t after = 0;  // from `at` on
  bool is_candidate = false;

  auto operator<=>(const Tie&) const = default;
};

// A text with more is looked at as one, so no more are noted.
inline constexpr size_t kMostTies = 256;

// Of a candidate of `size` bytes: as far as any filter or any pair reaches.
Tie tie_of_candidate(size_t begin, size_t size);

// Which of a book's matches begin something of more than a line. Immutable.
class TieTable {
 public:
  explicit TieTable(const RuleBook& book);

  // Appends those of `matches`, which are of the plan's expressions, keywords or markers, until
  // there are more than kMostTies.
  void add_of_expressions(const std::vector<RawMatch>& matches, std::string_view bytes,
                          std::vector<Tie>& out) const;
  void add_of_keywords(const std::vector<RawMatch>& matches, std::string_view bytes,
                       std::vector<Tie>& out) const;
  void add_of_markers(const std::vector<RawMatch>& matches, std::string_view bytes,
                      std::vector<Tie>& out) const;

  // Whether a rule may match over lines without anything to be known by: then every text is one.
  bool ties_everything() const { return ties_everything_; }

 private:
  // A construct that may begin where an expression matches.
  struct Beginning {
    uint32_t width = 0;  // of the match
    uint32_t before = 0;
    uint32_t after = 0;
    // Whether the construct whose keyword ends there goes on over lines; null: it may.
    bool (*goes_on)(std::string_view bytes, size_t begin, size_t end) = nullptr;

    bool operator==(const Beginning&) const = default;
  };
  using Beginnings = std::vector<std::vector<Beginning>>;  // by expression

  static Beginnings beginnings_of(const RuleBook& book,
                                  const std::vector<std::vector<Trigger>>& triggers);
  static void add(const std::vector<RawMatch>& matches, const Beginnings& beginnings,
                  std::string_view bytes, std::vector<Tie>& out);

  Beginnings expressions_;
  Beginnings keywords_;
  Beginnings markers_;
  bool ties_everything_ = false;
};

}  // namespace aegis

// How far apart what makes a candidate may stand in a text.
//
// Nearly all that the confirmer looks at for a candidate lies on the candidate's line and, for its
// name, in the 200 bytes before it. Some constructs go on over several lines. A text that holds the
// beginning of one must be looked at in wider surroundings after a change than a text without.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/detect/prefilter.h"
#include "scanner/detect/rule_book.h"

namespace aegis {

enum class Reach : uint8_t {
  kLines,       // nothing in it goes beyond a line and the one before
  kStanza,      // at most kStanzaReach bytes, over any lines
  kParagraphs,  // the same with kParagraphReach
  kDocument,    // any change may matter anywhere
};

inline constexpr size_t kStanzaReach = 640;
inline constexpr size_t kParagraphReach = 2304;

// Which of a book's matches begin something of more than a line. Immutable.
class ReachTable {
 public:
  explicit ReachTable(const RuleBook& book);

  // The widest of `matches`, which are of the plan's expressions, keywords or markers.
  Reach of_expressions(const std::vector<RawMatch>& matches, std::string_view bytes) const;
  Reach of_keywords(const std::vector<RawMatch>& matches, std::string_view bytes) const;
  Reach of_markers(const std::vector<RawMatch>& matches, std::string_view bytes) const;

  // What every text has, whatever it holds.
  Reach least() const { return least_; }

 private:
  struct Entry {
    Reach reach = Reach::kLines;
    uint32_t command = 0;  // not 0: a command of so many bytes, counted where it goes over lines
  };
  static Reach widest(const std::vector<RawMatch>& matches, const std::vector<Entry>& entries,
                      std::string_view bytes);
  Entry entry_of(const RuleBook& book, const std::vector<Trigger>& triggers) const;

  std::vector<Entry> expressions_;
  std::vector<Entry> keywords_;
  std::vector<Entry> markers_;
  Reach least_ = Reach::kLines;
};

}  // namespace aegis

// From raw matches and value runs to candidates: the second stage.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "scanner/detect/candidate.h"
#include "scanner/detect/freedom.h"
#include "scanner/detect/grammar.h"
#include "scanner/detect/naming_words.h"
#include "scanner/detect/prefilter.h"
#include "scanner/detect/rule_book.h"
#include "scanner/detect/run_finder.h"
#include "scanner/rule/shape.h"

namespace aegis {

// Confirms the matches of one book. Keeps what it parses; belongs to one thread. REQUIRES: `book`
// outlives it.
class Confirmer {
 public:
  explicit Confirmer(const RuleBook& book)
      : book_(book),
        fruitless_(book.set.rules.size()),
        known_(book.set.rules.size()),
        naming_(book.near),
        tried_(book.set.rules.size()) {}

  // Rules with `files` apply to this path, or do not. Called when the document changes.
  void set_path(std::string_view path);

  // Every rule applies, as where the path is not known.
  void set_any_path() { excluded_.clear(); }

  // Called before another text than the last call's is searched.
  void begin_text() { ++text_; }

  // Appends the candidates of every raw match, in no order, perhaps several times the same.
  // `triggers` are those of what `matches` count: the plan's expressions, or its keywords.
  void follow(const std::vector<RawMatch>& matches,
              const std::vector<std::vector<Trigger>>& triggers, const GrammarText& text,
              std::vector<Candidate>& out);

  // The same for the rules that value runs drive. `map` is of the text, from kNamingReach + 1 bytes
  // before the first run on.
  void follow_runs(const std::vector<Run>& runs, const KindMap& map, const GrammarText& text,
                   std::vector<Candidate>& out);

  // Files that hold credentials in a form of their own, without any keyword.
  void follow_path(const GrammarText& text, std::vector<Candidate>& out);

 private:
  const Shape& shape(uint32_t rule);
  // REQUIRES: `variant` is one of shape(rule).
  uint32_t freedom(uint32_t rule, const Variant& variant, size_t size) const;
  bool applies(uint32_t rule) const { return excluded_.empty() || !excluded_[rule]; }
  void follow_variant(const Trigger& trigger, size_t end, const GrammarText& text,
                      std::vector<Candidate>& out);
  void follow_grammar(const Trigger& trigger, size_t end, const GrammarText& text,
                      std::vector<Candidate>& out);
  void follow_named(const Trigger& trigger, size_t end, const GrammarText& text,
                    std::vector<Candidate>& out);
  void try_run_at(const RunVariant& variant, size_t begin, const GrammarText& text,
                  std::vector<Candidate>& out);
  void follow_run(size_t begin, size_t end, const KindMap& map, const GrammarText& text,
                  std::vector<Candidate>& out);
  void follow_random_value(const Run& run, const GrammarText& text, std::vector<Candidate>& out);
  bool try_variant(uint32_t rule, const Variant& variant, size_t begin, const GrammarText& text,
                   std::vector<Candidate>& out);
  // Makes the candidates from `from` on the rule's, which goes by a construct. Those that a rule
  // knows by their beginning, and that are too short for it, are dropped.
  void adopt(const Rule& rule, size_t from, const GrammarText& text,
             std::vector<Candidate>& out) const;
  bool is_named(uint32_t rule, std::string_view bytes, size_t begin);

  // What a grammar looked at last, when nothing came of it: repeated text is not judged anew.
  struct Fruitless {
    Span seen;
    size_t keyword = 0;
    uint32_t text = 0;  // in which it was looked at; spans of another one mean nothing
  };

  // What is made of a rule's shape when it is first needed.
  struct Known {
    Shape shape;
    std::vector<Freedom> freedom;  // by variant
  };

  const RuleBook& book_;
  std::vector<Fruitless> fruitless_;           // by rule
  uint32_t text_ = 0;                          // of begin_text()
  std::vector<std::unique_ptr<Known>> known_;  // by rule
  std::vector<bool> excluded_;                 // by rule; empty: none
  KindMap naming_map_;                         // of the text before one candidate
  NamingWords naming_;                         // for the values of runs
  std::vector<uint64_t> tried_;                // by rule: the last value that it was tried on
  uint64_t value_ = 0;                         // counts values
};

}  // namespace aegis

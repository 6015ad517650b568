// The constructs that hold a credential without its having a shape: what follows a grammar's
// keyword.
//
// rule_names.h lists them. Each function looks at most kChunkContext bytes to either side of the
// keyword and appends what it finds, objections included.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/detect/candidate.h"
#include "scanner/detect/value_judge.h"
#include "scanner/rule/rule.h"

namespace aegis {

struct GrammarText {
  std::string_view bytes;
  std::string_view path;
  bool in_program = false;
  bool keep_dropped =
      false;  // whether candidates that are certainly none are wanted too, to explain them
};

// What is found where `rule`'s keyword stands at `keyword`. Returns the bytes that it looked at,
// where it can say so: the same bytes around a keyword have the same outcome. Empty: it cannot.
using GrammarFunction = Span (*)(const Rule& rule, const GrammarText& text, Span keyword,
                                 std::vector<Candidate>& out);

// The function of a grammar; nullptr for one that has no keyword (pgpass, random-value).
GrammarFunction grammar_function(std::string_view name);

// A candidate that its context alone proves, of medium confidence.
Candidate contextual(Span secret);

// Appends `candidate` as `judgement` leaves it, or not at all when it is dropped and nobody asks
// why.
void append(const GrammarText& text, const Judgement& judgement, Candidate&& candidate,
            std::vector<Candidate>& out);

// Appends what is said to be a password by where it stands; an empty one is none.
void append_password(const GrammarText& text, Span password, std::vector<Candidate>& out);

}  // namespace aegis

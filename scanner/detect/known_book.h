// Values that are known to be secrets, made ready to be found in any text.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/secret.h"
#include "scanner/detect/candidate.h"
#include "scanner/detect/key_block.h"
#include "scanner/detect/known_forms.h"
#include "scanner/detect/literal_finder.h"
#include "scanner/rule/rule.h"

namespace aegis {

struct KnownValue {
  Secret value;
  std::string name;  // "DB_PASSWORD in ~/.secure/db.env": what a finding says of it
};

inline constexpr const char* kKnownRule = "known-secret";

// Immutable; shared by threads.
class KnownBook {
 public:
  // REQUIRES: values of at least kLeastLiteral bytes, no two alike.
  explicit KnownBook(const std::vector<KnownValue>& values);

  // The one rule, and its provider.
  const RuleSet& rules() const { return rules_; }

  // Appends a candidate for each place where a value stands in one of its forms, perhaps twice. As
  // with LiteralFinder::find a text may be searched in pieces; `found` is for the finder's use, and
  // its `has_part` is the caller's to reset and to heed.
  void find(std::string_view bytes, size_t begin, size_t end, std::span<const Run> runs,
            LiteralMatches& found, std::vector<Candidate>& out) const;

 private:
  // What a literal of the finder stands for.
  struct Form {
    uint32_t value = 0;
    KnownForm form = KnownForm::kClear;
    uint8_t edge_before = 0;
    uint8_t edge_after = 0;
    int16_t line = -1;  // of a key block; -1: none
  };
  struct Block {
    KeyBlock block;
    uint32_t text = 0;  // where the value's begins in the finder's
  };

  void add_forms(const KnownValue& value, PrivateText& text, std::vector<Literal>& literals);
  void add_block(std::string_view value, PrivateText& text, std::vector<Literal>& literals);
  Span secret_of(std::string_view bytes, const LiteralMatch& match) const;

  RuleSet rules_;
  std::vector<std::string> names_;              // by value
  std::vector<std::unique_ptr<Block>> blocks_;  // by value; null for what is none
  std::vector<Form> forms_;                     // by literal
  std::unique_ptr<const LiteralFinder> finder_;
};

}  // namespace aegis

// Whether a value that is named as a secret is one: placeholders, code, paths, words and the like
// are not.
#pragma once

#include <string_view>

#include "scanner/rule/rule.h"

namespace aegis {

// What the value is said to be.
enum class ValueClass {
  kPassword,  // chosen by a person, perhaps: any text that is not plainly something else
  kToken,     // made by a machine: must look random
};

struct Value {
  std::string_view name;  // empty when it has none
  std::string_view text;
  char quote = 0;  // what encloses it, or 0
  char next = 0;   // the character after it, 0 at the end of the text
  bool in_program =
      false;  // the file is in a programming language, where an unquoted word is a variable
};

struct Judgement {
  // The filter that objects, in one or two words; empty when none does.
  const char* objection = "";
  // kLow and an objection: shown at --confidence low.
  Confidence confidence = Confidence::kMedium;
  bool drop = false;
};

Judgement judge_value(const Value& value, ValueClass value_class);

}  // namespace aegis

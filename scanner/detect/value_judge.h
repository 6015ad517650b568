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

// Stands for a secret: `<token>`, `xxxx`, `your-key-here`, `changeme`, one character over and over.
bool is_placeholder(std::string_view text);

// A stand-in for a machine-made token: `xxxx`, EXAMPLE, a row of keys, hardly any different
// characters.
bool looks_made_up(std::string_view body);

// The name says that the value is no secret: `token_type`, `password_field`, `secretName`,
// `key_file`.
bool name_denies_secret(std::string_view name);

// Whether the last word of a name says that its value identifies something: an id, a hash, a place.
bool name_is_of_identifier(std::string_view name);

// Whether the file's name is one of a programming language's source, by its ending.
bool is_program_source(std::string_view path);

}  // namespace aegis

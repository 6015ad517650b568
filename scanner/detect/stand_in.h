// What stands for a value and is none: placeholders, templates, code that fetches the value.
#pragma once

#include <cstdint>
#include <string_view>

namespace aegis {

// What the parts of a value give away, whatever surrounds them.
enum Part : uint32_t {
  kTemplatePart = 1,     // filled in when the program runs
  kReferencePart = 2,    // code that fetches the value
  kPlaceholderPart = 4,  // stands for a value
  kRowPart = 8,          // neighbours on a keyboard or in an alphabet
  kOpeningPart = 32,     // may begin an expression that is filled in
  kStandInPart = 16,     // a placeholder even within a token that is made by a machine
  kHarmlessPart = 64,    // says that it is for a place to try things in, or to be published
};

// The kinds (bits) of all that stands anywhere in the text.
uint32_t parts_in(std::string_view text);

// ${X}, $X, %X%, {{ x }}, <x>, #{x}, %s, {0}, @x@, [x]. `parts` are those of the text.
bool is_template(std::string_view text, uint32_t parts);
bool is_call_or_reference(std::string_view text, uint32_t parts);

// Words that stand for a value, or say that there is none; one character over and over.
bool is_placeholder_word(std::string_view text);

// Stands for a secret: `<token>`, `xxxx`, `your-key-here`, `changeme`, one character over and over.
bool is_placeholder(std::string_view text);

// Says by its form that a value is still to be filled in: `<token>`, `${TOKEN}`, `your-key-here`,
// `changeme`, nothing.
bool is_to_be_filled_in(std::string_view text);

// A stand-in for a machine-made token: `xxxx`, EXAMPLE, a row of keys, hardly any different
// characters.
bool looks_made_up(std::string_view body);

}  // namespace aegis

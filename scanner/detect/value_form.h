// What a value is by its characters alone: how many kinds there are, and whether it is a number, a
// path, a name or words rather than something random.
#pragma once

#include <string_view>

#include "scanner/base/char_set.h"

namespace aegis {

// Bits a letter (letter_surprise): words lie below the one, random letters above the other.
inline constexpr double kWordy = 4.75;
inline constexpr double kRandomish = 5.1;

struct Shade {
  size_t digits = 0;
  size_t lower = 0;
  size_t upper = 0;
  size_t other = 0;
  size_t kinds() const { return (digits > 0) + (lower > 0) + (upper > 0) + (other > 0); }
};

Shade shade_of(std::string_view text);

bool all_in(std::string_view text, const CharSet& set);
size_t count_in(std::string_view text, const CharSet& set);
// How many different characters there are.
size_t count_distinct(std::string_view text);

// Words joined by . _ - or by case, of which none looks random.
bool is_identifier(std::string_view text);
// Words and numbers, or words with a number: `qat-12`, `web01.eu-west-1`.
bool is_numbered_name(std::string_view text);
// Words in upper case, joined by _: a constant or a variable of the environment.
bool is_constant_name(std::string_view text);
// Hex digits with a letter or three that are none: mistyped, or made up by hand.
bool is_broken_hex(std::string_view text);
bool is_path_or_url(std::string_view text);
bool is_uuid(std::string_view text);
// A UUID of version 1, made of the time and a network card's address: nothing in it is random.
bool is_time_uuid(std::string_view text);
// Numbers, dates, times and versions, with the signs of version ranges.
bool is_number_like(std::string_view text);
// A sentence or a label for people: several words, or characters of layout.
bool is_prose(std::string_view text);
// A tag, or more than one line.
bool holds_markup(std::string_view text);
// Mostly letters, in the order that words have them.
bool is_wordy(std::string_view text);
// A character fills half of the text in one stretch: 0000..., qqqq....
bool is_filled_in(std::string_view text);
// So does one that stands for what is not shown: xxxx..., ****....
bool is_masked(std::string_view text);

}  // namespace aegis

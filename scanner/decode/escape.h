// One escape of a text: a backslash with what follows it, a sequence that a terminal obeys, or a
// control character as rsyslog writes it.
//
//   \n \t \r \b \f \v \/ \\ \xNN \uNNNN (two for one character) \033[ \e[    strings of many
//   languages ESC [ ... m, ESC ] ... BEL, ESC ( B                                        ECMA-48,
//   xterm #012 #033                                                                  rsyslog
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace aegis {

struct Escape {
  size_t size = 0;              // bytes of the text; 0: there is none
  size_t count = 0;             // bytes that it stands for; 0: it shows nothing
  std::array<char, 4> bytes{};  // those, in UTF-8 where it gives a character
};

// The escape that begins at `at`. An escaped quote is none: it stays as it is, so that it can be
// told from one that ends the string around it. REQUIRES: at < text.size().
Escape escape_at(std::string_view text, size_t at);

// Whether the text there reads differently once decoded: what the escape that begins at `at` stands
// for is a printable character or nothing, directly or once decoded more than once. An escaped line
// end, tab or quote is none of these; the engine's own grammars know those. `at` is moved behind
// what was looked at. REQUIRES: at < text.size().
bool hides_text(std::string_view text, size_t& at);

}  // namespace aegis

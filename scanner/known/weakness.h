// Why a value is not looked for.
#pragma once

#include <string_view>

namespace aegis {

// The reason, or an empty text for a value that is looked for. The first of these that holds:
//
//   empty         nothing but white space
//   weak          fewer than 8 bytes; or one of the commonest passwords and settings, whatever
//                 digits and signs come after it; or fewer than 20 bits of Shannon entropy in all
//   placeholder   <...>, ${...}, {{...}}, $(...), %...%, or one that holds a word like changeme
//   path          begins with /, ~/, ./, ../ or a drive, and reads as words
//   host name     labels in lower case with dots between, or localhost; with a port perhaps
//   mail address  user@host name
//   URL           with no password and no part that is random (those are values of their own)
//
// and, unless its name says that it is secret (secret_word.h):
//
//   number        digits, and the signs of numbers, dates, times and addresses
//   words         words that read as such, and numbers, with signs between
//   identifier    a UUID whose name ends in id
//
// It gives away nothing more of the value: `weak` does not say how long it is.
std::string_view weakness_of(std::string_view name, std::string_view value);

}  // namespace aegis

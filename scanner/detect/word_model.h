// How much a text looks like words rather than like something random.
#pragma once

#include <string_view>

namespace aegis {

// Average surprise in bits a letter of the runs of letters in `text`, under a model of English
// letter pairs; case does not count, and a change from lower to upper case begins a word. Words and
// identifiers lie near 3.6, random letters near 6.3. 0 when there are fewer than three letters.
double letter_surprise(std::string_view text);

// Shannon entropy in bits a byte.
double shannon_entropy(std::string_view text);

}  // namespace aegis

#include "scanner/base/ascii.h"

#include <algorithm>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

bool same_letter(char a, char b) {
  return to_lower(a) == to_lower(b);
}

}  // namespace

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), to_lower);
  return lower;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_letter);
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same_letter) !=
             text.end() ||
         part.empty();
}

}  // namespace aegis

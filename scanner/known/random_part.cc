#include "scanner/known/random_part.h"

#include "scanner/base/char_set.h"
#include "scanner/detect/value_form.h"
#include "scanner/detect/word_model.h"

namespace aegis {

namespace {

constexpr size_t kLeast = 16;
constexpr CharSet kPart = kWord | CharSet("-+=~");

}  // namespace

bool looks_random(std::string_view part) {
  if (part.size() < kLeast) return false;
  const Shade shade = shade_of(part);
  const bool mixed = shade.digits >= 4 && shade.lower + shade.upper >= 4;
  return letter_surprise(part) > (mixed ? kWordy : kRandomish);
}

std::string without_random_parts(std::string name) {
  std::string safe;
  for (size_t begin = 0; begin < name.size();) {
    size_t end = begin;
    while (end < name.size() && kPart.contains(name[end])) ++end;
    const std::string_view part = std::string_view(name).substr(begin, end - begin);
    safe += looks_random(part) ? "********" : part;
    if (end < name.size()) safe += name[end++];
    begin = end;
  }
  return safe;
}

}  // namespace aegis

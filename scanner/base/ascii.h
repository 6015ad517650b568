// Letter case in ASCII, and what stands in a text. Bytes other than A to Z are compared as they
// are.
#pragma once

#include <string>
#include <string_view>

namespace aegis {

std::string lowered(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
// Whether `part` stands in `text`, in any case.
bool contains_ignoring_case(std::string_view text, std::string_view part);

}  // namespace aegis

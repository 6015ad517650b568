// The escape hatch: a bounded regular expression, read into the same form as a shape.
//
// The subset: literals, `.`, `[...]`, `\d \w \s \D \W \S`, `\xNN`, the usual escapes, groups
// `(...)` and `(?:...)`, `|`, `?`, `{n}`, `{n,m}`, and `(?i)` in front. `\b` is allowed at either
// end and means nothing: every match must stand alone anyway. Whatever is unbounded (`*`, `+`,
// `{n,}`), looks around or refers back is an error. A repeated group is unrolled; beyond 256
// variants it is an error.
#pragma once

#include <string_view>

#include "scanner/rule/shape.h"

namespace aegis {

// An error says what is wrong and at which character (from 1). The limits are those of parse_shape.
Result<Shape> parse_pattern(std::string_view text);

}  // namespace aegis

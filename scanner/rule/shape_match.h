// Matches a shape at a known place, in time linear in the length of the match.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "scanner/base/byte_span.h"
#include "scanner/rule/shape.h"

namespace aegis {

// True when a token may begin at `at`: no letter, digit or `_` stands before it, or what stands
// before is the end of an escape (`\n`, `%3D`, `\u003d`, `\x3d`, a terminal colour).
bool stands_alone_before(std::string_view bytes, size_t at);

// The longest match of `variant` that begins at `at` and stands alone after it; its end, or
// nothing.
std::optional<size_t> match_variant(const Variant& variant, std::string_view bytes, size_t at);

// Verdict on the checksum elements of a match of `variant` over `token`.
enum class ChecksumVerdict { kNone, kGood, kBad };
ChecksumVerdict verify_shape_checksum(const Variant& variant, std::string_view token);

}  // namespace aegis

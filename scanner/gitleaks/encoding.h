// Stretches of a text that are encoded, as gitleaks tells them, and what they say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/byte_span.h"

namespace aegis::gitleaks {

// Most specific first: of two that touch, the more specific one is decoded now, the other in the
// next pass, if it still stands then.
enum class Encoding : uint8_t { kPercent, kUnicode, kHex, kBase64 };

const char* name_of(Encoding encoding);

struct EncodedStretch {
  Encoding encoding = Encoding::kPercent;
  Span span;

  bool operator==(const EncodedStretch&) const = default;
};

// In the order of their places, apart from each other:
// - percent: from a `%41` to the last one of its line
// - unicode: `U+0041 U+0042`, or `\u0041\u0042`
// - hex: 32 digits or more
// - base64: 16 characters of it or of base64url, or more
std::vector<EncodedStretch> find_encoded(std::string_view text);

// What a stretch says; empty where it says nothing that is printable ASCII. Unicode may say
// anything.
std::string decoded(Encoding encoding, std::string_view text);

}  // namespace aegis::gitleaks

// The forms in which a value that is known is written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace aegis {

enum class KnownForm : uint8_t { kClear, kBase64, kHexadecimal, kUrl, kJson, kShell };

// "in base64", "URL-escaped", ...; empty for kClear.
const char* name_of(KnownForm form);

struct FormedValue {
  KnownForm form = KnownForm::kClear;
  std::string_view text;  // valid during the call that hands it over
  // Base64 characters before and after `text` that hold some bits of the value, and some of what
  // stands around it.
  uint8_t edge_before = 0;
  uint8_t edge_after = 0;
};

// Of a longer value, its beginning stands for it: of so many bytes in clear, and in other forms.
inline constexpr size_t kMostClear = 4096;
inline constexpr size_t kMostEncoded = 640;

// Calls visit for each way to write `value`, none twice:
//   clear     as it is; of several lines, with LF and with CRLF
//   base64    both alphabets, at each of the three places in a group that it can begin at
//   hex       lower and upper case
//   URL       as RFC 3986, browsers (component, user information) and forms escape it
//   JSON      as few escapes as can be; `/` too; all that is not ASCII; both; what HTML could obey
//   shell     within single and double quotes, and with backslashes
// REQUIRES: a value of at least kLeastLiteral bytes.
void for_each_form(std::string_view value, const std::function<void(const FormedValue&)>& visit);

}  // namespace aegis

#include "scanner/gitleaks/utf8_text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "scanner/report/utf8.h"

namespace aegis::gitleaks {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// How many bytes from the beginning are ASCII, at least.
size_t ascii_length(std::string_view text) {
  size_t at = 0;
  for (uint64_t eight; text.size() - at >= sizeof(eight); at += sizeof(eight)) {
    std::memcpy(&eight, text.data() + at, sizeof(eight));
    if ((eight & 0x8080808080808080U) != 0) break;
  }
  return at;
}

}  // namespace

Utf8Text::Utf8Text(std::string_view bytes) : text_(bytes) {
  const size_t ascii = ascii_length(bytes);
  if (is_utf8(bytes.substr(ascii))) return;
  copy_.assign(bytes.substr(0, ascii));
  for (std::string_view rest = bytes.substr(ascii); !rest.empty();) {
    const CodePoint point = first_code_point(rest);
    if (point.valid) {
      copy_.append(rest.substr(0, point.size));
      rest.remove_prefix(point.size);
    } else {
      replaced_.push_back(copy_.size());
      copy_.append(kReplacement);
      rest.remove_prefix(1);
    }
  }
  text_ = copy_;
}

size_t Utf8Text::in_bytes(size_t at) const {
  const auto before = std::lower_bound(replaced_.begin(), replaced_.end(), at);
  return at - (kReplacement.size() - 1) * static_cast<size_t>(before - replaced_.begin());
}

size_t Utf8Text::in_text(size_t at) const {
  // The number of replaced bytes before `at`: the i-th of them stands at replaced_[i] - 2 i.
  size_t low = 0;
  for (size_t high = replaced_.size(); low < high;) {
    const size_t middle = (low + high) / 2;
    if (replaced_[middle] - (kReplacement.size() - 1) * middle < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return at + (kReplacement.size() - 1) * low;
}

}  // namespace aegis::gitleaks

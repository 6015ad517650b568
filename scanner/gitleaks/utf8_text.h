// A text as Go's regexp reads it: each byte that is not UTF-8 is the character U+FFFD.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aegis::gitleaks {

// Holds no copy where the text is UTF-8; then `bytes` must outlive it. Lines are as they were.
class Utf8Text {
 public:
  explicit Utf8Text(std::string_view bytes);
  Utf8Text(const Utf8Text&) = delete;
  Utf8Text& operator=(const Utf8Text&) = delete;

  std::string_view text() const { return text_; }
  // Where what stands at `at` of text() stood in the bytes, and back.
  size_t in_bytes(size_t at) const;
  size_t in_text(size_t at) const;

 private:
  std::string copy_;
  std::string_view text_;
  std::vector<size_t> replaced_;  // offsets in text() of characters that stand for one byte
};

}  // namespace aegis::gitleaks

// A value that must never be written in clear.
//
// A Secret has no `<<` and no conversion. The ways out are redacted(), which anyone may print, and
// reveal(), which only report/ calls, behind --show-secrets, and the engine's own judgement of it.
// What is moved from, overwritten or destroyed is wiped.
#pragma once

#include <string>
#include <string_view>

namespace aegis {

// Overwrites the bytes of `text` and leaves it empty.
void wipe(std::string& text);

class Secret {
 public:
  Secret() = default;
  // The first `public_prefix` bytes belong to the format, not to the secret, and may be shown.
  Secret(std::string_view value, size_t public_prefix);
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  // The public prefix and eight stars, whatever the length: "ghp_********".
  std::string redacted() const;
  std::string_view public_prefix() const {
    return std::string_view(value_).substr(0, public_prefix_);
  }
  std::string_view reveal() const { return value_; }
  bool empty() const { return value_.empty(); }
  bool operator==(const Secret&) const = default;

 private:
  std::string value_;
  size_t public_prefix_ = 0;
};

}  // namespace aegis

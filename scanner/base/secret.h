// A value that must never be written in clear.
//
// A Secret has no `<<` and no conversion. The ways out are redacted(), which anyone may print, and
// reveal(), which only report/ calls, behind --show-secrets, and the engine's own judgement of it.
#pragma once

#include <string>
#include <string_view>

namespace aegis {

class Secret {
 public:
  Secret() = default;
  // The first `public_prefix` bytes belong to the format, not to the secret, and may be shown.
  Secret(std::string_view value, size_t public_prefix);
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&&) noexcept = default;
  ~Secret();

  // The public prefix and eight stars, whatever the length: "ghp_********".
  std::string redacted() const;
  std::string_view reveal() const { return value_; }
  bool empty() const { return value_.empty(); }
  bool operator==(const Secret&) const = default;

 private:
  std::string value_;
  size_t public_prefix_ = 0;
};

}  // namespace aegis

#include "scanner/base/secret.h"

#include <string.h>

#include <algorithm>
#include <utility>

namespace aegis {

void wipe(std::string& text) {
  // A short string has its bytes in itself, and what was cut off it may still be there.
  text.resize(text.capacity());
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

Secret::Secret(std::string_view value, size_t public_prefix)
    : value_(value), public_prefix_(std::min(public_prefix, value.size())) {}

Secret::Secret(Secret&& other) noexcept
    : value_(std::move(other.value_)), public_prefix_(std::exchange(other.public_prefix_, 0)) {
  wipe(other.value_);
}

Secret& Secret::operator=(const Secret& other) {
  return *this = Secret(other);
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe(value_);
  value_ = std::move(other.value_);
  public_prefix_ = std::exchange(other.public_prefix_, 0);
  wipe(other.value_);
  return *this;
}

Secret::~Secret() {
  wipe(value_);
}

std::string Secret::redacted() const {
  return value_.substr(0, public_prefix_) + "********";
}

}  // namespace aegis

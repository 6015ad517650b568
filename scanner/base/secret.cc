#include "scanner/base/secret.h"

#include <string.h>

#include <algorithm>

namespace aegis {

Secret::Secret(std::string_view value, size_t public_prefix)
    : value_(value), public_prefix_(std::min(public_prefix, value.size())) {}

Secret::~Secret() {
  ::explicit_bzero(value_.data(), value_.size());
}

std::string Secret::redacted() const {
  return value_.substr(0, public_prefix_) + "********";
}

}  // namespace aegis

#include "scanner/git/object_stream.h"

#include <algorithm>

namespace aegis::git {

namespace {

constexpr size_t kInput = size_t{1} << 20;

}  // namespace

ObjectStream ObjectStream::of_packed(std::string_view compressed, uint64_t size) {
  auto next = [compressed]() mutable -> Result<std::string_view> {
    const std::string_view piece = compressed.substr(0, kInput);
    compressed.remove_prefix(piece.size());
    return piece;
  };
  return {std::make_unique<ZlibStream>(std::move(next)), size};
}

Result<size_t> ObjectStream::read(std::span<char> out) {
  const size_t most = std::min<uint64_t>(out.size(), left_);
  auto count = stream_->read(out.first(most));
  if (!count) return count;
  left_ -= *count;
  if (*count < most) return unreadable("holds fewer bytes than it declares");
  if (left_ > 0 || most == 0) return count;
  char more;
  auto rest = stream_->read({&more, 1});
  if (!rest) return rest;
  if (*rest != 0) return unreadable("holds more bytes than it declares");
  return count;
}

}  // namespace aegis::git

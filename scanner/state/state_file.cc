#include "scanner/state/state_file.h"

#include <fcntl.h>

#include <span>

#include "scanner/base/hex.h"
#include "scanner/base/lines.h"
#include "scanner/base/sha.h"
#include "scanner/state/private_file.h"

namespace aegis {

namespace {

constexpr std::string_view kMagic = "aegis state ";
constexpr uint64_t kLargest = uint64_t{1} << 30;

Result<std::string> read_all(int fd) {
  std::string bytes;
  for (;;) {
    const size_t before = bytes.size();
    bytes.resize(before + (size_t{1} << 16));
    auto n = read_fully(fd, std::span(bytes).subspan(before));
    if (!n) return std::move(n).error();
    bytes.resize(before + *n);
    if (bytes.size() > kLargest) return unreadable("is larger than a state can be");
    if (before == bytes.size()) return bytes;
  }
}

}  // namespace

Result<StateFile> StateFile::open(const std::string& path, std::string_view kind) {
  auto lock = lock_private(path);
  if (!lock) return std::move(lock).error();
  StateFile state(path, kind, *std::move(lock));
  if (auto ok = state.load(); !ok) return std::move(ok).error();
  return state;
}

Result<void> StateFile::load() {
  if (!exists(path_)) return {};
  auto fd = open_private(path_, O_RDONLY);
  if (!fd) return std::move(fd).error();
  auto bytes = read_all(fd->get());
  if (!bytes) return std::move(bytes).error().in(path_);
  std::string_view rest = *bytes;
  const std::string_view first = take_line(rest);
  const std::string_view checksum = take_line(rest);
  const auto digest = sha256(rest);
  if (!first.starts_with(kMagic)) {
    damage_ = "is no state of this program";
  } else if (checksum != to_hex(digest)) {
    damage_ = "is damaged: its checksum is wrong";
  } else if (first.substr(kMagic.size()) != kind_) {
    damage_ = "is of another version (" + std::string(first.substr(kMagic.size(), 40)) + ')';
  } else {
    content_ = rest;
  }
  return {};
}

Result<void> StateFile::commit(std::string_view content) {
  const auto digest = sha256(content);
  const std::string head = std::string(kMagic) + kind_ + '\n' + to_hex(digest) + '\n';
  return replace_private(path_, {head, content});
}

}  // namespace aegis

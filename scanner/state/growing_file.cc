#include "scanner/state/growing_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "scanner/base/checksum.h"
#include "scanner/base/lines.h"
#include "scanner/state/private_file.h"

namespace aegis {

namespace {

constexpr std::string_view kMagic = "aegis state ";
constexpr size_t kAlign = 64;

// What stands before a part.
struct PartHead {
  uint64_t size = 0;
  uint64_t checksum = 0;
};

std::string padding_after(size_t size) {
  return std::string((kAlign - size % kAlign) % kAlign, '\0');
}

std::string head_of(std::string_view part) {
  const PartHead head{part.size(), checksum64(part)};
  std::string bytes(kAlign, '\0');
  std::memcpy(bytes.data(), &head, sizeof head);
  return bytes;
}

// Takes a part and its head off the front of `bytes`; nothing if it is damaged or cut off.
std::optional<std::string_view> take_part(std::string_view& bytes) {
  if (bytes.size() < kAlign) return std::nullopt;
  PartHead head;
  std::memcpy(&head, bytes.data(), sizeof head);
  bytes.remove_prefix(kAlign);
  if (head.size > bytes.size()) return std::nullopt;
  const std::string_view part = bytes.substr(0, head.size);
  const size_t padding = padding_after(head.size).size();
  if (checksum64(part) != head.checksum || bytes.size() - head.size < padding) return std::nullopt;
  bytes.remove_prefix(head.size + padding);
  return part;
}

}  // namespace

Result<GrowingFile> GrowingFile::open(const std::string& path, std::string_view kind) {
  auto lock = lock_private(path);
  if (!lock) return std::move(lock).error();
  GrowingFile file(path, kind, *std::move(lock));
  if (auto ok = file.load(); !ok) return std::move(ok).error();
  return file;
}

GrowingFile::GrowingFile(GrowingFile&& other) noexcept
    : path_(std::move(other.path_)),
      kind_(std::move(other.kind_)),
      lock_(std::move(other.lock_)),
      mapped_(std::exchange(other.mapped_, {})),
      parts_(std::move(other.parts_)),
      damage_(std::move(other.damage_)),
      is_foreign_(other.is_foreign_) {}

GrowingFile::~GrowingFile() {
  if (!mapped_.empty()) ::munmap(const_cast<char*>(mapped_.data()), mapped_.size());
}

std::string GrowingFile::head() const {
  std::string head = std::string(kMagic) + kind_ + '\n';
  return head + padding_after(head.size());
}

Result<void> GrowingFile::load() {
  if (!exists(path_)) return {};
  auto fd = open_private(path_, O_RDONLY);
  if (!fd) return std::move(fd).error();
  struct stat info {};
  if (::fstat(fd->get(), &info) != 0) {
    return system_error(ErrorKind::kInternal, "cannot stat " + path_, errno);
  }
  const auto size = static_cast<size_t>(info.st_size);
  if (size == 0) return {};
  void* const at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd->get(), 0);
  if (at == MAP_FAILED) return system_error(ErrorKind::kInternal, "cannot map " + path_, errno);
  mapped_ = {static_cast<const char*>(at), size};
  std::string_view rest = mapped_;
  const std::string_view first = take_line(rest);
  is_foreign_ = !first.starts_with("aegis ");
  if (!first.starts_with(kMagic)) {
    damage_ = "is no state of this program";
    return {};
  }
  if (!mapped_.starts_with(head())) {
    damage_ = "is of another version (" + std::string(first.substr(kMagic.size(), 40)) + ')';
    return {};
  }
  rest = mapped_.substr(head().size());
  while (!rest.empty()) {
    const auto part = take_part(rest);
    if (!part) {
      damage_ = "is damaged: a checksum is wrong, or its end is cut off";
      parts_.clear();
      return {};
    }
    parts_.push_back(*part);
  }
  if (parts_.empty()) damage_ = "is damaged: its end is cut off";
  return {};
}

Result<void> GrowingFile::append(std::string_view part) {
  const auto fd = open_private(path_, O_WRONLY | O_APPEND);
  if (!fd) return fd.error();
  auto status = write_all(fd->get(), head_of(part));
  if (status) status = write_all(fd->get(), part);
  if (status) status = write_all(fd->get(), padding_after(part.size()));
  if (status && ::fdatasync(fd->get()) == 0) return {};
  Error error = status ? system_error(ErrorKind::kInternal, "cannot write", errno)
                       : std::move(status).error();
  // As it was before, so that the next run can use it.
  if (::ftruncate(fd->get(), static_cast<off_t>(mapped_.size())) != 0) ::unlink(path_.c_str());
  return std::move(error).in(path_);
}

Result<void> GrowingFile::replace(std::string_view part) {
  if (is_foreign_ && ::rename(path_.c_str(), (path_ + ".old").c_str()) != 0) {
    return system_error(ErrorKind::kInternal, "cannot rename " + path_, errno);
  }
  return replace_private(path_, {head(), head_of(part), part, padding_after(part.size())});
}

}  // namespace aegis

#include "scanner/base/fd.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace aegis {

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

namespace {

Error not_regular(mode_t mode) {
  if (S_ISDIR(mode)) return unreadable("is a folder, not a file");
  if (S_ISFIFO(mode))
    return unreadable("is a FIFO, not a regular file; pipe it into `aegis stdin`");
  if (S_ISSOCK(mode)) return unreadable("is a socket, not a regular file");
  return unreadable("is a device, not a regular file");
}

}  // namespace

Result<RegularFile> open_regular(const std::string& path, FinalSymlink symlink) {
  const int nofollow = symlink == FinalSymlink::kRefuse ? O_NOFOLLOW : 0;
  // O_NONBLOCK: opening a FIFO or a tape must not wait for its other end.
  Fd fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | nofollow));
  if (!fd) {
    if (errno == ENXIO) return unreadable("is a socket, not a regular file");
    if (errno == ELOOP && nofollow) return unreadable("became a symbolic link; not followed");
    return system_error(ErrorKind::kUnreadable, "cannot open", errno);
  }
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0)
    return system_error(ErrorKind::kUnreadable, "cannot stat", errno);
  if (!S_ISREG(info.st_mode)) return not_regular(info.st_mode);
  return RegularFile{std::move(fd), static_cast<uint64_t>(info.st_size), info.st_dev, info.st_ino};
}

Result<size_t> read_fully(int fd, std::span<char> buffer) {
  size_t filled = 0;
  while (filled < buffer.size()) {
    const ssize_t n = ::read(fd, buffer.data() + filled, buffer.size() - filled);
    if (n == 0) break;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error(ErrorKind::kUnreadable, "cannot read", errno);
    filled += static_cast<size_t>(n);
  }
  return filled;
}

Result<void> write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error(ErrorKind::kInternal, "cannot write", errno);
    text.remove_prefix(static_cast<size_t>(n));
  }
  return {};
}

Result<std::string> read_file(const std::string& path, uint64_t limit, FinalSymlink symlink) {
  auto file = open_regular(path, symlink);
  if (!file) return std::move(file).error();
  std::string bytes;
  // Never sized from st_size alone: files under /proc say 0, and a file may grow.
  const size_t step = std::clamp<size_t>(file->size + 1, 4096, size_t{1} << 20);
  for (;;) {
    const size_t before = bytes.size();
    bytes.resize(before + step);
    auto n = read_fully(file->fd.get(), std::span(bytes).subspan(before));
    if (!n) return std::move(n).error();
    bytes.resize(before + *n);
    if (bytes.size() > limit) {
      return unreadable("is larger than the " + std::to_string(limit) + " bytes allowed here");
    }
    if (*n < step) return bytes;
  }
}

bool exists(const std::string& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) == 0;
}

}  // namespace aegis

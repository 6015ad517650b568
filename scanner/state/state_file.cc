#include "scanner/state/state_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "scanner/base/hex.h"
#include "scanner/base/lines.h"
#include "scanner/base/sha.h"

namespace aegis {

namespace {

constexpr std::string_view kMagic = "aegis state ";
constexpr uint64_t kLargest = uint64_t{1} << 30;

Error cannot(const std::string& what, const std::string& path) {
  return system_error(ErrorKind::kInternal, what + " " + path, errno);
}

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// Opened so, nobody can put another file in the place of this one while it is looked at.
Result<Fd> open_private(const std::string& path, int flags) {
  Fd fd(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!fd) return system_error(ErrorKind::kUsage, "cannot open " + path, errno);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return cannot("cannot stat", path);
  if (!S_ISREG(info.st_mode)) return usage_error(path + ": is no regular file");
  if (info.st_uid != ::geteuid()) {
    return usage_error(path +
                       ": belongs to another user, who could hide findings with it; "
                       "name another file, or remove this one");
  }
  if ((info.st_mode & 077) != 0) {
    return usage_error(path + ": others may read or write it; `chmod 600` it, or remove it");
  }
  return fd;
}

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

// On disk, the new name too.
Result<void> sync_folder(const std::string& path) {
  const std::string folder = folder_of(path);
  const Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return cannot("cannot write", folder);
  return {};
}

}  // namespace

Result<StateFile> StateFile::open(const std::string& path, std::string_view kind) {
  auto lock = open_private(path + ".lock", O_RDWR | O_CREAT);
  if (!lock) return std::move(lock).error();
  if (::flock(lock->get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot("cannot lock", path + ".lock");
    return unreadable(path + ": another run is using it; wait for its end, or name another file");
  }
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
  // One name, since only the holder of the lock gets here: what a killed run left is overwritten.
  const std::string temporary = path_ + ".new";
  ::unlink(temporary.c_str());
  auto fd = open_private(temporary, O_WRONLY | O_CREAT | O_EXCL);
  if (!fd) return std::move(fd).error();
  const auto digest = sha256(content);
  const std::string head = std::string(kMagic) + kind_ + '\n' + to_hex(digest) + '\n';
  auto status = write_all(fd->get(), head);
  if (status) status = write_all(fd->get(), content);
  if (status && ::fsync(fd->get()) != 0) status = cannot("cannot write", temporary);
  if (status && ::rename(temporary.c_str(), path_.c_str()) != 0) {
    status = cannot("cannot rename", temporary);
  }
  if (status) return sync_folder(path_);
  ::unlink(temporary.c_str());
  return std::move(status).error().in(path_);
}

}  // namespace aegis

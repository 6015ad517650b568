#include "scanner/state/private_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace aegis {

namespace {

Error cannot(const std::string& what, const std::string& path) {
  return system_error(ErrorKind::kInternal, what + " " + path, errno);
}

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// On disk, the new name too.
Result<void> sync_folder(const std::string& path) {
  const std::string folder = folder_of(path);
  const Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) return cannot("cannot write", folder);
  return {};
}

}  // namespace

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

Result<Fd> lock_private(const std::string& path) {
  auto lock = open_private(path + ".lock", O_RDWR | O_CREAT);
  if (!lock) return lock;
  if (::flock(lock->get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot("cannot lock", path + ".lock");
    return unreadable(path + ": another run is using it; wait for its end, or name another file");
  }
  return lock;
}

Result<void> replace_private(const std::string& path,
                             std::initializer_list<std::string_view> parts) {
  // One name, since only the holder of the lock gets here: what a killed run left is overwritten.
  const std::string temporary = path + ".new";
  ::unlink(temporary.c_str());
  auto fd = open_private(temporary, O_WRONLY | O_CREAT | O_EXCL);
  if (!fd) return std::move(fd).error();
  Result<void> status;
  for (const std::string_view part : parts) {
    if (status) status = write_all(fd->get(), part);
  }
  if (status && ::fsync(fd->get()) != 0) status = cannot("cannot write", temporary);
  if (status && ::rename(temporary.c_str(), path.c_str()) != 0) {
    status = cannot("cannot rename", temporary);
  }
  if (status) return sync_folder(path);
  ::unlink(temporary.c_str());
  return std::move(status).error().in(path);
}

}  // namespace aegis

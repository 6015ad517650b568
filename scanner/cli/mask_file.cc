#include "scanner/cli/mask_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "scanner/logs/log_list.h"

namespace aegis {

namespace {

bool is_same(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool is_over(const std::string& path, const std::string& log) {
  struct stat to {};
  struct stat from {};
  const bool to_known =
      path == kStandardInput ? ::fstat(STDOUT_FILENO, &to) == 0 : ::stat(path.c_str(), &to) == 0;
  const bool from_known =
      log == kStandardInput ? ::fstat(STDIN_FILENO, &from) == 0 : ::stat(log.c_str(), &from) == 0;
  return to_known && from_known && S_ISREG(to.st_mode) && is_same(to, from);
}

}  // namespace

Result<MaskFile> MaskFile::create(const std::string& path, const std::string& log) {
  if (is_over(path, log)) {
    return usage_error("--mask: " + path + " is the log itself; name another file");
  }
  MaskFile file(path);
  if (path == kStandardInput) return file;
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    return usage_error("--mask: " + path + " is no regular file; use --mask - and a pipe");
  }
  std::string temporary = path + ".XXXXXX";
  file.fd_ = Fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.fd_) {
    return system_error(ErrorKind::kUsage, "--mask: cannot make a file beside " + path, errno);
  }
  file.temporary_ = std::move(temporary);
  return file;
}

MaskFile::~MaskFile() {
  if (fd_ && !temporary_.empty()) ::unlink(temporary_.c_str());
}

int MaskFile::fd() const {
  return fd_ ? fd_.get() : STDOUT_FILENO;
}

Result<void> MaskFile::finish() {
  if (!fd_) return {};
  if (::fsync(fd_.get()) != 0 || ::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return system_error(ErrorKind::kInternal, "--mask: cannot write " + path_, errno);
  }
  temporary_.clear();
  return {};
}

}  // namespace aegis

#include "scanner/base/replace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "scanner/base/fd.h"

namespace aegis {

Result<void> replace_file(const std::string& path, std::string_view text, mode_t mode,
                          ErrorKind kind) {
  std::string temporary = path + ".XXXXXX";
  const Fd fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!fd) return system_error(kind, "cannot create a file beside " + path, errno);
  auto status = write_all(fd.get(), text);
  if (status && ::fchmod(fd.get(), mode) != 0) status = system_error(kind, "cannot chmod", errno);
  if (status && ::fsync(fd.get()) != 0) status = system_error(kind, "cannot write", errno);
  if (status && ::rename(temporary.c_str(), path.c_str()) != 0) {
    status = system_error(kind, "cannot rename", errno);
  }
  if (status) return {};
  ::unlink(temporary.c_str());
  return std::move(status).error().in(path);
}

}  // namespace aegis

#include "scanner/cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "scanner/base/fd.h"
#include "scanner/base/replace_file.h"
#include "scanner/report/report.h"

namespace aegis {

Result<void> write_file_whole(const std::string& path, std::string_view text) {
  struct stat info {};
  // A device or a pipe cannot be replaced by a file; it is written to.
  if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    const Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd) return system_error(ErrorKind::kInternal, "cannot open " + path, errno);
    if (auto ok = write_all(fd.get(), text); !ok) return std::move(ok).error().in(path);
    return {};
  }
  return replace_file(path, text, 0600, ErrorKind::kInternal);
}

void complain(std::string_view message) {
  const std::string line = "aegis: " + escaped_for_terminal(message) + "\n";
  // Nothing is left to tell it to.
  if (!write_all(STDERR_FILENO, line)) return;
}

}  // namespace aegis

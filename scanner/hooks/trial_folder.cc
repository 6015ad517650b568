#include "scanner/hooks/trial_folder.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace aegis {

Result<TrialFolder> TrialFolder::make() {
  const char* given = std::getenv("TMPDIR");
  std::string pattern =
      std::string(given != nullptr && *given != '\0' ? given : "/tmp") + "/aegis-doctor-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) {
    return system_error(ErrorKind::kUsage, "cannot make a folder " + pattern, errno);
  }
  return TrialFolder(std::move(pattern));
}

TrialFolder::~TrialFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace aegis

// A folder to try things in.
#pragma once

#include <string>
#include <utility>

#include "scanner/base/result.h"

namespace aegis {

// Gone, with all that is in it, when this is destroyed. Below $TMPDIR, or /tmp.
class TrialFolder {
 public:
  static Result<TrialFolder> make();
  TrialFolder(TrialFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ~TrialFolder();
  const std::string& path() const { return path_; }

 private:
  explicit TrialFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace aegis

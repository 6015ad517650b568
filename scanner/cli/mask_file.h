// Where the masked copy of a log goes.
#pragma once

#include <string>

#include "scanner/base/fd.h"
#include "scanner/base/result.h"

namespace aegis {

// A copy is written beside its place, readable by its owner only, and put there when it is whole.
class MaskFile {
 public:
  // `path` "-" is standard output. An error: the copy would be written over `log`, or cannot be
  // made.
  static Result<MaskFile> create(const std::string& path, const std::string& log);
  MaskFile(MaskFile&& other) noexcept = default;
  MaskFile& operator=(MaskFile&&) = delete;
  // Takes away what was not put in place.
  ~MaskFile();

  int fd() const;

  // Puts the copy in place; called once, when it is whole. What was at the path is replaced.
  Result<void> finish();

 private:
  explicit MaskFile(std::string path) : path_(std::move(path)) {}

  std::string path_;
  Fd fd_;                  // none: standard output
  std::string temporary_;  // what it is called until it is put in place; empty afterwards
};

}  // namespace aegis

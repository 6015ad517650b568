// A regular file's bytes, mapped for reading.
//
// A file that is cut short in place while it is mapped kills the process with SIGBUS at the next
// look. So map only what git replaces and never rewrites: packs and their indexes, the index,
// packed-refs.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "scanner/base/result.h"

namespace aegis::git {

class MappedFile {
 public:
  // All of the file as it is now, an empty one too. The last part of the path may be a symbolic
  // link. An error does not repeat `path`.
  static Result<MappedFile> open(const std::string& path);

  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedFile();

  // Valid as long as the file is mapped, also when this object is moved.
  std::string_view bytes() const { return bytes_; }

 private:
  std::string_view bytes_;
};

}  // namespace aegis::git

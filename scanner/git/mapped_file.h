// A regular file's bytes, mapped for reading.
//
// A file that is cut short in place while it is mapped kills the process with SIGBUS at the next
// look, unless it reads zeros there (read_zeros_where_files_end). So map only what git replaces and
// never rewrites: packs and their indexes, the index, packed-refs.
#pragma once

#include <cstdint>
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
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  // Valid as long as the file is mapped, also when this object is moved.
  std::string_view bytes() const { return bytes_; }

  // Whether the file has lost some of its bytes since. One that was deleted or replaced has not.
  bool is_cut_short() const;

 private:
  std::string path_;
  uint64_t device_ = 0;
  uint64_t inode_ = 0;
  std::string_view bytes_;
};

// From now on the process reads zeros where mapped files have been cut short. What has checksums or
// is compressed is then found to be damaged; of the rest, is_cut_short() tells. For a program's
// beginning, before there are threads.
void read_zeros_where_files_end();

}  // namespace aegis::git

#include "scanner/git/mapped_file.h"

#include <sys/mman.h>

#include <cerrno>

#include "scanner/base/fd.h"

namespace aegis::git {

Result<MappedFile> MappedFile::open(const std::string& path) {
  auto file = open_regular(path, FinalSymlink::kFollow);
  if (!file) return std::move(file).error();
  MappedFile mapped;
  if (file->size == 0) return mapped;
  void* const address = ::mmap(nullptr, file->size, PROT_READ, MAP_PRIVATE, file->fd.get(), 0);
  if (address == MAP_FAILED) return system_error(ErrorKind::kUnreadable, "cannot map", errno);
  mapped.bytes_ = {static_cast<const char*>(address), file->size};
  return mapped;
}

MappedFile::~MappedFile() {
  // munmap() takes what mmap() gave, which was not const.
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace aegis::git

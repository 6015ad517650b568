#include "scanner/git/mapped_file.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>

#include "scanner/base/fd.h"

namespace aegis::git {

namespace {

constexpr uintptr_t kPage = 4096;

// Puts a page of zeros where the file has none any more. mmap() is nothing but a system call, so it
// may be called here. Whatever else there was to complain of ends the process as it would have.
void put_zeros(int signal, siginfo_t* info, void*) {
  void* const page =
      reinterpret_cast<void*>(reinterpret_cast<uintptr_t>(info->si_addr) & ~(kPage - 1));
  const int error = errno;
  const bool is_end_of_file = info->si_code == BUS_ADRERR;
  if (!is_end_of_file || ::mmap(page, kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
                                0) == MAP_FAILED) {
    ::signal(signal, SIG_DFL);
  }
  errno = error;
}

}  // namespace

Result<MappedFile> MappedFile::open(const std::string& path) {
  auto file = open_regular(path, FinalSymlink::kFollow);
  if (!file) return std::move(file).error();
  MappedFile mapped;
  struct stat info {};
  if (::fstat(file->fd.get(), &info) != 0) {
    return system_error(ErrorKind::kUnreadable, "cannot look at it", errno);
  }
  mapped.path_ = path;
  mapped.device_ = info.st_dev;
  mapped.inode_ = info.st_ino;
  if (file->size == 0) return mapped;
  void* const address = ::mmap(nullptr, file->size, PROT_READ, MAP_PRIVATE, file->fd.get(), 0);
  if (address == MAP_FAILED) return system_error(ErrorKind::kUnreadable, "cannot map", errno);
  mapped.bytes_ = {static_cast<const char*>(address), file->size};
  return mapped;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : path_(std::move(other.path_)),
      device_(other.device_),
      inode_(other.inode_),
      bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(device_, other.device_);
  std::swap(inode_, other.inode_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  // munmap() takes what mmap() gave, which was not const.
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

bool MappedFile::is_cut_short() const {
  struct stat info {};
  return !bytes_.empty() && ::stat(path_.c_str(), &info) == 0 && info.st_dev == device_ &&
         info.st_ino == inode_ && static_cast<uint64_t>(info.st_size) < bytes_.size();
}

void read_zeros_where_files_end() {
  struct sigaction action {};
  action.sa_sigaction = &put_zeros;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  ::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace aegis::git

// A file descriptor that closes itself, and the one careful way to open what a hostile tree may
// hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/base/result.h"

namespace aegis {

class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept;
  ~Fd();

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

enum class FinalSymlink { kRefuse, kFollow };

struct RegularFile {
  Fd fd;
  uint64_t size = 0;  // when opened; the file may grow or shrink while it is read
  uint64_t device = 0;
  uint64_t inode = 0;
};

// Opens a regular file for reading and nothing else: a FIFO, device, socket or folder is an error
// at once, never a wait. The last part of the path may be a symbolic link only with kFollow. An
// error is of kind kUnreadable and says why; it does not repeat `path`.
Result<RegularFile> open_regular(const std::string& path, FinalSymlink symlink);

// Reads up to `buffer.size()` bytes, fewer only at the end of the input. Retries after a signal.
Result<size_t> read_fully(int fd, std::span<char> buffer);

// All of `text` to a descriptor. EPIPE is an error like any other; the caller decides what it
// means.
Result<void> write_all(int fd, std::string_view text);

// Whole contents of a regular file of at most `limit` bytes; a larger one is an error. The error
// does not repeat `path`.
Result<std::string> read_file(const std::string& path, uint64_t limit,
                              FinalSymlink symlink = FinalSymlink::kFollow);

// True when something stands at `path`, whatever it is, a dangling link included.
bool exists(const std::string& path);

}  // namespace aegis

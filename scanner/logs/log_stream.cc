#include "scanner/logs/log_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace aegis {

namespace {

constexpr std::string_view kJournalMagic = "LPKSHHRH";

Result<Fd> open_log(const LogFile& file) {
  if (file.path == kStandardInput) {
    Fd fd(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
    if (!fd) return system_error(ErrorKind::kUnreadable, "cannot open", errno);
    return fd;
  }
  auto opened = open_regular(file.path, file.symlink);
  if (!opened) return std::move(opened).error();
  return std::move(opened->fd);
}

Result<size_t> read_at(int fd, std::span<char> out, uint64_t position) {
  size_t filled = 0;
  while (filled < out.size()) {
    const ssize_t n = ::pread(fd, out.data() + filled, out.size() - filled,
                              static_cast<off_t>(position + filled));
    if (n == 0) break;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error(ErrorKind::kUnreadable, "cannot read", errno);
    filled += static_cast<size_t>(n);
  }
  return filled;
}

}  // namespace

Result<std::unique_ptr<LogStream>> LogStream::open_program(const LogFile& file,
                                                           Interrupt* interrupt) {
  auto program = JournalProgram::start(file.cursor);
  if (!program) return std::move(program).error();
  std::unique_ptr<LogStream> stream(new LogStream(Fd(), FileFacts(), true, interrupt));
  stream->program_.emplace(*std::move(program));
  if (auto ok = stream->begin(); !ok) return std::move(ok).error();
  return stream;
}

Result<std::unique_ptr<LogStream>> LogStream::open(const LogFile& file, Interrupt* interrupt) {
  if (file.journal == Journal::kProgram) return open_program(file, interrupt);
  auto fd = open_log(file);
  if (!fd) return std::move(fd).error();
  struct stat info {};
  if (::fstat(fd->get(), &info) != 0) {
    return system_error(ErrorKind::kUnreadable, "cannot stat", errno);
  }
  FileFacts facts;
  facts.device = info.st_dev;
  facts.inode = info.st_ino;
  facts.size = static_cast<uint64_t>(info.st_size);
  facts.changed = int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
  std::unique_ptr<LogStream> stream(
      new LogStream(*std::move(fd), facts, file.path == kStandardInput, interrupt));
  stream->has_holes_ = static_cast<uint64_t>(info.st_blocks) * 512 < facts.size;
  if (auto ok = stream->begin(); !ok) return std::move(ok).error();
  return stream;
}

Result<void> LogStream::begin() {
  std::array<char, kCompressionHead> head;
  auto n = is_pipe_ ? read_pipe(head) : read_at(fd_.get(), head, 0);
  if (!n) return std::move(n).error();
  const std::string_view seen(head.data(), *n);
  if (is_pipe_) peeked_ = seen;
  if (seen.starts_with(kJournalMagic)) {
    return unreadable(
        "is a journal of systemd in its own format; scan what `journalctl --file` makes "
        "of it, with --all -o json");
  }
  facts_.compression = compression_of(seen);
  if (facts_.compression != Compression::kNone) {
    auto reader = DecompressedReader::create(
        facts_.compression, [this](std::span<char> out) { return read_file(out); });
    if (!reader) return std::move(reader).error();
    decompressed_.emplace(*std::move(reader));
  }
  read_head();
  return {};
}

// An error is left to the next read(), which comes upon it again.
void LogStream::read_head() {
  head_.resize(kLogHead);
  auto n = read_content(head_);
  head_.resize(n ? *n : 0);
}

Result<size_t> LogStream::read_pipe(std::span<char> out) {
  if (program_) return program_->read(out, interrupt_);
  size_t filled = 0;
  while (filled < out.size()) {
    if (interrupt_ != nullptr && !interrupt_->wait_for(fd_.get())) break;
    const ssize_t n = ::read(fd_.get(), out.data() + filled, out.size() - filled);
    if (n == 0) break;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return system_error(ErrorKind::kUnreadable, "cannot read", errno);
    filled += static_cast<size_t>(n);
  }
  return filled;
}

Result<size_t> LogStream::read_file(std::span<char> out) {
  const size_t peeked = std::min(out.size(), peeked_.size());
  std::copy_n(peeked_.begin(), peeked, out.begin());
  peeked_.erase(0, peeked);
  std::span<char> rest = out.subspan(peeked);
  // A file that says it is empty may still have content, below /proc.
  if (!is_pipe_ && facts_.size > 0) {
    rest =
        rest.first(std::min<uint64_t>(rest.size(), facts_.size - std::min(position_, facts_.size)));
  }
  auto n = is_pipe_ ? read_pipe(rest) : read_at(fd_.get(), rest, position_);
  if (!n) return std::move(n).error();
  position_ += *n;
  return peeked + *n;
}

Result<size_t> LogStream::read_content(std::span<char> out) {
  return decompressed_ ? decompressed_->read(out) : read_file(out);
}

Result<size_t> LogStream::read(std::span<char> out) {
  if (offset_ < head_.size()) {
    const size_t n = std::min<uint64_t>(out.size(), head_.size() - offset_);
    std::copy_n(head_.begin() + static_cast<std::ptrdiff_t>(offset_), n, out.begin());
    offset_ += n;
    return n;
  }
  auto n = read_content(out);
  if (n) offset_ += *n;
  return n;
}

Result<void> LogStream::skip_to(uint64_t offset) {
  if (is_seekable()) {
    offset_ = offset;
    position_ = std::max<uint64_t>(offset, head_.size());
    return {};
  }
  std::array<char, 1 << 16> passed;
  while (offset_ < offset) {
    auto n = read(std::span(passed).first(std::min<uint64_t>(passed.size(), offset - offset_)));
    if (!n) return std::move(n).error();
    if (*n == 0) return unreadable("is shorter than it was");
  }
  return {};
}

uint64_t LogStream::next_written() const {
  if (!is_seekable() || !has_holes_) return offset_;
  const off_t next = ::lseek(fd_.get(), static_cast<off_t>(offset_), SEEK_DATA);
  if (next >= 0) return std::min(static_cast<uint64_t>(next), facts_.size);
  return errno == ENXIO ? facts_.size : offset_;
}

}  // namespace aegis

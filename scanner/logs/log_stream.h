// The bytes of a log, whether they stand in a plain file, in a compressed one or in a pipe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "scanner/base/fd.h"
#include "scanner/base/interrupt.h"
#include "scanner/decompress/decompressed_reader.h"
#include "scanner/logs/journal_program.h"
#include "scanner/logs/log_kind.h"
#include "scanner/logs/log_list.h"

namespace aegis {

// What a file is beside its name, as it was when it was opened.
struct FileFacts {
  uint64_t device = 0;
  uint64_t inode = 0;
  uint64_t size = 0;
  int64_t changed = 0;  // nanoseconds since 1970
  Compression compression = Compression::kNone;

  bool operator==(const FileFacts&) const = default;
};

// Belongs to one thread.
class LogStream {
 public:
  // Opens and reads the first kLogHead bytes. What a file grows by later is not read.
  // A pipe ends when `interrupt`, which may be null, is asked to.
  static Result<std::unique_ptr<LogStream>> open(const LogFile& file, Interrupt* interrupt);
  LogStream(const LogStream&) = delete;
  LogStream& operator=(const LogStream&) = delete;

  const FileFacts& facts() const { return facts_; }
  // Standard input and the output of a program: read once, from where they are.
  bool is_pipe() const { return is_pipe_; }
  // Any part of it can be read at once.
  bool is_seekable() const { return !is_pipe_ && facts_.compression == Compression::kNone; }

  // The first kLogHead bytes of what is read, or all.
  const std::string& head() const { return head_; }

  // Fills the beginning of the span with what follows, at least a byte; none at the end. Bytes
  // before an error are given before it. Offsets count in what is read.
  Result<size_t> read(std::span<char> out);
  uint64_t offset() const { return offset_; }

  // Makes `offset` the next byte that is read. Not back, where it is not seekable.
  Result<void> skip_to(uint64_t offset);

  // Of a file with holes: where the next byte that was ever written stands, at or after offset();
  // the end where there is none.
  uint64_t next_written() const;

 private:
  static Result<std::unique_ptr<LogStream>> open_program(const LogFile& file, Interrupt* interrupt);
  LogStream(Fd fd, FileFacts facts, bool is_pipe, Interrupt* interrupt)
      : fd_(std::move(fd)), facts_(facts), is_pipe_(is_pipe), interrupt_(interrupt) {}

  Result<void> begin();
  void read_head();
  Result<size_t> read_file(std::span<char> out);
  Result<size_t> read_pipe(std::span<char> out);
  Result<size_t> read_content(std::span<char> out);

  Fd fd_;
  std::optional<JournalProgram> program_;  // instead of fd_
  FileFacts facts_;
  bool is_pipe_;
  Interrupt* interrupt_;
  bool has_holes_ = false;
  uint64_t position_ = 0;  // in the file
  uint64_t offset_ = 0;    // in what is read
  std::string peeked_;     // of a pipe: read already to see how it is compressed
  std::string head_;
  std::optional<DecompressedReader> decompressed_;
};

}  // namespace aegis

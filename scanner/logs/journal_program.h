// systemd's journal, as the program journalctl writes it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "scanner/base/fd.h"
#include "scanner/base/interrupt.h"
#include "scanner/base/result.h"

namespace aegis {

// Its output: an entry a line, in JSON, with all fields whole. Belongs to one thread.
class JournalProgram {
 public:
  // Entries after the one that `cursor` names, or all where it is empty. Where the journal knows
  // the cursor no longer, those since the second that it is of. An error: the program cannot be
  // started.
  static Result<JournalProgram> start(const std::string& cursor);
  JournalProgram(JournalProgram&& other) noexcept;
  JournalProgram& operator=(JournalProgram&&) = delete;
  ~JournalProgram();

  // Fills the span; fewer bytes at the end, or when the interrupt, which may be null, says so. An
  // error, after all bytes, is what the program said when it failed or left something out; or that
  // it has not a single entry to give.
  Result<size_t> read(std::span<char> out, Interrupt* interrupt);

 private:
  explicit JournalProgram(std::string cursor)
      : cursor_(std::move(cursor)), goes_on_(!cursor_.empty()) {}

  Result<void> spawn(const std::string& where);
  bool is_over();
  Result<void> wait();
  std::string complaints() const;

  std::string cursor_;
  Fd output_;
  Fd complaints_;  // what it writes to standard error
  pid_t pid_ = -1;
  bool goes_on_;        // from an earlier entry
  uint64_t given_ = 0;  // bytes
  std::optional<Error> error_;
};

// The cursor of the last whole entry in `text`, of such output; empty where there is none.
std::string_view last_cursor(std::string_view text);

}  // namespace aegis

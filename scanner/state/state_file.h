// A private file that holds what the program remembers from one run to the next.
//
// Only its owner can read it. It is replaced whole: a run that is killed, or a disk that is full,
// leaves the state as it was. One process at a time has it open; a lock on the file PATH.lock
// beside it sees to that. A file that somebody else could have written is not used, and one that is
// damaged is not trusted.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scanner/base/fd.h"
#include "scanner/base/result.h"

namespace aegis {

class StateFile {
 public:
  // Takes the lock and reads the file. `kind` says what is in it and in which version ("logs 1"); a
  // file of another kind counts as damaged. An error: another process has it open, or the file, or
  // the folder it would stand in, is not the user's own; it names the path and the remedy.
  static Result<StateFile> open(const std::string& path, std::string_view kind);

  // What was committed last; nothing when there is no file yet, or it is damaged.
  const std::optional<std::string>& content() const { return content_; }
  // Why the file that is there is not used; empty when there is nothing wrong with it.
  const std::string& damage() const { return damage_; }

  // Replaces the file, on the disk when this returns.
  Result<void> commit(std::string_view content);

  const std::string& path() const { return path_; }
  std::string lock_path() const { return path_ + ".lock"; }

 private:
  StateFile(std::string path, std::string_view kind, Fd lock)
      : path_(std::move(path)), kind_(kind), lock_(std::move(lock)) {}

  Result<void> load();

  std::string path_;
  std::string kind_;
  Fd lock_;
  std::optional<std::string> content_;
  std::string damage_;
};

}  // namespace aegis

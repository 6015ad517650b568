// A private file like a StateFile, but one that may be large and grows: what is new is added at its
// end, and the rest is not written again.
//
// It is read where it lies on the disk, mapped; nobody but the holder of the lock changes it. What
// it holds are parts, each with a checksum. Where one of them is damaged, or cut off by a run that
// was killed, the file is not trusted at all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/fd.h"
#include "scanner/base/result.h"

namespace aegis {

class GrowingFile {
 public:
  // Takes the lock and maps the file. `kind` says what is in it and in which version ("history 1");
  // a file of another kind or version counts as damaged. An error: another process has it open, or
  // it is not the user's own.
  static Result<GrowingFile> open(const std::string& path, std::string_view kind);

  GrowingFile(GrowingFile&& other) noexcept;
  GrowingFile& operator=(GrowingFile&& other) = delete;
  ~GrowingFile();

  // Oldest first; each begins at an address that is a multiple of 64. Valid as long as the file is
  // open. Empty when there is no file yet, or it is damaged.
  const std::vector<std::string_view>& parts() const { return parts_; }
  // Why the file that is there is not used; empty when there is nothing wrong with it.
  const std::string& damage() const { return damage_; }

  // Adds a part at the end. It is on the disk when this returns. REQUIRES: there are parts, and
  // neither append() nor replace() was called before.
  Result<void> append(std::string_view part);
  // Makes this part the only one; the file is replaced whole. A file that was never one of this
  // program's is kept as PATH.old. REQUIRES: as append(), but that there are parts.
  Result<void> replace(std::string_view part);

 private:
  GrowingFile(std::string path, std::string_view kind, Fd lock)
      : path_(std::move(path)), kind_(kind), lock_(std::move(lock)) {}

  Result<void> load();
  std::string head() const;

  std::string path_;
  std::string kind_;
  Fd lock_;
  std::string_view mapped_;
  std::vector<std::string_view> parts_;
  std::string damage_;
  bool is_foreign_ = false;
};

}  // namespace aegis

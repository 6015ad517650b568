// What a ref has been: a line for each change, oldest first.
//
//   <before> <after> <signature> TAB <message>
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/oid.h"
#include "scanner/git/repository.h"
#include "scanner/git/signature.h"

namespace aegis::git {

inline constexpr uint64_t kMaxReflogSize = uint64_t{256} << 20;

struct ReflogEntry {
  Oid before;  // null where the ref was made
  Oid after;   // null where it was deleted
  Signature who;
  std::string_view message;
};

// Immutable. It stays where it is made, for the entries point into it.
class Reflog {
 public:
  // A line that names no two objects is counted and passed over.
  explicit Reflog(std::string bytes, HashKind kind);
  Reflog(const Reflog&) = delete;
  Reflog& operator=(const Reflog&) = delete;

  const std::vector<ReflogEntry>& entries() const { return entries_; }
  size_t malformed() const { return malformed_; }

 private:
  const std::string bytes_;
  std::vector<ReflogEntry> entries_;
  size_t malformed_ = 0;
};

// The log of the ref of that full name; null where there is none.
Result<std::unique_ptr<const Reflog>> read_reflog(const Repository& repository,
                                                  std::string_view name);

}  // namespace aegis::git

// Files as a commit has them, by their paths.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"
#include "scanner/git/tree.h"

namespace aegis::git {

// One thread at a time. REQUIRES: the store outlives it. Errors are of kind kUnreadable and name
// the path.
class CommitFiles {
 public:
  static Result<CommitFiles> open(const ObjectStore& store, const Oid& commit);

  // Nothing if there is no such file. A link is none, and not followed: an error, as is a file of
  // more than `most` bytes.
  Result<std::optional<std::string>> read(std::string_view path, uint64_t most);

  // The names in a folder, sorted. Nothing if there is no such folder.
  Result<std::optional<std::vector<std::string>>> list(std::string_view folder);

 private:
  CommitFiles(const ObjectStore& store, const Oid& tree) : reader_(store), top_(tree) {}

  // Mode and object of what stands at a path; nothing if nothing does.
  using Found = std::optional<std::pair<uint32_t, Oid>>;

  Result<std::unique_ptr<const Tree>> tree(const Oid& oid);
  Result<Found> find(std::string_view path);

  ObjectReader reader_;
  Oid top_;
};

}  // namespace aegis::git

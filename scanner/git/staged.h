// What is about to be committed.
//
// The documents are the blobs in the index that HEAD does not have at the same path; in a merge,
// those that none of its parents has there; on an unborn branch, all. It is blobs that are read,
// not patch text and not the work tree: no attribute, filter, external diff or later edit hides a
// byte.
//
// - A symbolic link is a document too: its target is its text. A submodule's commit is no content.
// - `git add --intent-to-add` stages nothing yet and is passed over.
// - A conflict is reported as skipped.
// - A file that was moved unchanged is no document. "Moved" is decided without reading blobs: its
//   path is new, and a path that the same change deletes from HEAD has the very same blob.
//   One that is moved to a path that the sink watches is one nonetheless, with no new line.
// - Any other new path has as earlier versions the blobs of up to four deleted paths of the same
//   file name, those with the most alike folders first: `git mv` and an edit in one commit. A copy
//   has none: git records none, and to look for one would mean to read all of HEAD.
// - A folder of HEAD that cannot be read is reported as skipped, and all that is staged below it
//   counts as new: the scan may then alarm too much, never too little.
//
// What is damaged in the object store is reported with the first object that is missed because of
// it, and only then; a pack that nothing staged lies in does not hold up a commit.
#pragma once

#include <memory>
#include <string>

#include "scanner/base/glob.h"
#include "scanner/base/result.h"
#include "scanner/git/environment.h"
#include "scanner/git/object_store.h"
#include "scanner/git/repository.h"
#include "scanner/source/source.h"

namespace aegis::git {

class StagedSource : public Source {
 public:
  // Finds the repository of `start_dir` as git would. An error: there is none, or it cannot be
  // read.
  static Result<std::unique_ptr<StagedSource>> open(const std::string& start_dir,
                                                    const Environment& environment);

  const Repository& repository() const { return repository_; }

  // Paths that are not scanned: what is moved from one of them counts as new.
  void set_ignored(IgnoreRules ignored) { ignored_ = std::move(ignored); }

  // Reads the index and pushes its new documents in the order of their paths. A document may be
  // read on any thread, also when this source is gone.
  Result<void> list(DocumentSink& sink) override;

 private:
  StagedSource(Repository repository, std::shared_ptr<const ObjectStore> store)
      : repository_(std::move(repository)), store_(std::move(store)) {}

  Repository repository_;
  IgnoreRules ignored_;
  // Shared with the documents, which may outlive the source.
  std::shared_ptr<const ObjectStore> store_;
};

}  // namespace aegis::git

// What a range of commits adds to a repository's history.
//
// The documents are
// - for each commit that is reachable from the tips and from nothing that is excluded, parents
//   first: its blobs that none of its parents has at the same path (an octopus has many; a root
//   has none, so that all it has is new), and its own text: names, headers, message;
// - the text of each annotated tag among the tips, and what it leads to, tree or blob included.
//
// So a secret that one commit adds and a later one takes away is found, and one that a merge brings
// that is in none of what it merges. As for `staged`, it is blobs that are read, not patch text;
// links and moved files are treated as there (see staged.h and moves.h). A document says which
// commit brought it; the same blob at the same path with the same earlier versions is one document,
// of the oldest commit.
//
// What was asked for and cannot be read is reported as skipped: a commit or tree that is damaged or
// missing, and everything behind the commits at which a shallow clone ends.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/glob.h"
#include "scanner/base/result.h"
#include "scanner/git/commit_walk.h"
#include "scanner/git/comparison.h"
#include "scanner/git/environment.h"
#include "scanner/git/object_store.h"
#include "scanner/git/range_tips.h"
#include "scanner/git/repository.h"
#include "scanner/git/revision_set.h"
#include "scanner/source/source.h"

namespace aegis::git {

// What is asked for.
struct RangeRequest {
  enum class Input { kNone, kPrePush, kPreReceive };

  std::vector<std::string> revisions;  // as on the command line; see revision_set.h
  Input input = Input::kNone;          // a hook's standard input, in `text`
  std::string text;
  std::string remote;  // with kPrePush: its branches are known, not those of all remotes
};

class RangeSource : public Source {
 public:
  // Finds the repository of `start_dir` as git would, and the commits of the range in it. An error:
  // there is no such repository, a revision cannot be understood, or a base is not here.
  static Result<std::unique_ptr<RangeSource>> open(const std::string& start_dir,
                                                   const Environment& environment,
                                                   const RangeRequest& request);

  const Repository& repository() const { return repository_; }
  const ObjectStore& store() const { return *store_; }
  size_t commits() const { return walk_.commits.size(); }
  // The commit before the range: the one that is left out, where it is one; for --pre-receive what
  // HEAD leads to before anything is accepted. Else none.
  const std::optional<Oid>& base() const { return base_; }
  // What is good to know and makes nothing incomplete: that the range is empty, say.
  const std::vector<std::string>& notes() const { return notes_; }

  // Paths that are not scanned: what is moved from one of them counts as new.
  void set_ignored(IgnoreRules ignored) { ignored_ = std::move(ignored); }

  // Pushes the documents. They may be read on any thread, also when this source is gone.
  Result<void> list(DocumentSink& sink) override;

 private:
  RangeSource(Repository repository, std::shared_ptr<const ObjectStore> store)
      : repository_(std::move(repository)), store_(std::move(store)) {}

  Result<void> find(const RangeRequest& request);
  void note_gaps(const std::string& how_to_fetch);

  Repository repository_;
  IgnoreRules ignored_;
  // Shared with the documents, which may outlive the source.
  std::shared_ptr<const ObjectStore> store_;
  RangeTips tips_;
  std::optional<Oid> base_;
  CommitWalk walk_;
  std::vector<PathError> skipped_;
  std::vector<std::string> notes_;
};

}  // namespace aegis::git

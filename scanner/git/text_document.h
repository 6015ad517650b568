// The text of a commit or of a tag, as a document.
#pragma once

#include <memory>
#include <string>

#include "scanner/git/oid.h"
#include "scanner/source/source.h"

namespace aegis::git {

// All that `git cat-file -p` prints of it, so that lines count from the object's first: whoever
// commits chooses names and extra headers as freely as the message.
class TextDocument : public Document {
 public:
  // `bytes` is the object.
  TextDocument(Origin origin, std::string bytes, std::shared_ptr<const Introduction> from);

  std::shared_ptr<const Origin> origin() const override { return origin_; }
  Result<void> read(size_t core, const ChunkVisitor& visit) override;
  std::shared_ptr<const Introduction> introduction() override { return from_; }

 private:
  std::shared_ptr<const Origin> origin_;
  std::string bytes_;
  std::shared_ptr<const Introduction> from_;
};

// How findings call the text of a commit, "<commit 1a2b3c4d5e6f>"; as identity, which outlives a
// rebase, "<commit>".
Origin origin_of_commit(const Oid& oid);
// The same of a tag, "<tag v1.0>". `name` is any bytes.
Origin origin_of_tag(const Oid& oid, std::string_view name);

// What a commit, or a tag, says about who made it and when. `order` is its place in the walk.
Introduction introduction_of_commit(const Oid& oid, std::string_view bytes, uint64_t order);
Introduction introduction_of_tag(const Oid& oid, std::string_view bytes, HashKind kind,
                                 uint64_t order);

}  // namespace aegis::git

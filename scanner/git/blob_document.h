// A blob at its path, as a document.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scanner/git/comparison.h"
#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"
#include "scanner/source/source.h"

namespace aegis::git {

class BlobDocument : public Document {
 public:
  // `from` is the commit that brought the blob to its path, if any has.
  BlobDocument(NewBlob blob, std::shared_ptr<const ObjectStore> store,
               std::shared_ptr<const Introduction> from = nullptr);

  std::shared_ptr<const Origin> origin() const override { return origin_; }
  Result<void> read(size_t core, const ChunkVisitor& visit) override;
  // What the parents have at the path, or what the file was moved from.
  Result<std::vector<std::string>> earlier_versions() override;
  bool is_new_file() const override { return is_new_file_; }
  std::shared_ptr<const Introduction> introduction() override { return from_; }

 private:
  std::shared_ptr<const Origin> origin_;
  Oid oid_;
  std::vector<Oid> earlier_;
  bool is_new_file_;
  std::shared_ptr<const ObjectStore> store_;
  std::shared_ptr<const Introduction> from_;
};

}  // namespace aegis::git

#include "scanner/git/blob_document.h"

#include <utility>

#include "scanner/git/large_blob.h"
#include "scanner/source/chunker.h"

namespace aegis::git {

BlobDocument::BlobDocument(NewBlob blob, std::shared_ptr<const ObjectStore> store,
                           std::shared_ptr<const Introduction> from)
    : origin_(std::make_shared<const Origin>(Origin{blob.path, blob.path, blob.oid.hex()})),
      oid_(blob.oid),
      earlier_(std::move(blob.earlier)),
      is_new_file_(blob.is_new_file),
      store_(std::move(store)),
      from_(std::move(from)) {}

Result<void> BlobDocument::read(size_t core, const ChunkVisitor& visit) {
  if (auto large = find_large_blob(*store_, oid_)) {
    return visit_stream(origin_, large->read, core, large->size, visit);
  }
  auto bytes = ObjectReader(*store_).read(oid_, ObjectType::kBlob);
  if (!bytes) return std::move(bytes).error();
  visit_bytes(origin_, *bytes, core, visit);
  return {};
}

Result<std::vector<std::string>> BlobDocument::earlier_versions() {
  std::vector<std::string> versions;
  ObjectReader reader(*store_);
  for (const Oid& oid : earlier_) {
    auto bytes = reader.read(oid, ObjectType::kBlob);
    if (!bytes) return std::move(bytes).error();
    versions.push_back(*std::move(bytes));
  }
  return versions;
}

}  // namespace aegis::git

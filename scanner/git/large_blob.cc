#include "scanner/git/large_blob.h"

#include <memory>
#include <string>
#include <utility>

#include "scanner/git/loose.h"
#include "scanner/git/object_stream.h"

namespace aegis::git {

namespace {

// `stream` is whatever has read(span).
template <typename Stream>
LargeBlob blob_of(Stream stream, uint64_t size, std::string place) {
  auto shared = std::make_shared<Stream>(std::move(stream));
  return {size, [shared, place = std::move(place)](std::span<char> out) -> Result<size_t> {
            auto count = shared->read(out);
            if (!count) return std::move(count).error().in(place);
            return count;
          }};
}

std::optional<LargeBlob> packed(const Pack& pack, const Oid& oid) {
  const auto position = pack.index().find(oid);
  const auto offset = position ? pack.index().offset(*position) : std::nullopt;
  if (!offset) return std::nullopt;
  const auto entry = pack.entry_at(*offset);
  const bool is_large =
      entry && !entry->is_delta && entry->type == ObjectType::kBlob && entry->size > kStreamAbove;
  if (!is_large) return std::nullopt;
  return blob_of(ObjectStream::of_packed(pack.data_of(*entry), entry->size), entry->size,
                 "object " + oid.hex() + ": " + pack.stem() + ".pack");
}

std::optional<LargeBlob> loose(const std::string& folder, const Oid& oid) {
  if (!may_be_large(folder, oid, kStreamAbove)) return std::nullopt;
  auto stream = LooseStream::open(folder, oid);
  if (!stream || stream->type() != ObjectType::kBlob || stream->size() <= kStreamAbove) {
    return std::nullopt;
  }
  const uint64_t size = stream->size();
  return blob_of(*std::move(stream), size, "object " + oid.hex());
}

}  // namespace

std::optional<LargeBlob> find_large_blob(const ObjectStore& store, const Oid& oid) {
  for (const auto& pack : store.packs()) {
    if (auto blob = packed(*pack, oid)) return blob;
  }
  for (const std::string& folder : store.folders()) {
    if (auto blob = loose(folder, oid)) return blob;
  }
  return std::nullopt;
}

}  // namespace aegis::git

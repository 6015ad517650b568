#include "scanner/git/text_document.h"

#include <utility>

#include "scanner/git/commit.h"
#include "scanner/git/tag.h"
#include "scanner/source/chunker.h"

namespace aegis::git {

namespace {

constexpr size_t kShortName = 12;  // hex digits

Introduction introduction_of(const Oid& oid, const Signature& who, uint64_t order) {
  return {.commit = oid.hex(),
          .author = std::string(who.name),
          .email = std::string(who.email),
          .date = iso_date(who),
          .time = who.time.value_or(0),
          .order = order};
}

}  // namespace

TextDocument::TextDocument(Origin origin, std::string bytes,
                           std::shared_ptr<const Introduction> from)
    : origin_(std::make_shared<const Origin>(std::move(origin))),
      bytes_(std::move(bytes)),
      from_(std::move(from)) {}

Result<void> TextDocument::read(size_t core, const ChunkVisitor& visit) {
  visit_bytes(origin_, bytes_, core, visit);
  return {};
}

Origin origin_of_commit(const Oid& oid) {
  return {"<commit " + oid.hex().substr(0, kShortName) + ">", "<commit>", oid.hex()};
}

Origin origin_of_tag(const Oid& oid, std::string_view name) {
  return {"<tag " + std::string(name) + ">", "<tag>", oid.hex()};
}

Introduction introduction_of_commit(const Oid& oid, std::string_view bytes, uint64_t order) {
  return introduction_of(oid, parse_commit_text(bytes).author, order);
}

Introduction introduction_of_tag(const Oid& oid, std::string_view bytes, HashKind kind,
                                 uint64_t order) {
  const auto tag = parse_tag(bytes, kind);
  return introduction_of(oid, tag ? tag->tagger : Signature(), order);
}

}  // namespace aegis::git

#include "scanner/scan/history_sieve.h"

#include <memory>
#include <utility>

#include "scanner/source/chunker.h"

namespace aegis {

Result<HistorySieve> HistorySieve::create(const Engine& engine, const git::ObjectCatalog& catalog,
                                          git::HashKind kind, std::optional<Confidence> least) {
  auto detector = Detector::create(engine);
  if (!detector) return std::move(detector).error();
  auto revisions = RevisionExaminer::create(least);
  if (!revisions) return std::move(revisions).error();
  return HistorySieve(*std::move(detector), *std::move(revisions), git::CommitTable(catalog), kind,
                      least);
}

git::VisitTag HistorySieve::visit(const git::VisitedObject& object) {
  if (object.type == git::ObjectType::kCommit) commits_.add(object.number, object.bytes(), kind_);
  const Prospect* const base = notes_.of_base(object);
  Prospect& prospect = notes_.next();
  if (base == nullptr || !examine_changes(object, *base, prospect)) {
    stats_.whole_bytes += object.size();
    examine(object.bytes(), prospect);
  }
  if (prospect.may_find) {
    suspects_.push_back(object.number);
    stats_.suspect_bytes += object.size();
  }
  return object.is_base ? notes_.keep() : 0;
}

// Into `prospect`, if that is enough.
bool HistorySieve::examine_changes(const git::VisitedObject& object, const Prospect& base,
                                   Prospect& prospect) {
  const auto told = revisions_.examine(detector_, object.revision(), base, prospect);
  stats_.window_bytes = revisions_.looked_at();
  if (!told && !error_) error_ = told.error();
  if (!told || !*told) return false;
  ++stats_.windowed;
  return true;
}

void HistorySieve::examine(std::string_view bytes, Prospect& prospect) {
  auto ok = detector_.examine(bytes, least_, prospect);
  if (!ok && !error_) error_ = std::move(ok).error();
}

Result<void> HistorySieve::visit_large(git::ObjectNumber number, uint64_t size,
                                       const ByteReader& read) {
  bool may_find = false;
  Prospect prospect;
  const auto visit = [&](const Chunk& chunk) {
    stats_.whole_bytes += chunk.bytes.size();
    examine(chunk.bytes, prospect);
    may_find = prospect.may_find || may_find;
  };
  auto done = visit_stream(std::make_shared<const Origin>(), read, kDefaultCore, size, visit);
  if (!done) return done;
  if (may_find) suspects_.push_back(number);
  return {};
}

}  // namespace aegis

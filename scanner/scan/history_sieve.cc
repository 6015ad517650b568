#include "scanner/scan/history_sieve.h"

#include <memory>
#include <utility>

#include "scanner/source/chunker.h"

namespace aegis {

namespace {

constexpr git::VisitTag kNotKnown = 0;
constexpr git::VisitTag kNothing = 1;  // is in it, not even a tie: so it is with most

const Prospect kNothingProspect;

}  // namespace

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
  if (!examine_changes(object)) {
    stats_.whole_bytes += object.size();
    examine(object.bytes());
  }
  if (prospect_.may_find) {
    suspects_.push_back(object.number);
    stats_.suspect_bytes += object.size();
  }
  return object.is_base ? note() : kNotKnown;
}

// Into prospect_, if that is enough.
bool HistorySieve::examine_changes(const git::VisitedObject& object) {
  const Prospect* const base = object.has_base ? prospect_of(object.base_tag) : nullptr;
  if (base == nullptr) return false;
  const auto told = revisions_.examine(detector_, object.revision(), *base, prospect_);
  stats_.window_bytes = revisions_.looked_at();
  if (!told && !error_) error_ = told.error();
  if (!told || !*told) return false;
  ++stats_.windowed;
  return true;
}

// Into prospect_.
void HistorySieve::examine(std::string_view bytes) {
  auto ok = detector_.examine(bytes, least_, prospect_);
  if (!ok && !error_) error_ = std::move(ok).error();
}

// Keeps prospect_ for what is built upon the object, and gives its tag.
git::VisitTag HistorySieve::note() {
  if (prospect_.is_one) return kNotKnown;
  if (prospect_.ties.empty() && !prospect_.may_find) return kNothing;
  ++last_tag_;
  Note& note = notes_[last_tag_ % kNotes];
  note.tag = last_tag_;
  note.prospect = prospect_;
  return last_tag_;
}

const Prospect* HistorySieve::prospect_of(git::VisitTag tag) const {
  if (tag == kNothing) return &kNothingProspect;
  const Note& note = notes_[tag % kNotes];
  return tag != kNotKnown && note.tag == tag ? &note.prospect : nullptr;
}

Result<void> HistorySieve::visit_large(git::ObjectNumber number, uint64_t size,
                                       const ByteReader& read) {
  bool may_find = false;
  const auto visit = [&](const Chunk& chunk) {
    stats_.whole_bytes += chunk.bytes.size();
    examine(chunk.bytes);
    may_find = prospect_.may_find || may_find;
  };
  auto done = visit_stream(std::make_shared<const Origin>(), read, kDefaultCore, size, visit);
  if (!done) return done;
  if (may_find) suspects_.push_back(number);
  return {};
}

}  // namespace aegis

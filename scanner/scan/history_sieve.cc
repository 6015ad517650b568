#include "scanner/scan/history_sieve.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "scanner/detect/windows.h"
#include "scanner/source/chunker.h"

namespace aegis {

Result<HistorySieve> HistorySieve::create(const Engine& engine, const git::ObjectCatalog& catalog,
                                          git::HashKind kind, Confidence least,
                                          Progress& progress) {
  auto detector = Detector::create(engine);
  if (!detector) return std::move(detector).error();
  return HistorySieve(*std::move(detector), git::CommitTable(catalog), kind, least, progress);
}

git::VisitTag HistorySieve::visit(const git::VisitedObject& object) {
  if (object.type == git::ObjectType::kCommit) commits_.add(object.number, object.bytes(), kind_);
  progress_->add_bytes(object.size());
  progress_->add_document();
  Reach reach = Reach::kLines;
  if (is_clean_around_changes(object, reach)) return static_cast<git::VisitTag>(reach);
  stats_.whole_bytes += object.size();
  const Prospect prospect = examine(object.bytes());
  if (prospect.may_find) {
    suspects_.push_back(object.number);
    stats_.suspect_bytes += object.size();
  }
  return static_cast<git::VisitTag>(prospect.reach);
}

// If so, `reach` is the object's.
bool HistorySieve::is_clean_around_changes(const git::VisitedObject& object, Reach& reach) {
  if (!object.has_base) return false;
  const auto base_reach = static_cast<Reach>(object.base_tag);
  find_changes(object.revision(), changes_);
  if (!gather_windows(object.bytes(), changes_, base_reach, windows_)) return false;
  stats_.window_bytes += windows_.size();
  reach = std::max(base_reach, examine(windows_).reach);
  if (reach == Reach::kDocument) return false;
  ++stats_.windowed;
  return true;
}

Prospect HistorySieve::examine(std::string_view bytes) {
  auto prospect = detector_.examine(bytes, least_);
  if (prospect) return *prospect;
  if (!error_) error_ = std::move(prospect).error();
  return {};
}

Result<void> HistorySieve::visit_large(git::ObjectNumber number, uint64_t size,
                                       const ByteReader& read) {
  bool may_find = false;
  const auto visit = [&](const Chunk& chunk) {
    progress_->add_bytes(chunk.core_end - chunk.core_begin);
    stats_.whole_bytes += chunk.bytes.size();
    may_find = examine(chunk.bytes).may_find || may_find;
  };
  auto done = visit_stream(std::make_shared<const Origin>(), read, kDefaultCore, size, visit);
  progress_->add_document();
  if (!done) return done;
  if (may_find) suspects_.push_back(number);
  return {};
}

}  // namespace aegis

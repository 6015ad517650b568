#include "scanner/logs/log_findings.h"

#include <utility>

#include "scanner/base/hex.h"
#include "scanner/logs/log_fingerprint.h"

namespace aegis {

namespace {

constexpr size_t kMostExplained = 100'000;

}  // namespace

LogFindings::LogFindings(const Engine& engine, const Suppressions& suppressions,
                         SightingBook::Count count, Remembers remembers, LogState& state,
                         RunReport& report)
    : engine_(engine),
      suppressions_(suppressions),
      count_(count),
      remembers_(remembers),
      report_(report),
      book_(state, count),
      stored_(engine) {}

std::string LogFindings::printable(const std::string& text) {
  if (!namer_) {
    auto worker = Worker::create(engine_, suppressions_, naming_options_, no_progress_);
    if (!worker) return text;
    namer_.emplace(*std::move(worker));
  }
  return namer_->printable(text);
}

void LogFindings::skip(const std::string& path, const Error& error) {
  report_.skipped.push_back({printable(path), error.message()});
}

const std::shared_ptr<const Origin>& LogFindings::shown_origin(const OpenLog& log) {
  if (origin_ != log.document.origin) {
    origin_ = log.document.origin;
    shown_ = std::make_shared<const Origin>(
        Origin{printable(origin_->path), origin_->identity, origin_->blob});
  }
  return shown_;
}

void LogFindings::take(OpenLog& log, const LogBlock& block, BlockResult& result) {
  for (const Sighting& sighting : result.sightings) {
    FoundSecret& found = result.secrets[sighting.secret];
    switch (log.judge(sighting, found.mark, block)) {
      case Fate::kNew:
        add(log, sighting, found);
        break;
      case Fate::kReread:
        book_.add_alias(found.mark);
        break;
      case Fate::kCounted:
      case Fate::kHeld:
        break;
    }
  }
  explain(log, result.dropped);
}

void LogFindings::add(OpenLog& log, const Sighting& sighting, FoundSecret& found) {
  const bool once = count_ == SightingBook::Count::kSecrets;
  if (once && book_.knows(found.mark)) {
    book_.add_known(found.mark, sighting.time, shown_origin(log)->path);
    return;
  }
  if (once && suppressed_.contains(found.mark)) return;
  Finding& finding = found.finding;
  finding.origin = shown_origin(log);
  finding.fingerprint = log_fingerprint(finding);
  if (is_suppressed(found)) return;
  place_lines(log, finding.place);
  Sightings sightings;
  if (sighting.time) sightings.time = to_text(*sighting.time);
  sightings.json_path = printable(found.line.json_path);
  sightings.unit = printable(found.line.unit);
  if (remembers_ == Remembers::kYes) sightings.group = to_hex(found.mark);
  finding.sightings = std::make_shared<const Sightings>(std::move(sightings));
  book_.add(found.mark, sighting.time, std::move(finding));
}

bool LogFindings::is_suppressed(const FoundSecret& found) {
  const auto by = suppression_of(found.finding, suppressions_);
  if (!by) return false;
  used_.note(*by);
  suppressed_.insert(found.mark);
  const SuppressionList& list = *suppressions_.lists[by->list];
  ++(list.kind() == SuppressionList::Kind::kBaseline ? report_.baselined : report_.ignored);
  return true;
}

// Of a part of a log, whose lines are counted from where its context begins.
void LogFindings::place_lines(OpenLog& log, Place& place) {
  if (log.from().line != kUnknownLine) return;
  const auto base = log.line_base();
  if (!base) {
    skip(log.path(), unreadable("its lines cannot be counted: " + base.error().message()));
    return;
  }
  const auto shift = [&](uint64_t& line, uint64_t& column, uint64_t& utf16_column) {
    if (line == 1) {
      column += base->offset - base->line_offset;
      utf16_column += base->offset - base->line_offset;
    }
    line += base->line - 1;
  };
  shift(place.line, place.column, place.utf16_column);
  shift(place.end_line, place.end_column, place.utf16_end_column);
}

void LogFindings::explain(OpenLog& log, std::vector<Dropped>& dropped) {
  for (Dropped& drop : dropped) {
    if (report_.explained.size() >= kMostExplained) return;
    report_.explained.push_back({shown_origin(log)->path, drop.line, drop.column, drop.rule->id,
                                 std::move(drop.redacted), std::move(drop.filter)});
  }
}

void LogFindings::finish() {
  for (Finding& finding : book_.take_findings(stored_)) {
    report_.findings.push_back(std::move(finding));
  }
}

}  // namespace aegis

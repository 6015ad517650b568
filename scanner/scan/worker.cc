#include "scanner/scan/worker.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <new>
#include <unordered_set>

#include "scanner/finding/fingerprint.h"
#include "scanner/source/chunker.h"

namespace aegis {

namespace {

// Of one document. More than this is a flood, not a leak; the document then counts as not scanned.
constexpr size_t kMostCandidates = 50'000;

// The earlier versions of a document, asked about many findings.
class EarlierLines {
 public:
  explicit EarlierLines(std::vector<std::string> versions) : versions_(std::move(versions)) {
    for (std::string& version : versions_) {
      version = '\n' + version + '\n';
      std::string_view rest = version;
      for (size_t end = rest.find('\n', 1); end != std::string_view::npos;
           end = rest.find('\n', 1)) {
        lines_.insert(rest.substr(0, end + 1));
        rest.remove_prefix(end);
      }
    }
  }

  // `lines` is a Finding's: with a line feed before and after unless it was cut.
  bool hold(std::string_view lines) const {
    if (lines_.contains(lines)) return true;
    const bool one_line =
        lines.size() > 1 && lines.front() == '\n' && lines.find('\n', 1) == lines.size() - 1;
    if (one_line) return false;
    return std::any_of(versions_.begin(), versions_.end(), [&](const std::string& version) {
      return version.find(lines) != std::string::npos;
    });
  }

 private:
  std::vector<std::string> versions_;
  std::unordered_set<std::string_view> lines_;
};

template <typename T>
void append(std::vector<T>& to, std::vector<T>& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
  from.clear();
}

}  // namespace

Result<Worker> Worker::create(const Engine& engine, const IgnoreFile& ignore,
                              const RunOptions& options, Progress& progress) {
  auto detector = Detector::create(engine);
  if (!detector) return std::move(detector).error();
  return Worker(engine.file_rules(), ignore, options, progress, *std::move(detector));
}

Result<void> Worker::read(Document& document, Detections& found) {
  Result<void> scanned;
  const auto visit = [&](const Chunk& chunk) {
    if (!scanned) return;
    const bool is_beginning = chunk.first && chunk.core_begin == 0;
    if (is_beginning && document.is_new_file()) file_rules_->judge(chunk, found);
    scanned = detector_.scan(chunk, found);
    progress_->add_bytes(chunk.core_end - chunk.core_begin);
    report_.bytes += chunk.core_end - chunk.core_begin;
    if (scanned && found.findings.size() > kMostCandidates) {
      found.findings.erase(found.findings.begin() + kMostCandidates, found.findings.end());
      scanned = unreadable("more than " + std::to_string(kMostCandidates) +
                           " matches; what follows them was not scanned");
    }
  };
  auto status = document.read(options_->core, visit);
  return status ? std::move(scanned) : std::move(status);
}

void Worker::scan(Document& document) {
  const auto origin = document.origin();
  try {
    Detections found;
    found.keep_dropped = options_->explain;
    auto status = read(document, found);
    if (status) {
      ++report_.scanned;
    } else {
      report_.skipped.push_back({printable(origin->path), status.error().message()});
    }
    keep(document, found);
  } catch (const std::bad_alloc&) {
    report_.skipped.push_back({origin->path, "out of memory"});
  }
  progress_->add_document();
}

std::string Worker::printable(const std::string& text) {
  Detections found;
  const auto name = std::make_shared<const Origin>();
  Result<void> status;
  visit_bytes(name, text, options_->core,
              [&](const Chunk& chunk) { status = detector_.scan(chunk, found); });
  std::string shown = text;
  for (auto finding = found.findings.rbegin(); finding != found.findings.rend(); ++finding) {
    shown.replace(finding->place.offset, finding->place.size, finding->secret.redacted());
  }
  return shown;
}

void Worker::keep(Document& document, Detections& found) {
  if (found.findings.empty() && found.dropped.empty()) return;
  const auto origin = document.origin();
  auto safe = std::make_shared<const Origin>(
      Origin{printable(origin->path), origin->identity, origin->blob});
  std::sort(found.findings.begin(), found.findings.end(), report_order);
  set_fingerprints(found.findings);
  for (Finding& finding : found.findings) finding.origin = safe;
  if (!found.findings.empty()) drop_old(document, found.findings);
  drop_needless(found.findings);
  if (!found.findings.empty()) introduce(document, found.findings);
  for (Finding& finding : found.findings) {
    if (finding.confidence < options_->confidence) {
      explain(finding, "low confidence: " + finding.doubt);
    } else if (finding.proof != Proof::kKnown && ignore_->findings.contains(finding.fingerprint)) {
      ++report_.ignored;
      explain(finding, "ignore file");
    } else {
      report_.findings.push_back(std::move(finding));
    }
  }
  for (Dropped& drop : found.dropped) {
    report_.explained.push_back({safe->path, drop.line, drop.column, drop.rule->id,
                                 std::move(drop.redacted), std::move(drop.filter)});
  }
}

void Worker::explain(const Finding& finding, std::string filter) {
  if (!options_->explain) return;
  report_.explained.push_back({finding.origin->path, finding.place.line, finding.place.column,
                               finding.rule->id, redacted_secret(finding), std::move(filter)});
}

void Worker::drop_old(Document& document, std::vector<Finding>& all) {
  auto versions = document.earlier_versions();
  if (!versions) {
    report_.notes.push_back(all.front().origin->path + ": earlier version not read (" +
                            versions.error().message() + "); every finding counts as new");
    return;
  }
  if (versions->empty()) return;
  const EarlierLines earlier(*std::move(versions));
  std::erase_if(all, [&](const Finding& finding) {
    const bool old = !is_of_file(finding) && earlier.hold(finding.lines.reveal());
    if (old) explain(finding, "line is not new");
    return old;
  });
}

// What a file is called adds nothing where what it holds has been found.
void Worker::drop_needless(std::vector<Finding>& all) {
  const bool is_found = std::any_of(all.begin(), all.end(), [&](const Finding& finding) {
    return !is_of_file(finding) && finding.confidence >= options_->confidence;
  });
  if (!is_found) return;
  std::erase_if(all, [&](const Finding& finding) {
    const bool needless = is_of_file(finding) && file_rules_->gives_way(*finding.rule);
    if (needless) explain(finding, "what it holds is found");
    return needless;
  });
}

// Whoever commits chooses the name that is reported: it may hold a credential too.
void Worker::introduce(Document& document, std::vector<Finding>& all) {
  const auto from = document.introduction();
  if (!from) return;
  Introduction safe = *from;
  safe.author = printable(from->author);
  safe.email = printable(from->email);
  const auto shared = std::make_shared<const Introduction>(std::move(safe));
  for (Finding& finding : all) finding.introduction = shared;
}

void Worker::move_into(RunReport& report, StageStats& stats) {
  append(report.findings, report_.findings);
  append(report.skipped, report_.skipped);
  append(report.explained, report_.explained);
  append(report.notes, report_.notes);
  report.scanned += report_.scanned;
  report.bytes += report_.bytes;
  report.ignored += report_.ignored;
  stats.add(detector_.stats());
}

}  // namespace aegis

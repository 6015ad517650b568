#include "scanner/scan/worker.h"

#include <algorithm>
#include <memory>
#include <new>

#include "scanner/source/chunker.h"

namespace aegis {

namespace {

// Findings of a document that are kept before it is decided which of them are reported.
constexpr size_t kBatch = 4096;

template <typename T>
void append(std::vector<T>& to, std::vector<T>& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
  from.clear();
}

}  // namespace

Result<Worker> Worker::create(const Engine& engine, const Suppressions& suppressions,
                              const RunOptions& options, Progress& progress) {
  auto detector = Detector::create(engine);
  if (!detector) return std::move(detector).error();
  return Worker(engine.file_rules(), suppressions, options, progress, *std::move(detector));
}

Result<void> Worker::read(Document& document, DocumentFindings& findings) {
  Detections found;
  found.keep_dropped = options_->explain;
  Result<void> scanned;
  const auto visit = [&](const Chunk& chunk) {
    if (!scanned) return;
    if (options_->is_over()) {
      scanned = unreadable(kOutOfTime);
      return;
    }
    const bool is_beginning = chunk.first && chunk.core_begin == 0;
    if (is_beginning && document.is_new_file()) file_rules_->judge(chunk, found);
    scanned = detector_.scan(chunk, found);
    progress_->add_bytes(chunk.core_end - chunk.core_begin);
    result_.report.bytes += chunk.core_end - chunk.core_begin;
    if (found.findings.size() + found.dropped.size() >= kBatch) findings.take(found);
  };
  auto status = options_->is_over() ? Result<void>(unreadable(kOutOfTime))
                                    : document.read(options_->core, visit);
  findings.take(found);
  findings.finish();
  return status ? std::move(scanned) : std::move(status);
}

void Worker::scan(Document& document) {
  const auto origin = document.origin();
  try {
    DocumentFindings findings(
        document, *file_rules_, *suppressions_, *options_,
        [this](const std::string& text) { return printable(text); }, result_);
    auto status = read(document, findings);
    if (status) {
      ++result_.report.scanned;
    } else {
      result_.report.skipped.push_back({printable(origin->path), status.error().message()});
    }
  } catch (const std::bad_alloc&) {
    result_.report.skipped.push_back({origin->path, "out of memory"});
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

void Worker::move_into(RunResult& result) {
  RunReport& report = result.report;
  RunReport& own = result_.report;
  append(report.findings, own.findings);
  append(report.skipped, own.skipped);
  append(report.explained, own.explained);
  append(report.truncated, own.truncated);
  append(report.notes, own.notes);
  report.scanned += own.scanned;
  report.bytes += own.bytes;
  report.ignored += own.ignored;
  report.baselined += own.baselined;
  result.stats.add(detector_.stats());
  result.used.merge(result_.used);
  append(result.entries, result_.entries);
  append(result.watched, result_.watched);
  result_ = {};
}

}  // namespace aegis

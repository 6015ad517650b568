#include "scanner/scan/run.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "scanner/base/work_queue.h"
#include "scanner/finding/fingerprint.h"
#include "scanner/scan/progress.h"

namespace aegis {

namespace {

constexpr size_t kQueued = 256;            // documents listed but not yet read
constexpr size_t kMostFindings = 10'000;   // of one document
constexpr size_t kMostExplained = 10'000;  // of one worker

// One worker: a detector and what it has found so far.
class Worker {
 public:
  Worker(const Engine& engine, const IgnoreFile& ignore, const RunOptions& options, Progress& progress)
      : engine_(engine), ignore_(ignore), options_(options), progress_(progress) {}

  Result<void> prepare() {
    auto detector = Detector::create(engine_);
    if (!detector) return std::move(detector).error();
    detector_.emplace(*std::move(detector));
    return {};
  }

  void scan(Document& document) {
    Detections found;
    found.keep_dropped = options_.explain;
    bool truncated = false;
    Result<void> engine_status;
    const auto visit = [&](const Chunk& chunk) {
      if (!engine_status || truncated) return;
      engine_status = detector_->scan(chunk, found);
      progress_.add_bytes(chunk.core_end - chunk.core_begin);
      bytes_ += chunk.core_end - chunk.core_begin;
      if (found.findings.size() > kMostFindings) {
        found.findings.erase(found.findings.begin() + kMostFindings, found.findings.end());
        truncated = true;
      }
    };
    auto status = document.read(options_.core, visit);
    if (status && !engine_status) status = std::move(engine_status);
    const auto origin = document.origin();
    if (!status) {
      skipped.push_back({origin->path, status.error().message()});
    } else {
      ++scanned_;
    }
    if (truncated) {
      notes.push_back(origin->path + ": more than " + std::to_string(kMostFindings) +
                      " findings; the rest is not listed");
    }
    progress_.add_document();
    keep(document, found);
  }

  std::vector<Finding> findings;
  std::vector<Explained> explained;
  std::vector<Skipped> skipped;
  std::vector<std::string> notes;
  uint64_t scanned() const { return scanned_; }
  uint64_t bytes() const { return bytes_; }
  uint64_t ignored() const { return ignored_; }
  const StageStats& stats() const { return detector_->stats(); }

 private:
  void keep(Document& document, Detections& found) {
    std::sort(found.findings.begin(), found.findings.end(), report_order);
    set_fingerprints(found.findings);
    if (!found.findings.empty()) drop_old(document, found.findings);
    for (Finding& finding : found.findings) {
      if (finding.confidence < options_.confidence) {
        explain(finding.rule->id, finding.origin->path, finding.place.line, finding.place.column,
                finding.secret.redacted(), "low confidence: " + finding.doubt);
      } else if (ignore_.findings.contains(finding.fingerprint)) {
        ++ignored_;
        explain(finding.rule->id, finding.origin->path, finding.place.line, finding.place.column,
                finding.secret.redacted(), "ignore file");
      } else {
        findings.push_back(std::move(finding));
      }
    }
    for (Dropped& drop : found.dropped) {
      explain(drop.rule->id, drop.origin->path, drop.line, drop.column, drop.redacted, drop.filter);
    }
  }

  void explain(const std::string& rule, const std::string& path, uint64_t line, uint64_t column,
               std::string redacted, std::string filter) {
    if (!options_.explain || explained.size() >= kMostExplained) return;
    explained.push_back({path, line, column, rule, std::move(redacted), std::move(filter)});
  }

  // Takes out the findings whose lines stand in an earlier version.
  void drop_old(Document& document, std::vector<Finding>& all) {
    auto versions = document.earlier_versions();
    if (!versions) {
      notes.push_back(document.origin()->path + ": earlier version not read (" +
                      versions.error().message() + "); every finding counts as new");
      return;
    }
    if (versions->empty()) return;
    for (std::string& version : *versions) version = '\n' + version + '\n';
    std::erase_if(all, [&](const Finding& finding) {
      const bool old = std::any_of(versions->begin(), versions->end(), [&](const std::string& version) {
        return version.find(finding.lines.reveal()) != std::string::npos;
      });
      if (old) {
        explain(finding.rule->id, finding.origin->path, finding.place.line, finding.place.column,
                finding.secret.redacted(), "line is not new");
      }
      return old;
    });
  }

  const Engine& engine_;
  const IgnoreFile& ignore_;
  const RunOptions& options_;
  Progress& progress_;
  std::optional<Detector> detector_;
  uint64_t scanned_ = 0;
  uint64_t bytes_ = 0;
  uint64_t ignored_ = 0;
};

// Takes what the source lists, hands documents on, and keeps the rest for the report.
class Intake : public DocumentSink {
 public:
  Intake(const IgnoreFile& ignore, std::function<void(std::unique_ptr<Document>)> hand_on)
      : ignore_(ignore), hand_on_(std::move(hand_on)) {}

  void document(std::unique_ptr<Document> document) override {
    const auto origin = document->origin();
    if (ignore_.paths.ignores_with_folders(origin->identity)) {
      ++excluded_;
    } else {
      hand_on_(std::move(document));
    }
  }
  void skipped(std::string path, Error error) override {
    skipped_.push_back({std::move(path), error.message()});
  }
  void excluded(std::string) override { ++excluded_; }

  std::vector<Skipped>& skipped_list() { return skipped_; }
  uint64_t excluded_count() const { return excluded_; }

 private:
  const IgnoreFile& ignore_;
  std::function<void(std::unique_ptr<Document>)> hand_on_;
  std::vector<Skipped> skipped_;
  uint64_t excluded_ = 0;
};

template <typename T>
void move_into(std::vector<T>& to, std::vector<T>& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

void sort_report(RunReport& report) {
  std::sort(report.findings.begin(), report.findings.end(), report_order);
  std::sort(report.skipped.begin(), report.skipped.end(), [](const Skipped& a, const Skipped& b) {
    return std::tie(a.path, a.reason) < std::tie(b.path, b.reason);
  });
  std::sort(report.explained.begin(), report.explained.end(), [](const Explained& a, const Explained& b) {
    return std::tie(a.path, a.line, a.column, a.rule, a.filter, a.redacted) <
           std::tie(b.path, b.line, b.column, b.rule, b.filter, b.redacted);
  });
  std::sort(report.notes.begin(), report.notes.end());
}

RunResult gathered(std::vector<Worker>& workers, Intake& intake) {
  RunResult result;
  RunReport& report = result.report;
  for (Worker& worker : workers) {
    move_into(report.findings, worker.findings);
    move_into(report.skipped, worker.skipped);
    move_into(report.explained, worker.explained);
    move_into(report.notes, worker.notes);
    report.scanned += worker.scanned();
    report.bytes += worker.bytes();
    report.ignored += worker.ignored();
    result.stats.add(worker.stats());
  }
  move_into(report.skipped, intake.skipped_list());
  report.excluded = intake.excluded_count();
  sort_report(report);
  return result;
}

}  // namespace

Result<RunResult> run(Source& source, const Engine& engine, const IgnoreFile& ignore,
                      const RunOptions& options) {
  Progress progress(options.progress ? Progress::Show::kYes : Progress::Show::kNo);
  std::vector<Worker> workers;
  workers.reserve(options.jobs);
  for (unsigned i = 0; i < options.jobs; ++i) {
    workers.emplace_back(engine, ignore, options, progress);
    if (auto ok = workers.back().prepare(); !ok) return std::move(ok).error();
  }
  if (options.jobs == 1) {
    // No threads, no queue: documents are scanned as they are listed.
    Intake intake(ignore, [&](std::unique_ptr<Document> document) { workers.front().scan(*document); });
    if (auto ok = source.list(intake); !ok) return std::move(ok).error();
    return gathered(workers, intake);
  }
  WorkQueue<std::unique_ptr<Document>> queue(kQueued);
  std::vector<std::thread> threads;
  for (Worker& worker : workers) {
    threads.emplace_back([&queue, &worker] {
      while (auto document = queue.pop()) worker.scan(**document);
    });
  }
  Intake intake(ignore, [&](std::unique_ptr<Document> document) { queue.push(std::move(document)); });
  const auto listed = source.list(intake);
  queue.close();
  for (std::thread& thread : threads) thread.join();
  if (!listed) return listed.error();
  return gathered(workers, intake);
}

}  // namespace aegis

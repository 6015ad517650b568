#include "scanner/scan/run.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <set>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "scanner/base/work_queue.h"
#include "scanner/scan/config.h"
#include "scanner/scan/ignore_file.h"
#include "scanner/scan/progress.h"
#include "scanner/scan/repeats.h"
#include "scanner/scan/worker.h"

namespace aegis {

namespace {

constexpr size_t kQueued = 256;             // documents listed but not yet read
constexpr size_t kMostExplained = 100'000;  // of one report

// Takes what the source lists, hands documents on, and keeps the rest for the report.
class Intake : public DocumentSink {
 public:
  Intake(const Engine& engine, const Suppressions& suppressions, const RunOptions& options,
         std::function<void(std::unique_ptr<Document>)> hand_on)
      : engine_(engine),
        suppressions_(suppressions),
        options_(options),
        hand_on_(std::move(hand_on)) {}

  void document(std::unique_ptr<Document> document) override {
    if (!options_.shard.holds(document->origin()->identity)) return;
    note_change(*document);
    if (suppressions_.paths.ignores_with_folders(document->origin()->identity)) {
      ++excluded_;
    } else if (is_over()) {
      ++late_;
    } else {
      hand_on_(std::move(document));
    }
  }
  void skipped(std::string path, Error error) override {
    skipped_.push_back({std::move(path), error.message()});
  }
  void excluded(std::string) override { ++excluded_; }
  void ignored(std::string, const IgnoreRules& rules, size_t rule) override {
    ++excluded_;
    for (size_t i = 0; i < suppressions_.lists.size(); ++i) {
      const SuppressionList& list = *suppressions_.lists[i];
      if (list.paths() == &rules) used_.note({i, list.entry_of_path_rule(rule)});
    }
  }
  bool is_over() const override { return options_.is_over(); }
  bool watches(std::string_view path) const override { return engine_.file_rules().watches(path); }

  void move_into(RunResult& result, Worker& worker) {
    RunReport& report = result.report;
    result.used.merge(used_);
    for (Skipped& skip : skipped_) skip.path = worker.printable(skip.path);
    std::move(skipped_.begin(), skipped_.end(), std::back_inserter(report.skipped));
    report.excluded += excluded_;
    if (late_ > 0) {
      report.skipped.push_back({"<files>", std::to_string(late_) + " were " + kOutOfTime});
    }
    for (const std::string& name : changed_) {
      report.notes.push_back("what is scanned changes " + name +
                             ", which decides what is reported");
    }
  }

 private:
  // Whoever reviews a range should know that it brings its own exceptions.
  void note_change(Document& document) {
    const std::string& name = document.origin()->identity;
    if (name != kIgnoreFileName && name != kBaselineName && name != kConfigName) return;
    if (document.introduction()) changed_.insert(name);
  }

  const Engine& engine_;
  const Suppressions& suppressions_;
  const RunOptions& options_;
  std::function<void(std::unique_ptr<Document>)> hand_on_;
  std::vector<Skipped> skipped_;
  std::set<std::string> changed_;
  uint64_t excluded_ = 0;
  uint64_t late_ = 0;  // documents that came when the time was over
  SuppressionUse used_;
};

void drop_repeats(RunReport& report, const RunOptions& options) {
  for (const Finding& repeat : take_repeats(report.findings)) {
    if (!options.explain) continue;
    report.explained.push_back({repeat.origin->path, repeat.place.line, repeat.place.column,
                                repeat.rule->id, redacted_secret(repeat),
                                "an earlier commit has the line"});
  }
}

RunResult gathered(std::vector<Worker>& workers, Intake& intake, const RunOptions& options) {
  RunResult result;
  for (Worker& worker : workers) worker.move_into(result);
  intake.move_into(result, workers.front());
  drop_repeats(result.report, options);
  sort_watched(result.watched);
  sort_report(result.report);
  return result;
}

// As many threads as the machine gives; with none, the caller scans by itself.
std::vector<std::thread> start_threads(std::vector<Worker>& workers,
                                       WorkQueue<std::unique_ptr<Document>>& queue) {
  std::vector<std::thread> threads;
  threads.reserve(workers.size());
  for (Worker& worker : workers) {
    try {
      threads.emplace_back([&queue, &worker] {
        while (auto document = queue.pop()) worker.scan(**document);
      });
    } catch (const std::system_error&) {
      break;
    }
  }
  return threads;
}

// A path may have been scanned more than once, in several commits.
void join_truncated(std::vector<Truncated>& all) {
  std::sort(all.begin(), all.end(), [](const Truncated& a, const Truncated& b) {
    return std::tie(a.path, a.rule) < std::tie(b.path, b.rule);
  });
  std::vector<Truncated> joined;
  for (Truncated& one : all) {
    if (joined.empty() || joined.back().path != one.path || joined.back().rule != one.rule) {
      joined.push_back(std::move(one));
    } else {
      joined.back().reported += one.reported;
      joined.back().more += one.more;
    }
  }
  all = std::move(joined);
}

}  // namespace

void sort_watched(std::vector<WatchedFinding>& watched) {
  std::sort(watched.begin(), watched.end(), [](const WatchedFinding& a, const WatchedFinding& b) {
    return report_order(a.finding, b.finding);
  });
}

void sort_report(RunReport& report) {
  std::sort(report.findings.begin(), report.findings.end(), report_order);
  std::sort(report.skipped.begin(), report.skipped.end(), [](const Skipped& a, const Skipped& b) {
    return std::tie(a.path, a.reason) < std::tie(b.path, b.reason);
  });
  std::sort(report.explained.begin(), report.explained.end(),
            [](const Explained& a, const Explained& b) {
              return std::tie(a.path, a.line, a.column, a.rule, a.filter, a.redacted) <
                     std::tie(b.path, b.line, b.column, b.rule, b.filter, b.redacted);
            });
  if (report.explained.size() > kMostExplained) {
    report.notes.push_back("the first " + std::to_string(kMostExplained) + " of " +
                           std::to_string(report.explained.size()) + " explanations are listed");
    report.explained.resize(kMostExplained);
  }
  join_truncated(report.truncated);
  std::sort(report.notes.begin(), report.notes.end());
}

Result<RunResult> run(Source& source, const Engine& engine, const Suppressions& suppressions,
                      const RunOptions& options) {
  Progress progress(options.progress ? Progress::Show::kYes : Progress::Show::kNo);
  std::vector<Worker> workers;
  workers.reserve(options.jobs);
  for (unsigned i = 0; i < options.jobs; ++i) {
    auto worker = Worker::create(engine, suppressions, options, progress);
    if (!worker) return std::move(worker).error();
    workers.push_back(*std::move(worker));
  }
  WorkQueue<std::unique_ptr<Document>> queue(kQueued);
  std::vector<std::thread> threads;
  // One worker needs no thread and no queue: documents are scanned as they are listed.
  if (options.jobs > 1) threads = start_threads(workers, queue);
  Intake intake(engine, suppressions, options, [&](std::unique_ptr<Document> document) {
    if (threads.empty()) {
      workers.front().scan(*document);
    } else {
      queue.push(std::move(document));
    }
  });
  const auto listed = source.list(intake);
  queue.close();
  for (std::thread& thread : threads) thread.join();
  if (!listed) return listed.error();
  return gathered(workers, intake, options);
}

}  // namespace aegis

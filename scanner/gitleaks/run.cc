#include "scanner/gitleaks/run.h"

#include <algorithm>
#include <map>
#include <memory>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include "scanner/base/work_queue.h"
#include "scanner/gitleaks/document_leaks.h"

namespace aegis::gitleaks {

namespace {

constexpr size_t kQueued = 256;  // documents listed but not yet read

// Which documents the configuration leaves out by their paths, or by that of a folder above.
class PathFilter {
 public:
  PathFilter(const Config& config, const RunOptions& options)
      : config_(config), options_(options) {}

  bool leaves_out(const std::string& path) {
    const auto& unread = options_.unread;
    if (std::find(unread.begin(), unread.end(), path) != unread.end()) return true;
    const size_t slash = path.rfind('/');
    if (is_allowed(path)) return true;
    return options_.top && slash != std::string::npos && leaves_out_folder(path, slash);
  }

 private:
  bool is_allowed(std::string_view path) const {
    return std::any_of(config_.allowlists.begin(), config_.allowlists.end(),
                       [&](const Allowlist& list) { return list.allows_path(path); });
  }

  // Of the folder path[0, size) or one above it. Files come folder by folder: the last answer is
  // kept.
  bool leaves_out_folder(const std::string& path, size_t size) {
    if (size == last_.size() && path.compare(0, size, last_) == 0) return last_answer_;
    bool answer = false;
    const size_t top = std::max<size_t>(options_.top->size(), 1);
    for (size_t end = path.find('/', top); !answer && end <= size; end = path.find('/', end + 1)) {
      answer = is_allowed(std::string_view(path).substr(0, end));
    }
    last_ = path.substr(0, size);
    return last_answer_ = answer;
  }

  const Config& config_;
  const RunOptions& options_;
  std::string last_;
  bool last_answer_ = false;
};

// Takes what the source lists, hands documents on, and keeps the rest for the report.
class Intake : public DocumentSink {
 public:
  Intake(PathFilter filter, std::function<void(std::unique_ptr<Document>)> hand_on)
      : filter_(std::move(filter)), hand_on_(std::move(hand_on)) {}

  void document(std::unique_ptr<Document> document) override {
    if (filter_.leaves_out(file_of(*document))) {
      ++excluded_;
    } else {
      hand_on_(std::move(document));
    }
  }
  void skipped(std::string path, Error error) override {
    skipped_.push_back({std::move(path), error.message()});
  }
  void excluded(std::string) override { ++excluded_; }

  void move_into(LeakReport& report, DocumentLeaks& worker) {
    for (Skipped& skip : skipped_) skip.path = worker.printable(skip.path);
    std::move(skipped_.begin(), skipped_.end(), std::back_inserter(report.skipped));
    report.excluded += excluded_;
  }

 private:
  PathFilter filter_;
  std::function<void(std::unique_ptr<Document>)> hand_on_;
  std::vector<Skipped> skipped_;
  uint64_t excluded_ = 0;
};

std::vector<std::thread> start_threads(std::vector<DocumentLeaks>& workers,
                                       WorkQueue<std::unique_ptr<Document>>& queue) {
  std::vector<std::thread> threads;
  for (DocumentLeaks& worker : workers) {
    try {
      threads.emplace_back([&queue, &worker] {
        while (auto document = queue.pop()) worker.scan(**document);
      });
    } catch (const std::system_error&) {
      break;  // with none at all the caller scans by itself
    }
  }
  return threads;
}

bool report_order(const Leak& a, const Leak& b) {
  const auto commit = [](const Leak& leak) {
    return leak.introduction ? std::pair(leak.introduction->order, leak.introduction->commit)
                             : std::pair(uint64_t{0}, std::string());
  };
  return std::forward_as_tuple(a.file, a.start_line, a.start_column, a.end_line, a.end_column,
                               a.rule, commit(a), a.match) <
         std::forward_as_tuple(b.file, b.start_line, b.start_column, b.end_line, b.end_column,
                               b.rule, commit(b), b.match);
}

}  // namespace

Result<LeakReport> run(Source& source, const Config& config, const RunOptions& options) {
  std::vector<DocumentLeaks> workers;
  for (unsigned i = 0; i < options.jobs; ++i) {
    auto worker = DocumentLeaks::create(config, options);
    if (!worker) return std::move(worker).error();
    workers.push_back(*std::move(worker));
  }
  WorkQueue<std::unique_ptr<Document>> queue(kQueued);
  std::vector<std::thread> threads;
  if (options.jobs > 1) threads = start_threads(workers, queue);
  Intake intake(PathFilter(config, options), [&](std::unique_ptr<Document> document) {
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
  LeakReport report;
  for (DocumentLeaks& worker : workers) worker.move_into(report);
  intake.move_into(report, workers.front());
  std::sort(report.leaks.begin(), report.leaks.end(), report_order);
  std::sort(report.skipped.begin(), report.skipped.end(), [](const Skipped& a, const Skipped& b) {
    return std::tie(a.path, a.reason) < std::tie(b.path, b.reason);
  });
  return report;
}

}  // namespace aegis::gitleaks

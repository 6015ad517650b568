// Scans the blocks of logs on several threads and hands the results back in their order.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "scanner/base/work_queue.h"
#include "scanner/logs/log_worker.h"

namespace aegis {

// Whoever submits a block knows more of its log than the worker.
struct LogContext {
  virtual ~LogContext() = default;
  LogDocument document;
};

// A block on its way through, or, without one, the end of a log.
struct LogJob {
  std::shared_ptr<LogContext> log;
  LogBlock block;
  BlockResult result;
  bool is_end = false;
  std::optional<Error> error;  // of an end: why it is not the log's
  uint64_t number = 0;         // the pipeline's
};

// Owned, and all of it called, by one thread.
class LogPipeline {
 public:
  using Take = std::function<void(LogJob&)>;

  // `take` is called with each job that was submitted, in that order, from within submit() and
  // drain(). With one of `jobs` everything is done by the caller's thread.
  static Result<std::unique_ptr<LogPipeline>> create(const Engine& engine, const Key& key,
                                                     const WorkerOptions& options, unsigned jobs,
                                                     Take take);
  ~LogPipeline();
  LogPipeline(const LogPipeline&) = delete;
  LogPipeline& operator=(const LogPipeline&) = delete;

  // An empty job, with the memory of one that is done where there is one.
  std::unique_ptr<LogJob> make_job();

  // Waits while too many are on their way: memory is bounded by their number.
  void submit(std::unique_ptr<LogJob> job);

  // Waits until all have been taken.
  void drain();

  StageStats stats() const;

 private:
  LogPipeline(std::vector<LogWorker> workers, Take take);

  void start_threads();
  void receive();
  void take_ready();

  std::vector<LogWorker> workers_;
  Take take_;
  size_t most_;
  WorkQueue<std::unique_ptr<LogJob>> todo_;
  WorkQueue<std::unique_ptr<LogJob>> done_;
  std::vector<std::thread> threads_;
  std::map<uint64_t, std::unique_ptr<LogJob>> ready_;  // done, but not their turn yet
  std::vector<std::unique_ptr<LogJob>> spare_;
  uint64_t submitted_ = 0;
  uint64_t taken_ = 0;
};

}  // namespace aegis

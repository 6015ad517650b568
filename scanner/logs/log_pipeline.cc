#include "scanner/logs/log_pipeline.h"

#include <system_error>
#include <utility>

namespace aegis {

Result<std::unique_ptr<LogPipeline>> LogPipeline::create(const Engine& engine, const Key& key,
                                                         const WorkerOptions& options,
                                                         unsigned jobs, Take take) {
  std::vector<LogWorker> workers;
  workers.reserve(jobs);
  for (unsigned i = 0; i < jobs; ++i) {
    auto worker = LogWorker::create(engine, key, options);
    if (!worker) return std::move(worker).error();
    workers.push_back(*std::move(worker));
  }
  std::unique_ptr<LogPipeline> pipeline(new LogPipeline(std::move(workers), std::move(take)));
  if (jobs > 1) pipeline->start_threads();
  return pipeline;
}

LogPipeline::LogPipeline(std::vector<LogWorker> workers, Take take)
    : workers_(std::move(workers)),
      take_(std::move(take)),
      // One that each thread scans, and one that is made ready meanwhile, twice.
      most_(workers_.size() + 2),
      todo_(most_),
      done_(most_) {}

LogPipeline::~LogPipeline() {
  todo_.close();
  for (std::thread& thread : threads_) thread.join();
}

// As many threads as the machine gives; with none, the caller scans by itself.
void LogPipeline::start_threads() {
  for (LogWorker& worker : workers_) {
    try {
      threads_.emplace_back([this, &worker] {
        while (auto job = todo_.pop()) {
          (*job)->result = worker.scan((*job)->block, (*job)->log->document);
          done_.push(*std::move(job));
        }
      });
    } catch (const std::system_error&) {
      return;
    }
  }
}

std::unique_ptr<LogJob> LogPipeline::make_job() {
  if (spare_.empty()) return std::make_unique<LogJob>();
  auto job = std::move(spare_.back());
  spare_.pop_back();
  return job;
}

void LogPipeline::submit(std::unique_ptr<LogJob> job) {
  while (submitted_ - taken_ >= most_) receive();
  job->number = submitted_++;
  if (!job->is_end && !threads_.empty()) {
    todo_.push(std::move(job));
    return;
  }
  if (!job->is_end) job->result = workers_.front().scan(job->block, job->log->document);
  const uint64_t number = job->number;
  ready_.emplace(number, std::move(job));
  take_ready();
}

void LogPipeline::drain() {
  while (taken_ < submitted_) receive();
}

void LogPipeline::receive() {
  auto job = done_.pop();
  const uint64_t number = (*job)->number;
  ready_.emplace(number, *std::move(job));
  take_ready();
}

void LogPipeline::take_ready() {
  for (auto next = ready_.find(taken_); next != ready_.end(); next = ready_.find(taken_)) {
    std::unique_ptr<LogJob> job = std::move(next->second);
    ready_.erase(next);
    ++taken_;
    take_(*job);
    job->log.reset();
    job->result = {};
    job->is_end = false;
    job->error.reset();
    spare_.push_back(std::move(job));
  }
}

StageStats LogPipeline::stats() const {
  StageStats all;
  for (const LogWorker& worker : workers_) all.add(worker.stats());
  return all;
}

}  // namespace aegis

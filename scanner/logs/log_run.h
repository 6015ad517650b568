// A run over logs: what is new in them, scanned, and what came of it.
//
// Findings are reported once a distinct secret. With a store a run goes on where the last one
// ended, and a secret that was reported is not reported again. The order of events makes that so
// for a run that is killed at any point: positions, known secrets and findings that are not
// reported yet are committed together; they are reported; that they were is committed. What a
// killed run did not report is in the state, and the next run's to report.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scanner/base/interrupt.h"
#include "scanner/detect/engine.h"
#include "scanner/logs/log_feed.h"
#include "scanner/logs/log_intake.h"
#include "scanner/logs/log_list.h"
#include "scanner/logs/log_share.h"
#include "scanner/logs/log_state.h"
#include "scanner/scan/run.h"
#include "scanner/scan/stale.h"
#include "scanner/scan/suppression.h"

namespace aegis {

struct LogOptions {
  std::vector<std::string> words;  // files, folders, patterns, "-"
  bool journal = false;            // they are output of journalctl; without any, it is run
  unsigned jobs = 1;
  size_t core = size_t{2} << 20;
  Confidence confidence = Confidence::kMedium;
  Strictness strictness = Strictness::kLax;  // about suppressions
  bool explain = false;
  bool each = false;  // every place is reported, not each secret once
  LogShare share;     // what part of the logs is scanned; all of them with a store
  std::set<std::pair<uint64_t, uint64_t>> own_files;  // device and inode of what this run writes
  uint64_t commit_every = uint64_t{256} << 20;        // bytes
};

// Belongs to one thread; starts others for as long as run() takes.
class LogRun {
 public:
  // With what earlier runs left in the store. `interrupt` may be null. REQUIRES: all that is given
  // outlives it.
  static Result<std::unique_ptr<LogRun>> create(const Engine& engine,
                                                const Suppressions& suppressions,
                                                LogOptions options, const LogOutlets& outlets,
                                                Interrupt* interrupt);
  LogRun(const LogRun&) = delete;
  LogRun& operator=(const LogRun&) = delete;

  // What is reported only: what was added to the file of the report.
  LogState& state() { return state_; }

  // Called once. What is in the report lives as long as this object. An error means that there is
  // no report; what could not be read is in the report.
  Result<RunResult> run();
  // Whether the state could be committed; if not, a later run repeats this one.
  const Result<void>& state_status() const { return intake_->commit_status(); }

  // Before the report is appended to a file; and once it has been delivered, in whatever way.
  // Nothing to do without a store.
  Result<void> before_appending(const Appending& appending);
  Result<void> delivered();

 private:
  LogRun(const Engine& engine, const Suppressions& suppressions, LogOptions options,
         const LogOutlets& outlets, Interrupt* interrupt);

  Result<void> load();
  Result<void> prepare();
  bool is_interrupted() const { return interrupt_ != nullptr && interrupt_->signal() != 0; }
  bool stops() const { return findings_->is_flooded() || is_interrupted(); }

  LogList list() const;
  void scan_all();
  bool scan_file(const LogFile& file);
  bool scan_stream(const LogFile& file, std::unique_ptr<LogStream> stream);
  bool is_left_out(const LogFile& file);
  bool is_own(const LogFile& file, const FileFacts& facts);
  void keep_unchanged(const LogFile& file, const LogPosition& known);
  void look_for_missing();
  bool scan_sibling(const LogPosition& position);
  void report_missing(const MissingLog& missing);
  void note_outcome();

  const Engine& engine_;
  const Suppressions& suppressions_;
  const LogOptions options_;
  const LogOutlets outlets_;
  Interrupt* const interrupt_;
  LogState state_;
  std::vector<LogPosition> before_;  // positions of earlier runs
  RunReport report_;
  WorkerOptions worker_options_;
  std::optional<LogTracker> tracker_;
  std::optional<LogFindings> findings_;
  std::optional<LogIntake> intake_;
  std::unique_ptr<LogPipeline> pipeline_;
  std::optional<LogFeed> feed_;
  std::vector<LogFile> vanished_;
  std::set<std::string> told_;  // paths of which the report says already why they are not scanned
  uint64_t unchanged_ = 0;
};

}  // namespace aegis

// What comes of the blocks of logs once they are scanned: findings, a masked copy, positions,
// commits.
#pragma once

#include <cstdint>
#include <optional>

#include "scanner/logs/log_findings.h"
#include "scanner/logs/log_pipeline.h"
#include "scanner/logs/log_state.h"
#include "scanner/logs/log_tracker.h"
#include "scanner/logs/mask.h"

namespace aegis {

// Where a run puts things beside its report. Each may be null.
struct LogOutlets {
  LogStore* store = nullptr;
  MaskWriter* mask = nullptr;
};

// Belongs to one thread. REQUIRES: what it is made from outlives it.
class LogIntake {
 public:
  // A commit is made whenever `commit_every` bytes were scanned since the last one.
  LogIntake(LogFindings& findings, LogTracker& tracker, const LogOutlets& outlets,
            uint64_t commit_every, LogState& state, RunReport& report)
      : findings_(findings),
        tracker_(tracker),
        outlets_(outlets),
        commit_every_(commit_every),
        state_(state),
        report_(report) {}

  // A job of the pipeline, whose log is an OpenLog. To be called in the order of the log.
  void take(LogJob& job);

  // Positions, known secrets and what is not reported yet become the state, all at once. Does
  // nothing without a store.
  void commit();
  // Whether all commits were made: one that fails is no reason not to report what was found.
  const Result<void>& commit_status() const { return commit_status_; }

  // Whether the masked copy is whole.
  const Result<void>& mask_status() const { return mask_status_; }

 private:
  void take_block(OpenLog& log, LogJob& job);
  void mask(const OpenLog& log, LogJob& job);
  void stop(OpenLog& log);
  void end(OpenLog& log, const std::optional<Error>& error);
  void remember(const OpenLog& log);

  LogFindings& findings_;
  LogTracker& tracker_;
  const LogOutlets outlets_;
  const uint64_t commit_every_;
  LogState& state_;
  RunReport& report_;
  uint64_t since_commit_ = 0;
  Result<void> commit_status_;
  Result<void> mask_status_;
};

}  // namespace aegis

#include "scanner/logs/log_intake.h"

#include <string>
#include <utility>

namespace aegis {

void LogIntake::take(LogJob& job) {
  auto& log = static_cast<OpenLog&>(*job.log);
  if (log.is_stopped || findings_.is_flooded()) {
    stop(log);
  } else if (job.is_end) {
    end(log, job.error);
  } else {
    take_block(log, job);
  }
}

void LogIntake::take_block(OpenLog& log, LogJob& job) {
  if (!job.result.status) {
    // Nothing of this block is certain: the next run begins with it.
    findings_.skip(log.path(), job.result.status.error());
    log.is_stopped = true;
    return;
  }
  findings_.take(log, job.block, job.result);
  if (outlets_.mask != nullptr) mask(log, job);
  log.left_out += job.result.left_out;
  log.advance(job.block);
  if (!log.cursor().empty()) state_.journal_cursor = log.cursor();
  report_.bytes += job.block.core().size();
  since_commit_ += job.block.core().size();
  if (!log.is_past_known()) return;
  remember(log);
  if (since_commit_ >= commit_every_) commit();
}

void LogIntake::mask(const OpenLog& log, LogJob& job) {
  const bool in_lists = log.document.kind == LogKind::kJournal;
  for (const auto& pieces : job.result.pieces) {
    outlets_.mask->hide(pieces, in_lists ? Spelling::kNumbers : Spelling::kText);
  }
  outlets_.mask->write(job.block.core_offset(), job.block.core());
}

void LogIntake::stop(OpenLog& log) {
  if (log.is_stopped) return;
  log.is_stopped = true;
  const std::string remedy = outlets_.store == nullptr ? ", use --state to go on" : " yet";
  findings_.skip(
      log.path(),
      unreadable("has more secrets than one run reports; what follows is not scanned" + remedy));
}

void LogIntake::end(OpenLog& log, const std::optional<Error>& error) {
  if (error) {
    findings_.skip(log.path(), *error);
  } else {
    log.end();
    ++report_.scanned;
  }
  if (log.holds_back()) {
    findings_.skip(log.path(),
                   unreadable("what may be a secret stands half-written at its end; the next run "
                              "looks at it again"));
  }
  if (log.left_out > 0) {
    findings_.skip(log.path(), unreadable(std::to_string(log.left_out) +
                                          " long fields are not in it; have journalctl write them "
                                          "with --all"));
  }
  if (outlets_.mask != nullptr) mask_status_ = outlets_.mask->finish(log.position().scanned);
  remember(log);
}

// There is no way back to what was read from a pipe.
void LogIntake::remember(const OpenLog& log) {
  if (outlets_.store != nullptr && !log.is_pipe()) tracker_.remember(log.position());
}

void LogIntake::commit() {
  since_commit_ = 0;
  if (outlets_.store == nullptr) return;
  findings_.store_pending();
  state_.positions = tracker_.positions();
  if (auto ok = outlets_.store->commit(state_); !ok) commit_status_ = std::move(ok);
}

}  // namespace aegis

// A log while it is being scanned: what is new in it, and what is to be remembered of it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "scanner/logs/log_list.h"
#include "scanner/logs/log_pipeline.h"
#include "scanner/logs/log_share.h"
#include "scanner/logs/log_state.h"

namespace aegis {

// What a sighting is, seen against the run before.
enum class Fate {
  kNew,      // to be counted
  kCounted,  // the run before has counted it
  kReread,   // the run before has reported what stands there, and read less or more of it
  kHeld,     // it may be half-written: the next run's
};

class OpenLog : public LogContext {
 public:
  // `known` is the log as the run before left it, or null. `may_grow`: its last line may be being
  // written just now. `range` is what of it is to be scanned; all of one that is known.
  OpenLog(const LogFile& file, const LogStream& stream, std::string real_path,
          const LogPosition* known, bool may_grow, const Key& key, ByteRange range);

  const std::string& path() const { return position_.path; }
  bool is_pipe() const { return is_pipe_; }
  // Where scanning begins, and where it ends at the latest.
  LogPlace from() const;
  uint64_t until() const { return range_.end; }

  // Of a sighting in `block`, whose secret has this mark. To be called once for each, in order.
  Fate judge(const Sighting& sighting, const Mark& secret, const LogBlock& block);

  // All up to the end of the block's core was scanned.
  void advance(const LogBlock& block);

  // The log was read to its end.
  void end();

  const LogPosition& position() const { return position_; }
  // Of the last entry that was scanned whole, where the log is a journal; empty otherwise.
  const std::string& cursor() const { return cursor_; }
  // Whether the position is of more use than the one that the run before left.
  bool is_past_known() const;
  bool holds_back() const { return position_.held != 0; }

  // What lines of findings are counted from: the context before a range begins in the middle. Reads
  // all that stands before it when first called, since most parts of a log have no finding.
  Result<LogPlace> line_base();

  // The rest is not to be scanned: something went wrong.
  bool is_stopped = false;
  uint64_t left_out = 0;  // fields of a journal that are not there

 private:
  const LogPosition* known_;
  ByteRange range_;
  FileFacts facts_;
  bool is_pipe_;
  bool may_grow_;
  const Key& key_;
  LogFile file_;
  std::string head_;
  LogPosition position_;
  std::string cursor_;
  std::optional<LogPlace> line_base_;
};

}  // namespace aegis

// Reads a log, from where the last run ended, and hands its blocks to those who scan them.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "scanner/base/interrupt.h"
#include "scanner/logs/log_findings.h"
#include "scanner/logs/log_list.h"
#include "scanner/logs/log_pipeline.h"
#include "scanner/logs/log_share.h"
#include "scanner/logs/log_stream.h"
#include "scanner/logs/log_tracker.h"

namespace aegis {

struct FeedOptions {
  size_t core = 0;         // bytes of a block
  LogShare share;          // what part of each log is read; all of it where logs are remembered
  bool remembers = false;  // a later run looks at the log again
};

// Belongs to one thread. REQUIRES: what it is made from outlives it.
class LogFeed {
 public:
  // `stops` tells whether the run is to end early; what then is not read is another one's to say.
  LogFeed(LogPipeline& pipeline, LogTracker& tracker, LogFindings& findings, const Key& key,
          const FeedOptions& options, Interrupt* interrupt, std::function<bool()> stops)
      : pipeline_(pipeline),
        tracker_(tracker),
        findings_(findings),
        key_(key),
        options_(options),
        interrupt_(interrupt),
        stops_(std::move(stops)) {}

  // The log `file`, which `stream` is at the beginning of: as one of the known logs that it may be,
  // or else from its beginning.
  void read(const LogFile& file, std::unique_ptr<LogStream> stream);

 private:
  void read_share(const LogFile& file, LogStream& stream);
  bool read_from(const LogFile& file, LogStream& stream, const LogPosition* known, ByteRange range);
  bool is_that_log(const LogPosition& known, const LogBlock& block) const;
  bool may_grow(const LogStream& stream) const;

  LogPipeline& pipeline_;
  LogTracker& tracker_;
  LogFindings& findings_;
  const Key& key_;
  const FeedOptions options_;
  Interrupt* const interrupt_;
  const std::function<bool()> stops_;
};

}  // namespace aegis

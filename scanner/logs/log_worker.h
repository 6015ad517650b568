// One thread's part in scanning logs: blocks in, what is found in them out.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "scanner/detect/engine.h"
#include "scanner/logs/block_cutter.h"
#include "scanner/logs/log_kind.h"
#include "scanner/logs/log_line.h"
#include "scanner/logs/log_state.h"

namespace aegis {

// A log that is being scanned, as its blocks know it. Immutable once shared.
struct LogDocument {
  std::shared_ptr<const Origin> origin;
  LogKind kind = LogKind::kLines;
  int64_t now = 0;  // about when it was written, nanoseconds since 1970
};

// A place that holds a secret.
struct Sighting {
  uint64_t begin = 0;  // offsets in the log
  uint64_t end = 0;
  uint32_t secret = 0;  // index into BlockResult::secrets
  std::optional<LogTime> time;
};

// A secret, and the first of its places in the block.
struct FoundSecret {
  Mark mark{};
  Finding finding;
  LineFacts line;
};

struct BlockResult {
  std::vector<Sighting> sightings;  // in the order of their beginnings
  std::vector<FoundSecret> secrets;
  std::vector<std::vector<std::pair<uint64_t, uint64_t>>> pieces;  // by sighting, where asked for
  std::vector<Dropped> dropped;
  uint64_t left_out = 0;  // fields that journalctl left out because they are long
  Result<void> status;
};

struct WorkerOptions {
  Confidence confidence = Confidence::kMedium;  // the least that is reported
  bool explain = false;
  bool each = false;         // every place counts as a secret of its own
  bool keep_pieces = false;  // for masking
};

// Not to be shared between threads. REQUIRES: what it is made from outlives it.
class LogWorker {
 public:
  static Result<LogWorker> create(const Engine& engine, const Key& key,
                                  const WorkerOptions& options);

  BlockResult scan(const LogBlock& block, const LogDocument& document);

  const StageStats& stats() const { return detector_.stats(); }

 private:
  LogWorker(const Key& key, const WorkerOptions& options, Detector detector)
      : key_(&key), options_(&options), detector_(std::move(detector)) {}

  const Key* key_;
  const WorkerOptions* options_;
  Detector detector_;
};

}  // namespace aegis

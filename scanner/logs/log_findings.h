// From sightings to a report: what is new in logs, told once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "scanner/detect/engine.h"
#include "scanner/logs/open_log.h"
#include "scanner/logs/sighting_book.h"
#include "scanner/report/report.h"
#include "scanner/scan/progress.h"
#include "scanner/scan/suppression.h"
#include "scanner/scan/worker.h"

namespace aegis {

enum class Remembers { kNo, kYes };  // whether later runs know what this one reports

// Belongs to one thread. REQUIRES: what it is made from outlives it, and it outlives the report.
class LogFindings {
 public:
  LogFindings(const Engine& engine, const Suppressions& suppressions, SightingBook::Count count,
              Remembers remembers, LogState& state, RunReport& report);

  // What was found in a block, in the order of the logs.
  void take(OpenLog& log, const LogBlock& block, BlockResult& result);

  // There are so many new secrets that the run is to stop here.
  bool is_flooded() const { return book_.new_secrets() >= kMostNewSecrets; }
  size_t seen_again() const { return book_.seen_again(); }

  // Puts what is not reported yet into the state.
  void store_pending() { book_.store_pending(); }

  const SuppressionUse& used() const { return used_; }

  // Puts everything that is to be reported into the report.
  void finish();

  // Says in the report that a log, or a part of it, was not scanned.
  void skip(const std::string& path, const Error& error);

  // A path or a name with any credential in it cut out.
  std::string printable(const std::string& text);

 private:
  void add(OpenLog& log, const Sighting& sighting, FoundSecret& found);
  bool is_suppressed(const FoundSecret& found);
  void place_lines(OpenLog& log, Place& place);
  void explain(OpenLog& log, std::vector<Dropped>& dropped);
  const std::shared_ptr<const Origin>& shown_origin(const OpenLog& log);

  const Engine& engine_;
  const Suppressions& suppressions_;
  const SightingBook::Count count_;
  const Remembers remembers_;
  RunReport& report_;
  SightingBook book_;
  StoredFindings stored_;
  std::unordered_set<Mark, MarkHash> suppressed_;
  SuppressionUse used_;
  std::shared_ptr<const Origin> origin_;  // of the log that was asked about last
  std::shared_ptr<const Origin> shown_;   // and as it is shown
  RunOptions naming_options_;
  Progress no_progress_{Progress::Show::kNo};
  std::optional<Worker> namer_;  // made when first needed
};

}  // namespace aegis

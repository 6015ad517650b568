#include "scanner/watch/watch_run.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <optional>
#include <set>
#include <utility>

#include "scanner/alert/delivery.h"
#include "scanner/incident/alert_queue.h"
#include "scanner/incident/incident_store.h"
#include "scanner/incident/schema.h"
#include "scanner/state/private_file.h"
#include "scanner/watch/journal.h"
#include "scanner/watch/source_scan.h"

namespace aegis {

namespace {

using Clock = std::chrono::steady_clock;

const std::string kJournal = "journal";  // its name in the queue

int64_t now() {
  return static_cast<int64_t>(std::time(nullptr));
}

// The folder, and those above it that are missing, for the user alone.
Result<void> make_folders(const std::string& path) {
  for (size_t at = path.find('/', 1);; at = path.find('/', at + 1)) {
    const std::string folder = path.substr(0, at);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
      return system_error(ErrorKind::kUsage, "cannot make the folder " + folder, errno);
    }
    if (at == std::string::npos) return {};
  }
}

// A store that may not be there: then nothing is recorded, and the caller is told once why.
struct Store {
  explicit Store(Database opened) : database(std::move(opened)) {}

  Database database;
  IncidentStore incidents{database};
  AlertQueue alerts{database};
  RunLog runs{database};
};

class Run {
 public:
  Run(const WatchConfig& config, const WatchRun& run)
      : config_(config), run_(run), deadline_(Clock::now() + config.deadline) {}

  WatchOutcome go() {
    open();
    const std::vector<WatchedSource> sources = list();
    for (const WatchedSource& source : sources) look_at(source);
    if (store_) {
      note_vanished(sources);
      tell();
      finish();
    }
    return std::move(outcome_);
  }

 private:
  void problem(const std::string& what, const std::string& why) {
    outcome_.problems.push_back({what, why});
  }

  // True: it went well.
  bool check(const std::string& what, const Result<void>& done) {
    if (!done) problem(what, done.error().message());
    return static_cast<bool>(done);
  }

  void open() {
    auto database = open_store(config_.state + "/incidents.db");
    if (!database) return problem("the store of incidents", database.error().message());
    store_.emplace(*std::move(database));
    auto number = store_->runs.begin(now());
    if (number) {
      number_ = *number;
    } else {
      problem("the store of incidents", number.error().message());
      store_.reset();
    }
  }

  std::vector<WatchedSource> list() {
    FoundRepositories found = find_repositories(config_);
    outcome_.problems.insert(outcome_.problems.end(), found.problems.begin(), found.problems.end());
    std::vector<WatchedSource> sources;
    for (std::string& path : found.paths) {
      sources.push_back({SourceKind::kRepository, std::move(path)});
    }
    for (const std::string& pattern : config_.logs) sources.push_back({SourceKind::kLog, pattern});
    if (config_.audits_known) sources.push_back({SourceKind::kKnown, ""});
    return sources;
  }

  void look_at(const WatchedSource& source) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now());
    if (left.count() <= 0) {
      return problem(
          source.name(),
          "was not come to before the deadline; give the watch more time (deadline_minutes)");
    }
    const ScanSettings settings{run_.program, config_.state, config_.confidence, config_.known,
                                left};
    const SourceScan scan = scan_source(source, settings);
    outcome_.coverage.push_back(scan.coverage);
    if (!scan.coverage.problem.empty()) problem(source.name(), scan.coverage.problem);
    if (store_ && record(scan)) return;
    for (const Sighting& sighting : scan.sightings) {
      outcome_.unrecorded.push_back({.source = scan.coverage.source, .sighting = sighting});
    }
  }

  // False: what was seen could not be recorded.
  bool record(const SourceScan& scan) {
    const std::string& name = scan.coverage.source;
    compare(scan.coverage);
    auto recorded =
        store_->incidents.record(name, scan.sightings, scan.extent, now(), names_of_sinks());
    if (!recorded) {
      problem(name, recorded.error().message());
      return false;
    }
    outcome_.gone += recorded->gone;
    opened_.insert(recorded->opened.begin(), recorded->opened.end());
    check(name, store_->runs.add(number_, scan.coverage));
    check(name, settle(scan));
    return true;
  }

  // Logs come and go; of what is kept, less than half is an alarm.
  void compare(const Coverage& coverage) {
    if (!coverage.problem.empty() || coverage.source.starts_with("log ")) return;
    const auto before = store_->runs.last_whole(coverage.source, number_);
    if (!before || !*before) return;
    if (const auto said = shrinking(**before, coverage)) {
      problem(coverage.source, "covers less than it did: " + *said);
    }
  }

  // What the run before covered and this one was not even asked to.
  void note_vanished(const std::vector<WatchedSource>& sources) {
    const auto runs = store_->runs.last(2);
    if (!runs || runs->size() < 2) return;
    std::set<std::string> names;
    for (const WatchedSource& source : sources) names.insert(source.name());
    for (const Coverage& before : runs->at(1).coverage) {
      if (names.contains(before.source)) continue;
      problem(before.source,
              "was covered by the last run and is no longer there to be scanned; "
              "this is said once");
    }
  }

  std::vector<std::string> names_of_sinks() const {
    std::vector<std::string> names;
    if (!config_.journal.empty()) names.push_back(kJournal);
    for (const Sink& sink : config_.sinks) names.push_back(sink.name);
    return names;
  }

  void tell() {
    check("alerts", forget_other_sinks());
    if (!config_.journal.empty()) {
      tell(kJournal, [&](const std::vector<Incident>& due) {
        return append_to_journal(config_.journal, due, now());
      });
    }
    for (const Sink& sink : config_.sinks) {
      tell(sink.name,
           [&](const std::vector<Incident>& due) { return deliver(sink, due, run_.teller); });
    }
  }

  Result<void> forget_other_sinks() {
    auto dropped = store_->alerts.keep_only(names_of_sinks());
    if (!dropped) return std::move(dropped).error();
    return {};
  }

  template <typename Deliver>
  void tell(const std::string& sink, const Deliver& deliver_to) {
    const auto due = store_->alerts.due(sink);
    if (!due) return problem("alerts", due.error().message());
    if (due->empty()) return;
    const Result<void> done = deliver_to(*due);
    if (!done) outcome_.untold.push_back({sink, done.error().message()});
    check("alerts", done ? store_->alerts.delivered(sink, *due)
                         : store_->alerts.failed(sink, *due, done.error().message()));
  }

  void finish() {
    auto open = store_->incidents.list(false);
    if (!open) return problem("the store of incidents", open.error().message());
    for (Incident& incident : *open) {
      if (opened_.contains(incident.id)) outcome_.opened.push_back(incident);
      if (incident.status == IncidentStatus::kOpen) outcome_.open.push_back(std::move(incident));
    }
    const int64_t code = !outcome_.open.empty() ? 1 : outcome_.problems.empty() ? 0 : 3;
    check("the store of incidents", store_->runs.end(number_, now(), code));
  }

  const WatchConfig& config_;
  const WatchRun& run_;
  const Clock::time_point deadline_;
  std::optional<Store> store_;
  int64_t number_ = 0;
  std::set<int64_t> opened_;
  WatchOutcome outcome_;
};

}  // namespace

Result<WatchOutcome> run_watch(const WatchConfig& config, const WatchRun& run) {
  if (auto made = make_folders(config.state); !made) return std::move(made).error();
  const auto lock = lock_private(config.state + "/watch");
  if (!lock) return lock.error();
  return Run(config, run).go();
}

}  // namespace aegis

#include "scanner/logs/log_run.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/logs/log_siblings.h"
#include "scanner/logs/rotation_name.h"

namespace aegis {

namespace {

constexpr int kMostListings = 4;  // while logs are rotated under the run's hands

bool has_path(const LogFile& file) {
  return file.path != kStandardInput && file.journal != Journal::kProgram;
}

// Of what stands at the path now; device and inode only.
std::optional<FileFacts> facts_at(const LogFile& file) {
  struct stat info {};
  if (!has_path(file) || ::stat(file.path.c_str(), &info) != 0) return std::nullopt;
  FileFacts facts;
  facts.device = info.st_dev;
  facts.inode = info.st_ino;
  return facts;
}

// Nobody writes to a log any more that was rotated or compressed.
bool may_have_grown(const LogPosition& position) {
  const std::string name = position.path.substr(position.path.rfind('/') + 1);
  return position.facts.compression == Compression::kNone && name_before_rotation(name) == name;
}

std::string sentence(size_t count, const char* one, const char* more) {
  return std::to_string(count) + ' ' + (count == 1 ? one : more);
}

}  // namespace

LogRun::LogRun(const Engine& engine, const Suppressions& suppressions, LogOptions options,
               const LogOutlets& outlets, Interrupt* interrupt)
    : engine_(engine),
      suppressions_(suppressions),
      options_(std::move(options)),
      outlets_(outlets),
      interrupt_(interrupt) {}

Result<std::unique_ptr<LogRun>> LogRun::create(const Engine& engine,
                                               const Suppressions& suppressions, LogOptions options,
                                               const LogOutlets& outlets, Interrupt* interrupt) {
  std::unique_ptr<LogRun> run(
      new LogRun(engine, suppressions, std::move(options), outlets, interrupt));
  if (auto ok = run->load(); !ok) return std::move(ok).error();
  return run;
}

Result<void> LogRun::load() {
  if (outlets_.store == nullptr) {
    auto key = random_key();
    if (!key) return std::move(key).error();
    state_.key = *key;
    return {};
  }
  auto state = outlets_.store->load(report_.notes);
  if (!state) return std::move(state).error();
  state_ = *std::move(state);
  before_ = state_.positions;
  return {};
}

Result<void> LogRun::prepare() {
  const bool remembers = outlets_.store != nullptr;
  tracker_.emplace(state_.key, before_);
  findings_.emplace(engine_, suppressions_,
                    options_.each ? SightingBook::Count::kPlaces : SightingBook::Count::kSecrets,
                    remembers ? Remembers::kYes : Remembers::kNo, state_, report_);
  intake_.emplace(*findings_, *tracker_, outlets_, options_.commit_every, state_, report_);
  worker_options_.confidence = options_.confidence;
  worker_options_.explain = options_.explain;
  worker_options_.each = options_.each;
  worker_options_.keep_pieces = outlets_.mask != nullptr;
  auto pipeline = LogPipeline::create(engine_, state_.key, worker_options_, options_.jobs,
                                      [this](LogJob& job) { intake_->take(job); });
  if (!pipeline) return std::move(pipeline).error();
  pipeline_ = *std::move(pipeline);
  feed_.emplace(*pipeline_, *tracker_, *findings_, state_.key,
                FeedOptions{options_.core, options_.share, remembers}, interrupt_,
                [this] { return stops(); });
  return {};
}

Result<RunResult> LogRun::run() {
  if (auto ok = prepare(); !ok) return std::move(ok).error();
  scan_all();
  pipeline_->drain();
  if (!stops()) look_for_missing();
  intake_->commit();
  RunResult result;
  result.stats = pipeline_->stats();
  findings_->finish();
  note_outcome();
  // Of the logs a run sees what is new at most: that a suppression is of no use does not show.
  report_.stale =
      stale_suppressions(suppressions_, findings_->used(), Seen::kPart, options_.strictness,
                         [this](const std::string& name) { return findings_->printable(name); });
  sort_report(report_);
  result.report = std::move(report_);
  return result;
}

LogList LogRun::list() const {
  LogList list = list_logs(options_.words);
  if (!options_.journal) return list;
  for (LogFile& file : list.files) file.journal = Journal::kOutput;
  if (options_.words.empty()) {
    list.files.push_back(
        {"journal", FinalSymlink::kRefuse, "", Journal::kProgram, state_.journal_cursor});
  }
  return list;
}

// Again while files come up under names that had others: they are rotated meanwhile.
void LogRun::scan_all() {
  for (int listing = 0; listing < kMostListings && !stops(); ++listing) {
    const LogList logs = list();
    if (listing == 0) {
      for (const Skipped& skipped : logs.skipped) {
        findings_->skip(skipped.path, unreadable(skipped.reason));
      }
    }
    vanished_.clear();
    size_t scanned = 0;
    for (const LogFile& file : logs.files) {
      if (stops()) break;
      scanned += scan_file(file) ? 1 : 0;
    }
    if (scanned == 0 || (listing > 0 && vanished_.empty())) break;
  }
  for (const LogFile& file : vanished_) {
    findings_->skip(file.path, unreadable("vanished before it could be opened"));
  }
}

bool LogRun::is_left_out(const LogFile& file) {
  if (!suppressions_.paths.ignores_with_folders(file.path)) return false;
  report_.excluded += told_.insert(file.path).second ? 1 : 0;
  return true;
}

// Whether the file is one that was not met before.
bool LogRun::scan_file(const LogFile& file) {
  if (is_left_out(file)) return false;
  if (!has_path(file) && !told_.insert(file.path).second) return false;
  const auto facts = facts_at(file);
  if (facts && tracker_->has_met(*facts)) return false;
  auto stream = LogStream::open(file, interrupt_);
  if (stream) return scan_stream(file, *std::move(stream));
  if (has_path(file) && !exists(file.path)) {
    vanished_.push_back(file);
  } else if (told_.insert(file.path).second || !has_path(file)) {
    findings_->skip(file.path, stream.error());
  }
  return false;
}

bool LogRun::scan_stream(const LogFile& file, std::unique_ptr<LogStream> stream) {
  const FileFacts facts = stream->facts();
  if (!stream->is_pipe()) {
    if (tracker_->has_met(facts) || is_own(file, facts)) return false;
    if (const LogPosition* known = tracker_->unchanged(facts)) {
      keep_unchanged(file, *known);
      return true;
    }
  }
  feed_->read(file, std::move(stream));
  return true;
}

// A scanner that reads its own report finds it again each day.
bool LogRun::is_own(const LogFile& file, const FileFacts& facts) {
  if (!options_.own_files.contains({facts.device, facts.inode})) return false;
  if (told_.insert(file.path).second) {
    report_.notes.push_back(findings_->printable(file.path) + " is left out: this run writes it");
  }
  return true;
}

void LogRun::keep_unchanged(const LogFile& file, const LogPosition& known) {
  LogPosition position = known;
  position.path = file.path;
  position.asked = file.asked;
  position.real_path = real_path_of(file.path);
  tracker_->met(known.facts, position.real_path, &known);
  tracker_->remember(std::move(position));
  ++unchanged_;
}

void LogRun::look_for_missing() {
  if (outlets_.store == nullptr) return;
  const std::set<std::string> asked(options_.words.begin(), options_.words.end());
  for (const MissingLog& missing : tracker_->missing(asked)) {
    if (!scan_sibling(*missing.position)) report_missing(missing);
  }
  pipeline_->drain();
}

// Whether the log is found under another name.
bool LogRun::scan_sibling(const LogPosition& position) {
  for (const LogFile& file : siblings_of(position)) {
    const auto facts = facts_at(file);
    if (!facts || tracker_->has_met(*facts)) continue;
    auto stream = LogStream::open(file, interrupt_);
    if (!stream) continue;
    const auto known = tracker_->candidates((*stream)->facts(), (*stream)->head(), file.path);
    if (std::find(known.begin(), known.end(), &position) == known.end()) continue;
    scan_stream(file, *std::move(stream));
    return true;
  }
  return false;
}

void LogRun::report_missing(const MissingLog& missing) {
  const LogPosition& position = *missing.position;
  tracker_->forget(position);
  if (!may_have_grown(position)) return;
  const std::string end = std::to_string(position.scanned);
  if (missing.replaced) {
    findings_->skip(
        position.path,
        unreadable("was rotated or truncated, and its old content is not found: what "
                   "was written after byte " +
                   end + " is not scanned; name the folder that it was moved to as well"));
  } else {
    report_.notes.push_back(findings_->printable(position.path) +
                            " is gone; it was scanned up to byte " + end);
  }
}

void LogRun::note_outcome() {
  if (is_interrupted()) {
    findings_->skip("logs", unreadable("the run was interrupted; what follows is not scanned"));
  }
  if (const auto& status = intake_->mask_status(); !status) {
    findings_->skip("--mask", status.error());
  }
  if (unchanged_ > 0) {
    report_.notes.push_back(sentence(unchanged_, "log has", "logs have") + " not changed");
  }
  if (const size_t again = findings_->seen_again(); again > 0) {
    report_.notes.push_back(sentence(again, "secret", "secrets") + " reported before, seen again");
  }
}

Result<void> LogRun::before_appending(const Appending& appending) {
  state_.appending = appending;
  return outlets_.store == nullptr ? Result<void>() : outlets_.store->commit(state_);
}

Result<void> LogRun::delivered() {
  state_.pending.clear();
  state_.appending = {};
  return outlets_.store == nullptr ? Result<void>() : outlets_.store->commit(state_);
}

}  // namespace aegis

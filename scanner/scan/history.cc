#include "scanner/scan/history.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "scanner/base/path_globs.h"
#include "scanner/git/blob_places.h"
#include "scanner/git/object_walk.h"
#include "scanner/git/shallow.h"
#include "scanner/git/wanted_walk.h"
#include "scanner/scan/history_groups.h"
#include "scanner/scan/history_judge.h"
#include "scanner/scan/history_scope.h"
#include "scanner/scan/history_sieve.h"
#include "scanner/scan/progress.h"

namespace aegis {

namespace {

constexpr size_t kMostMissing = 1000;  // listed by name
// While packs are listed, and then loose objects, git may pack these: they would be in neither
// list.
constexpr int kMostAttempts = 5;
constexpr const char* kRestless =
    "packs came and went while they were listed; scan again when nothing repacks them";

constexpr unsigned bit(git::ObjectType type) {
  return 1U << static_cast<unsigned>(type);
}

constexpr unsigned kTexts =
    bit(git::ObjectType::kBlob) | bit(git::ObjectType::kCommit) | bit(git::ObjectType::kTag);

template <typename T>
std::vector<git::ObjectVisitor*> pointers_to(std::vector<T>& visitors) {
  std::vector<git::ObjectVisitor*> pointers;
  for (T& visitor : visitors) pointers.push_back(&visitor);
  return pointers;
}

class History {
 public:
  History(const git::Repository& repository, const git::ObjectStore& store,
          git::ObjectCatalog& catalog, const HistoryRequest& request, const Engine& engine,
          const IgnoreFile& ignore, const RunOptions& options)
      : repository_(repository),
        store_(store),
        catalog_(catalog),
        request_(request),
        engine_(engine),
        ignore_(ignore),
        options_(options),
        commits_(catalog) {}

  Result<RunResult> run() {
    auto names = Worker::create(engine_, ignore_, options_, silent_);
    if (!names) return std::move(names).error();
    if (auto ok = sieve(); !ok) return std::move(ok).error();
    read_trees();
    auto scope = HistoryScope::make(repository_, store_, catalog_, commits_, request_);
    if (!scope) return std::move(scope).error();
    place(*scope);
    if (auto ok = judge(*scope); !ok) return std::move(ok).error();
    group_history(result_.report.findings, catalog_, commits_, *trees_, *scope, *names);
    for (const Error& problem : scope->problems()) {
      skip("refs", names->printable(problem.message()));
    }
    report_gaps();
    sort_report(result_.report);
    return std::move(result_);
  }

  void skip(std::string what, std::string why) {
    result_.report.skipped.push_back({std::move(what), std::move(why)});
  }

 private:
  Result<void> sieve() {
    Progress progress(options_.progress ? Progress::Show::kYes : Progress::Show::kNo);
    if (options_.progress) progress.expect(catalog_.count(kTexts), "objects");
    std::vector<HistorySieve> sieves;
    for (unsigned i = 0; i < options_.jobs; ++i) {
      auto made = HistorySieve::create(engine_, catalog_, store_.hash_kind(), options_.confidence,
                                       progress);
      if (!made) return std::move(made).error();
      sieves.push_back(*std::move(made));
    }
    const auto walked = walk(kTexts, pointers_to(sieves));
    result_.report.scanned = walked.objects;
    result_.report.bytes = walked.bytes;
    for (HistorySieve& sieve : sieves) {
      if (sieve.error()) return *sieve.error();
      suspects_.insert(suspects_.end(), sieve.suspects().begin(), sieve.suspects().end());
      commits_.merge(std::move(sieve.commits()));
      result_.stats.add(sieve.stages());
    }
    std::sort(suspects_.begin(), suspects_.end());
    commits_.sort();
    return {};
  }

  void read_trees() {
    const git::WantedBlobs wanted(catalog_, suspects_, engine_.globs_of_path_rules());
    std::vector<git::TreeLinks> passes;
    passes.reserve(options_.jobs);
    for (unsigned i = 0; i < options_.jobs; ++i) {
      passes.emplace_back(catalog_, wanted, store_.hash_kind());
    }
    walk(bit(git::ObjectType::kTree), pointers_to(passes));
    for (const git::TreeLinks& pass : passes) {
      for (const git::Oid& oid : pass.malformed()) skip_object(oid, "tree is malformed");
      missing_.insert(missing_.end(), pass.missing().begin(), pass.missing().end());
    }
    trees_ = std::make_unique<git::LeadingTrees>(catalog_, passes);
  }

  void place(const HistoryScope& scope) {
    git::BlobPlaces places(*trees_, commits_);
    at_.places = places.all(scope.commits(), scope.trees());
    PathGlobs suspect_paths;
    for (const std::string& glob : engine_.globs_of_path_rules()) suspect_paths.add(glob, 0);
    for (size_t i = 0; i < at_.places.size(); ++i) {
      const git::BlobPlace& place = at_.places[i];
      at_.begins.try_emplace(place.blob, i);
      if (!suspect_paths.matches(place.path).empty()) suspects_.push_back(place.blob);
    }
    if (places.is_cut_short()) {
      skip("trees", "folders stand at more paths than can be followed; not all were");
    }
  }

  Result<void> judge(const HistoryScope& scope) {
    std::sort(suspects_.begin(), suspects_.end());
    suspects_.erase(std::unique(suspects_.begin(), suspects_.end()), suspects_.end());
    std::vector<HistoryJudge> judges;
    judges.reserve(options_.jobs);
    for (unsigned i = 0; i < options_.jobs; ++i) {
      auto worker = Worker::create(engine_, ignore_, options_, silent_);
      if (!worker) return std::move(worker).error();
      judges.emplace_back(store_, catalog_, commits_, scope, at_, ignore_, *std::move(worker));
    }
    walk_some(suspects_, pointers_to(judges));
    RunReport& report = result_.report;
    const auto scanned = std::pair(report.scanned, report.bytes);
    for (HistoryJudge& judge : judges) {
      judge.worker().move_into(report, result_.stats);
      report.excluded += judge.excluded();
      for (const std::string& path : judge.judged_once()) {
        skip(judge.worker().printable(path), "is too large to be judged at its other paths too");
      }
    }
    std::tie(report.scanned, report.bytes) = scanned;
    return {};
  }

  git::WalkResult walk(unsigned types, const std::vector<git::ObjectVisitor*>& visitors) {
    git::WalkOptions options;
    options.types = types;
    return note_failures(git::walk_objects(store_, catalog_, options, visitors));
  }

  // Visits texts only.
  void walk_some(const std::vector<git::ObjectNumber>& numbers,
                 const std::vector<git::ObjectVisitor*>& visitors) {
    git::WalkOptions options;
    options.types = kTexts;
    note_failures(git::walk_some(store_, catalog_, numbers, options, visitors));
  }

  git::WalkResult note_failures(git::WalkResult result) {
    for (const git::WalkFailure& failure : result.failures) {
      skip_object(failure.oid, failure.error.message());
    }
    return result;
  }

  // One that fails in each pass is listed once.
  void skip_object(const git::Oid& oid, const std::string& why) { failed_.emplace(oid, why); }

  void report_gaps() {
    for (const Error& problem : store_.problems()) skip("objects", problem.message());
    for (const Error& problem : catalog_.problems()) skip("objects", problem.message());
    for (const git::Oid& oid : store_.lost()) {
      if (!catalog_.find(oid)) skip_object(oid, "its pack does not hold it as its index says");
    }
    for (const git::ObjectNumber number : commits_.malformed()) {
      skip_object(catalog_.oid(number), "commit is malformed: it does not begin with a tree");
    }
    for (const auto& [oid, why] : failed_) skip("object " + oid.hex(), why);
    const auto shallow = git::read_shallow(repository_);
    if (!shallow) skip("history", shallow.error().message());
    size_t cuts = 0;
    for (const auto& missing : commits_.missing()) {
      if (!missing.is_tree && shallow && shallow->contains(catalog_.oid(missing.child))) {
        ++cuts;
      } else {
        missing_.push_back(missing.oid);
      }
    }
    if (cuts > 0) {
      skip("history", "is a shallow clone, cut at " + std::to_string(cuts) +
                          " parents that are not here; `git fetch --unshallow` gets them");
    }
    report_missing();
  }

  void report_missing() {
    std::sort(missing_.begin(), missing_.end());
    missing_.erase(std::unique(missing_.begin(), missing_.end()), missing_.end());
    if (missing_.empty()) return;
    result_.report.notes.push_back(
        store_.is_partial_clone()
            ? "objects are missing because this is a partial clone: `git fetch --refetch"
              " --no-filter` gets them all, `git cat-file -e ID` one of them"
            : "objects are missing: `git fsck` says what needs them, and a fetch from a whole clone"
              " gets them");
    for (size_t i = 0; i < missing_.size() && i < kMostMissing; ++i) {
      skip("object " + missing_[i].hex(), "is missing");
    }
    if (missing_.size() > kMostMissing) {
      skip("objects", std::to_string(missing_.size() - kMostMissing) + " more are missing");
    }
  }

  const git::Repository& repository_;
  const git::ObjectStore& store_;
  git::ObjectCatalog& catalog_;
  const HistoryRequest& request_;
  const Engine& engine_;
  const IgnoreFile& ignore_;
  const RunOptions& options_;
  Progress silent_{Progress::Show::kNo};
  git::CommitTable commits_;
  std::vector<git::ObjectNumber> suspects_;
  std::unique_ptr<git::LeadingTrees> trees_;
  HistoryPlaces at_;
  std::map<git::Oid, std::string> failed_;
  std::vector<git::Oid> missing_;
  RunResult result_;
};

// Of packs whose indexes are wrong the objects are found anew first.
Result<git::ObjectCatalog> sound_catalog(git::ObjectStore& store) {
  auto catalog = git::ObjectCatalog::make(store);
  if (!catalog) return catalog;
  std::vector<size_t> unsound;
  for (size_t i = 0; i < catalog->packs(); ++i) {
    if (!catalog->forest(i)->is_sound()) unsound.push_back(i);
  }
  if (unsound.empty()) return catalog;
  store.recover(unsound);
  return git::ObjectCatalog::make(store);
}

// Days since 1970 of a date of the Gregorian calendar.
int64_t days_from_civil(int64_t year, int64_t month, int64_t day) {
  if (month <= 2) --year;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

}  // namespace

Result<RunResult> run_history(const git::Repository& repository, const HistoryRequest& request,
                              const Engine& engine, const IgnoreFile& ignore,
                              const RunOptions& options) {
  for (int attempt = 1;; ++attempt) {
    auto store =
        git::ObjectStore::open(repository, git::kDefaultObjectLimit, git::BrokenPack::kRecover);
    if (!store) return std::move(store).error();
    auto catalog = sound_catalog(*store);
    if (!catalog) return std::move(catalog).error();
    const bool is_current = store->is_current();
    if (!is_current && attempt < kMostAttempts) continue;
    History history(repository, *store, *catalog, request, engine, ignore, options);
    if (!is_current) history.skip("objects", kRestless);
    return history.run();
  }
}

std::optional<int64_t> parse_date(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:ddZ";
  if (text.size() != 10 && text.size() != kForm.size()) return std::nullopt;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool fits = kForm[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == kForm[i];
    if (!fits) return std::nullopt;
  }
  const auto number = [&](size_t at, size_t digits) {
    int64_t value = 0;
    for (const char c : text.substr(at, digits)) value = value * 10 + (c - '0');
    return value;
  };
  const int64_t month = number(5, 2);
  const int64_t day = number(8, 2);
  if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  int64_t seconds = days_from_civil(number(0, 4), month, day) * 86400;
  if (text.size() > 10) seconds += number(11, 2) * 3600 + number(14, 2) * 60 + number(17, 2);
  return seconds;
}

}  // namespace aegis

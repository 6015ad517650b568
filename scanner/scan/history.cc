#include "scanner/scan/history.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "scanner/base/path_globs.h"
#include "scanner/git/blob_places.h"
#include "scanner/git/name_check.h"
#include "scanner/git/object_walk.h"
#include "scanner/git/shallow.h"
#include "scanner/git/wanted_walk.h"
#include "scanner/scan/history_groups.h"
#include "scanner/scan/history_judge.h"
#include "scanner/scan/history_scope.h"
#include "scanner/scan/history_sieve.h"
#include "scanner/scan/history_state.h"
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
          const IgnoreFile& ignore, const RunOptions& options, HistoryState* state)
      : repository_(repository),
        store_(store),
        catalog_(catalog),
        request_(request),
        engine_(engine),
        ignore_(ignore),
        options_(options),
        state_(state),
        commits_(catalog) {}

  Result<RunResult> run() {
    auto names = Worker::create(engine_, ignore_, options_, silent_);
    if (!names) return std::move(names).error();
    recall();
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
    remember(*names);
    sort_report(result_.report);
    return std::move(result_);
  }

  void skip(std::string what, std::string why) {
    result_.report.skipped.push_back({std::move(what), std::move(why)});
  }

 private:
  // What is known already, and what is left to be looked at.
  void recall() {
    const HistoryRecall nothing(catalog_);
    const HistoryRecall& past = state_ != nullptr ? state_->recall() : nothing;
    news_ = past.news();
    commits_ = past.commits();
    known_trees_ = past.trees();
    HistoryKnowledge known = past.knowledge();
    result_.report.scanned = known.texts;
    result_.report.bytes = known.bytes;
    suspects_ = std::move(known.suspects);
    missing_ = std::move(known.missing);
    for (const git::ObjectNumber tree : known.malformed_trees) skip_tree(tree);
    if (state_ == nullptr || state_->damage().empty()) return;
    result_.report.notes.push_back(request_.state + ": " + state_->damage() +
                                   "; everything was scanned, and it is replaced");
  }

  Result<void> sieve() {
    Progress progress(options_.progress ? Progress::Show::kYes : Progress::Show::kNo);
    if (options_.progress) progress.expect(news_.size(), "objects");
    std::vector<HistorySieve> sieves;
    for (unsigned i = 0; i < options_.jobs; ++i) {
      auto made = HistorySieve::create(engine_, catalog_, store_.hash_kind(), options_.confidence,
                                       progress);
      if (!made) return std::move(made).error();
      sieves.push_back(*std::move(made));
    }
    const auto walked = walk_news(kTexts, pointers_to(sieves));
    new_.texts = walked.objects;
    new_.bytes = walked.bytes;
    result_.report.scanned += walked.objects;
    result_.report.bytes += walked.bytes;
    git::CommitTable commits(catalog_);
    for (HistorySieve& sieve : sieves) {
      if (sieve.error()) return *sieve.error();
      new_.suspects.insert(new_.suspects.end(), sieve.suspects().begin(), sieve.suspects().end());
      commits.merge(std::move(sieve.commits()));
      result_.stats.add(sieve.stages());
    }
    suspects_.insert(suspects_.end(), new_.suspects.begin(), new_.suspects.end());
    std::sort(suspects_.begin(), suspects_.end());
    if (commits_.records().empty()) {
      commits_.merge(std::move(commits));
      commits_.sort();
    } else if (!commits.records().empty()) {
      commits_.insert(std::move(commits));
    } else {
      commits_.merge(std::move(commits));
    }
    return {};
  }

  void read_trees() {
    const git::WantedBlobs wanted(catalog_, suspects_, engine_.globs_of_path_rules());
    std::vector<git::TreeLinks> passes;
    passes.reserve(options_.jobs);
    for (unsigned i = 0; i < options_.jobs; ++i) {
      passes.emplace_back(catalog_, wanted, store_.hash_kind());
    }
    walk_news(bit(git::ObjectType::kTree), pointers_to(passes));
    for (const git::TreeLinks& pass : passes) {
      for (const git::Oid& oid : pass.malformed()) {
        new_.malformed_trees.push_back(*catalog_.find(oid));
        skip_tree(new_.malformed_trees.back());
      }
      new_.missing.insert(new_.missing.end(), pass.missing().begin(), pass.missing().end());
    }
    std::sort(new_.missing.begin(), new_.missing.end());
    new_.missing.erase(std::unique(new_.missing.begin(), new_.missing.end()), new_.missing.end());
    missing_.insert(missing_.end(), new_.missing.begin(), new_.missing.end());
    trees_ = std::make_unique<git::LeadingTrees>(catalog_, passes, std::move(known_trees_));
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

  // Visits what is not remembered; what is to be remembered must be what its name says.
  git::WalkResult walk_news(unsigned types, const std::vector<git::ObjectVisitor*>& visitors) {
    git::WalkOptions options;
    options.types = types;
    if (state_ == nullptr) {
      return note_failures(git::walk_some(store_, catalog_, news_, options, visitors));
    }
    std::vector<git::NameCheck> checks;
    checks.reserve(visitors.size());
    for (git::ObjectVisitor* visitor : visitors) {
      checks.emplace_back(catalog_, store_.hash_kind(), *visitor);
    }
    auto walked =
        note_failures(git::walk_some(store_, catalog_, news_, options, pointers_to(checks)));
    for (const git::NameCheck& check : checks) {
      const auto& names = check.true_names();
      new_.true_names.insert(new_.true_names.end(), names.begin(), names.end());
      is_forged_ = is_forged_ || check.has_false_names();
    }
    return walked;
  }

  // Visits texts only.
  void walk_some(const std::vector<git::ObjectNumber>& numbers,
                 const std::vector<git::ObjectVisitor*>& visitors) {
    git::WalkOptions options;
    options.types = kTexts;
    note_failures(git::walk_some(store_, catalog_, numbers, options, visitors));
  }

  git::WalkResult note_failures(git::WalkResult result) {
    was_unreadable_ = was_unreadable_ || !result.failures.empty();
    for (const git::WalkFailure& failure : result.failures) {
      skip_object(failure.oid, failure.error.message());
    }
    return result;
  }

  void skip_tree(git::ObjectNumber tree) { skip_object(catalog_.oid(tree), "tree is malformed"); }

  // Only what was whole and true is remembered: of a repository in which something is damaged or
  // forged, nothing new. Nor is a name of a file that could be a secret.
  void remember(Worker& names) {
    if (state_ == nullptr || new_.true_names.empty()) return;
    const auto is_clean = [&](const std::string& name) { return names.printable(name) == name; };
    const auto& files = trees_->names();
    if (was_unreadable_ || is_forged_ || !std::all_of(files.begin(), files.end(), is_clean)) return;
    const auto added = state_->add(std::move(new_), commits_, *trees_);
    if (!added) {
      result_.report.notes.push_back("what was found out is not remembered: " +
                                     added.error().message());
    }
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
  HistoryState* state_;  // null: nothing is remembered
  std::vector<git::ObjectNumber> news_;
  HistoryKnowledge new_;  // about them
  git::LeadingParts known_trees_;
  bool was_unreadable_ = false;
  bool is_forged_ = false;
  Progress silent_{Progress::Show::kNo};
  git::CommitTable commits_;
  std::vector<git::ObjectNumber> suspects_;
  std::unique_ptr<git::LeadingTrees> trees_;
  HistoryPlaces at_;
  std::map<git::Oid, std::string> failed_;
  std::vector<git::Oid> missing_;
  RunResult result_;
};

// Packs with something new whose indexes do not tell of all their entries.
std::vector<size_t> packs_with_wrong_indexes(git::ObjectCatalog& catalog,
                                             const std::vector<git::ObjectNumber>& news) {
  std::vector<size_t> wrong;
  for (size_t pack = 0; pack < catalog.packs(); ++pack) {
    const git::ObjectNumber end = pack + 1 < catalog.packs() ? catalog.first_number_of(pack + 1)
                                                             : catalog.first_loose_number();
    const auto first = std::lower_bound(news.begin(), news.end(), catalog.first_number_of(pack));
    if (first == news.end() || *first >= end) continue;
    catalog.read_entries(pack);
    if (!catalog.forest(pack)->is_sound()) wrong.push_back(pack);
  }
  return wrong;
}

}  // namespace

Result<RunResult> run_history(const git::Repository& repository, const HistoryRequest& request,
                              const Engine& engine, const IgnoreFile& ignore,
                              const RunOptions& options) {
  std::vector<size_t> wrong;  // packs whose objects are to be found anew
  for (int attempt = 1;; ++attempt) {
    auto store =
        git::ObjectStore::open(repository, git::kDefaultObjectLimit, git::BrokenPack::kRecover);
    if (!store) return std::move(store).error();
    if (!wrong.empty()) store->recover(wrong);
    auto catalog = git::ObjectCatalog::list(*store);
    if (!catalog) return std::move(catalog).error();
    std::optional<HistoryState> state;
    if (!request.state.empty()) {
      auto opened = HistoryState::open(request.state, engine, options.confidence, *catalog,
                                       store->hash_kind());
      if (!opened) return std::move(opened).error();
      state.emplace(*std::move(opened));
    }
    const bool is_current = store->is_current();
    if (!is_current && attempt < kMostAttempts) {
      wrong.clear();
      continue;
    }
    if (wrong.empty()) {
      const auto news = state ? state->recall().news() : HistoryRecall(*catalog).news();
      wrong = packs_with_wrong_indexes(*catalog, news);
      if (!wrong.empty() && is_current) continue;
    }
    History history(repository, *store, *catalog, request, engine, ignore, options,
                    state ? &*state : nullptr);
    if (!is_current) history.skip("objects", kRestless);
    return history.run();
  }
}

}  // namespace aegis

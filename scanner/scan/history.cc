#include "scanner/scan/history.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "scanner/detect/rule_book.h"
#include "scanner/detect/secret_search.h"
#include "scanner/git/commit_reader.h"
#include "scanner/scan/history_groups.h"
#include "scanner/scan/history_scope.h"
#include "scanner/scan/history_sieve.h"
#include "scanner/scan/history_state.h"
#include "scanner/scan/history_suspects.h"
#include "scanner/scan/progress.h"
#include "scanner/scan/secret_sieve.h"

namespace aegis {

namespace {

// While packs are listed, and then loose objects, git may pack these: they would be in neither
// list.
constexpr int kMostAttempts = 5;
constexpr const char* kRestless =
    "packs came and went while they were listed; scan again when nothing repacks them";

template <typename T>
void append(std::vector<T>& to, std::vector<T>& more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

class History {
 public:
  History(const git::Repository& repository, const git::ObjectStore& store,
          git::ObjectCatalog& catalog, const HistoryRequest& request, const Engine& engine,
          const Suppressions& suppressions, const RunOptions& options, HistoryState* state)
      : repository_(repository),
        store_(store),
        catalog_(catalog),
        request_(request),
        engine_(engine),
        suppressions_(suppressions),
        options_(options),
        state_(state),
        progress_(options.progress ? Progress::Show::kYes : Progress::Show::kNo),
        gaps_(repository, store, catalog),
        walk_(store, catalog,
              state == nullptr ? HistoryWalk::Names::kTrusted : HistoryWalk::Names::kChecked, gaps_,
              progress_),
        commits_(catalog) {}

  Result<RunResult> run() {
    auto names = Worker::create(engine_, suppressions_, options_, silent_);
    if (!names) return std::move(names).error();
    recall();
    if (auto ok = sieve(); !ok) return std::move(ok).error();
    const auto scope = HistoryScope::make(repository_, store_, catalog_, commits_, request_);
    if (!scope) return scope.error();
    HistorySuspects suspects(store_, catalog_, commits_, *scope, engine_, suppressions_, options_,
                             walk_, gaps_);
    if (auto ok = scan(suspects); !ok) return std::move(ok).error();
    auto& findings = suspects.result().report.findings;
    group_history(findings, catalog_, commits_, suspects.trees(), *scope, *names);
    drop_those_of_others(findings);
    for (const Error& problem : scope->problems()) {
      skip("refs", names->printable(problem.message()));
    }
    remember(suspects, *names);
    return finish(suspects);
  }

  void skip(std::string what, std::string why) { gaps_.add(std::move(what), std::move(why)); }

 private:
  // What is known already, and what is left to be looked at.
  void recall() {
    const HistoryRecall nothing(catalog_);
    const HistoryRecall& past = state_ != nullptr ? state_->recall() : nothing;
    news_ = past.news();
    commits_ = past.commits();
    // Of a tree the first copy counts, as it does of a commit.
    std::copy_if(news_.begin(), news_.end(), std::back_inserter(trees_.news),
                 [&](git::ObjectNumber number) { return catalog_.is_first(number); });
    trees_.known = past.trees();
    HistoryKnowledge known = past.knowledge();
    result_.report.scanned = known.texts;
    result_.report.bytes = known.bytes;
    suspects_ = std::move(known.suspects);
    std::sort(suspects_.begin(), suspects_.end());
    gaps_.add_missing(known.missing);
    for (const git::ObjectNumber tree : known.malformed_trees) gaps_.add_malformed_tree(tree);
    if (state_ == nullptr || state_->damage().empty()) return;
    result_.report.notes.push_back(request_.state + ": " + state_->damage() +
                                   "; everything was scanned, and it is replaced");
  }

  Result<void> sieve() {
    const std::vector<git::ObjectNumber> own = take_own();
    const Confidence least = state_ != nullptr ? state_->least() : options_.confidence;
    auto sieves = make_sieves(engine_, least);
    if (!sieves) return std::move(sieves).error();
    const auto walked = walk_.visit_new("objects", own, kTexts, pointers_to(*sieves));
    new_.texts = walked.objects;
    new_.bytes = walked.bytes;
    result_.report.scanned += walked.objects;
    result_.report.bytes += walked.bytes;
    git::CommitTable commits(catalog_);
    if (auto ok = take_suspects(*sieves); !ok) return ok;
    for (HistorySieve& sieve : *sieves) commits.merge(std::move(sieve.commits()));
    read_commits_of_others(commits);
    add_commits(std::move(commits));
    return sieve_olds();
  }

  // Of the news; the rest are others_.
  std::vector<git::ObjectNumber> take_own() {
    if (options_.shard.is_all()) return news_;
    std::vector<git::ObjectNumber> own;
    for (const git::ObjectNumber number : news_) {
      const bool is_own = options_.shard.holds(catalog_.oid(number).bytes());
      (is_own ? own : others_).push_back(number);
    }
    return own;
  }

  Result<std::vector<HistorySieve>> make_sieves(const Engine& engine,
                                                std::optional<Confidence> least) const {
    std::vector<HistorySieve> sieves;
    for (unsigned i = 0; i < options_.jobs; ++i) {
      auto made = HistorySieve::create(engine, catalog_, store_.hash_kind(), least);
      if (!made) return std::move(made).error();
      sieves.push_back(*std::move(made));
    }
    return sieves;
  }

  Result<void> take_suspects(const std::vector<HistorySieve>& sieves) {
    for (const HistorySieve& sieve : sieves) {
      if (sieve.error()) return *sieve.error();
      new_.suspects.insert(new_.suspects.end(), sieve.suspects().begin(), sieve.suspects().end());
      result_.stats.add(sieve.stages());
    }
    return {};
  }

  // Looks at what is remembered once more, for what it was not looked at: rules that were added,
  // and the user's own secrets, of which nothing is remembered. Any candidate of these counts, for
  // one that comes to nothing may have been in another one's way, or be in it.
  Result<void> sieve_olds() {
    if (state_ == nullptr || state_->recall().is_empty()) return {};
    if (state_->added_rules().empty() && engine_.known() == nullptr) return {};
    std::vector<RuleBook> books;
    for (const RuleSet& set : state_->added_rules()) {
      auto book = make_rule_book(set);
      if (!book) return std::move(book).error();
      books.push_back(*std::move(book));
    }
    const auto engine = Engine::create(std::move(books), engine_.known());
    if (!engine) return engine.error();
    auto olds = state_->recall().olds();
    auto sieves = make_sieves(*engine, std::nullopt);
    if (!sieves) return std::move(sieves).error();
    const size_t before = new_.suspects.size();
    walk_.visit("known objects", olds, kTexts, pointers_to(*sieves));
    if (auto ok = take_suspects(*sieves); !ok) return ok;
    std::erase_if(new_.suspects, [&](git::ObjectNumber number) {
      return std::binary_search(suspects_.begin(), suspects_.end(), number);
    });
    const bool has_more = new_.suspects.size() > before;
    // Trees were read for other suspects and paths.
    if (has_more || !engine->globs_of_path_rules().empty()) trees_.olds = std::move(olds);
    return {};
  }

  void read_commits_of_others(git::CommitTable& commits) {
    if (others_.empty()) return;
    std::vector<git::CommitReader> readers;
    readers.reserve(options_.jobs);
    for (unsigned i = 0; i < options_.jobs; ++i) {
      readers.emplace_back(catalog_, store_.hash_kind());
    }
    walk_.visit("commits", others_, bit(git::ObjectType::kCommit), pointers_to(readers));
    for (git::CommitReader& reader : readers) commits.merge(std::move(reader.commits()));
  }

  void add_commits(git::CommitTable commits) {
    if (commits_.records().empty()) {
      commits_.merge(std::move(commits));
      commits_.sort();
    } else if (!commits.records().empty()) {
      commits_.insert(std::move(commits));
    } else {
      commits_.merge(std::move(commits));
    }
  }

  Result<void> scan(HistorySuspects& suspects) {
    add_suspects(new_.suspects);
    are_trees_read_anew_ = !trees_.olds.empty();
    if (are_trees_read_anew_) trees_.known = {};
    auto ok = suspects.scan(suspects_, others_.empty() ? std::move(trees_) : trees_);
    if (!ok || others_.empty() || suspects.result().report.findings.empty()) return ok;
    const size_t before = suspects_.size();
    look_elsewhere(suspects.result().report.findings);
    return suspects_.size() > before ? suspects.scan(suspects_, trees_) : Result<void>();
  }

  void add_suspects(const std::vector<git::ObjectNumber>& more) {
    suspects_.insert(suspects_.end(), more.begin(), more.end());
    std::sort(suspects_.begin(), suspects_.end());
  }

  // What has been found may stand in other shards' objects, too.
  void look_elsewhere(const std::vector<Finding>& findings) {
    std::vector<Secret> secrets;
    for (const Finding& finding : findings) {
      if (!finding.secret.empty()) secrets.push_back(finding.secret);
    }
    const SecretSearch search(secrets);
    std::vector<SecretSieve> sieves;
    sieves.reserve(options_.jobs);
    for (unsigned i = 0; i < options_.jobs; ++i) sieves.emplace_back(search);
    walk_.visit("objects of other parts", others_, kTexts, pointers_to(sieves));
    for (const SecretSieve& sieve : sieves) add_suspects(sieve.holders());
  }

  // A finding is the shard's that holds the object of its oldest place.
  void drop_those_of_others(std::vector<Finding>& findings) const {
    std::erase_if(findings, [&](const Finding& finding) {
      const auto oid = git::Oid::from_hex(finding.origin->blob, store_.hash_kind());
      return oid && !options_.shard.holds(oid->bytes());
    });
  }

  // Only what was whole and true is remembered: of a repository in which something is damaged or
  // forged, nothing new. Nor is a name of a file that could be a secret.
  void remember(const HistorySuspects& suspects, Worker& names) {
    if (state_ == nullptr || !walk_.is_sound()) return;
    if (walk_.true_names().empty() && !are_trees_read_anew_ && state_->added_rules().empty())
      return;
    const auto is_clean = [&](const std::string& name) { return names.printable(name) == name; };
    const auto& files = suspects.trees().names();
    if (!std::all_of(files.begin(), files.end(), is_clean)) return;
    std::erase_if(new_.suspects,
                  [&](git::ObjectNumber number) { return !catalog_.is_first(number); });
    new_.true_names = std::move(walk_.true_names());
    new_.missing = suspects.missing();
    new_.malformed_trees = suspects.malformed();
    using Trees = HistoryState::Trees;
    const auto added = state_->add(std::move(new_), commits_, suspects.trees(),
                                   are_trees_read_anew_ ? Trees::kReadAnew : Trees::kContinued);
    if (!added) {
      result_.report.notes.push_back("what was found out is not remembered: " +
                                     added.error().message());
    }
  }

  RunResult finish(HistorySuspects& suspects) {
    RunResult result = std::move(suspects.result());
    result.report.scanned = result_.report.scanned;
    result.report.bytes = result_.report.bytes;
    append(result.report.notes, result_.report.notes);
    result.stats.add(result_.stats);
    gaps_.move_into(result.report, commits_);
    sort_report(result.report);
    sort_watched(result.watched);
    return result;
  }

  const git::Repository& repository_;
  const git::ObjectStore& store_;
  git::ObjectCatalog& catalog_;
  const HistoryRequest& request_;
  const Engine& engine_;
  const Suppressions& suppressions_;
  const RunOptions& options_;
  HistoryState* state_;  // null: nothing is remembered
  Progress progress_;
  HistoryGaps gaps_;
  HistoryWalk walk_;
  std::vector<git::ObjectNumber> news_;
  std::vector<git::ObjectNumber> others_;  // of them, those of other shards
  HistoryKnowledge new_;                   // about the news
  HistorySuspects::Trees trees_;
  bool are_trees_read_anew_ = false;  // those that are remembered, too
  Progress silent_{Progress::Show::kNo};
  git::CommitTable commits_;
  std::vector<git::ObjectNumber> suspects_;
  RunResult result_;
};

// Packs with something new whose indexes do not tell of all their entries.
std::vector<size_t> packs_with_wrong_indexes(git::ObjectCatalog& catalog,
                                             const std::vector<git::ObjectNumber>& news,
                                             unsigned jobs) {
  std::vector<size_t> wrong;
  for (size_t pack = 0; pack < catalog.packs(); ++pack) {
    const git::ObjectNumber end = pack + 1 < catalog.packs() ? catalog.first_number_of(pack + 1)
                                                             : catalog.first_loose_number();
    const auto first = std::lower_bound(news.begin(), news.end(), catalog.first_number_of(pack));
    if (first == news.end() || *first >= end) continue;
    catalog.read_entries(pack, jobs);
    if (!catalog.forest(pack)->is_sound()) wrong.push_back(pack);
  }
  return wrong;
}

}  // namespace

Result<RunResult> run_history(const git::Repository& repository, const HistoryRequest& request,
                              const Engine& engine, const Suppressions& suppressions,
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
      const HistoryRecall nothing(*catalog);
      const auto& news = state ? state->recall().news() : nothing.news();
      wrong = packs_with_wrong_indexes(*catalog, news, options.jobs);
      if (!wrong.empty() && is_current) continue;
    }
    History history(repository, *store, *catalog, request, engine, suppressions, options,
                    state ? &*state : nullptr);
    if (!is_current) history.skip("objects", kRestless);
    return history.run();
  }
}

}  // namespace aegis

#include "scanner/scan/history_suspects.h"

#include <algorithm>
#include <set>
#include <utility>

#include "scanner/base/path_globs.h"
#include "scanner/git/blob_places.h"
#include "scanner/git/commit_reader.h"
#include "scanner/git/name_check.h"

namespace aegis {

namespace {

template <typename T>
void sort_without_repeats(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

Result<void> HistorySuspects::scan(std::vector<git::ObjectNumber> suspects, Trees trees) {
  read_trees(suspects, std::move(trees));
  place(suspects);
  sort_without_repeats(suspects);
  if (catalog_.has_copies()) add_copies(suspects);
  return judge(suspects);
}

void HistorySuspects::read_trees(const std::vector<git::ObjectNumber>& suspects, Trees trees) {
  const git::WantedBlobs wanted(catalog_, suspects, engine_.globs_of_path_rules());
  std::vector<git::TreeLinks> passes;
  passes.reserve(options_.jobs);
  for (unsigned i = 0; i < options_.jobs; ++i) {
    passes.emplace_back(catalog_, wanted, store_.hash_kind());
  }
  walk_.visit_new("trees", trees.news, bit(git::ObjectType::kTree), pointers_to(passes));
  walk_.visit("trees", trees.olds, bit(git::ObjectType::kTree), pointers_to(passes));
  for (git::TreeLinks& pass : passes) {
    pass.finish();
    for (const git::Oid& oid : pass.malformed()) malformed_.push_back(*catalog_.find(oid));
    missing_.insert(missing_.end(), pass.missing().begin(), pass.missing().end());
  }
  sort_without_repeats(malformed_);
  sort_without_repeats(missing_);
  for (const git::ObjectNumber tree : malformed_) gaps_.add_malformed_tree(tree);
  gaps_.add_missing(missing_);
  std::vector<git::ObjectNumber> tops;
  for (const git::CommitRecord& commit : commits_.records()) tops.push_back(commit.tree);
  trees_ = std::make_unique<git::LeadingTrees>(catalog_, passes, tops, std::move(trees.known));
}

// Adds what is suspect for its path.
void HistorySuspects::place(std::vector<git::ObjectNumber>& suspects) {
  git::BlobPlaces places(*trees_, commits_);
  at_ = {};
  at_.places = places.all(scope_.commits(), scope_.trees());
  PathGlobs suspect_paths;
  for (const std::string& glob : engine_.globs_of_path_rules()) suspect_paths.add(glob, 0);
  for (size_t i = 0; i < at_.places.size(); ++i) {
    const git::BlobPlace& place = at_.places[i];
    at_.begins.try_emplace(place.blob, i);
    if (!suspect_paths.matches(place.path).empty()) suspects.push_back(place.blob);
  }
  if (places.is_cut_short()) {
    gaps_.add("trees", "folders stand at more paths than can be followed; not all were");
  }
}

// Of objects that are stored several times, every copy, but one only of those that are what their
// name says.
void HistorySuspects::add_copies(std::vector<git::ObjectNumber>& suspects) {
  std::vector<git::ObjectNumber> firsts;
  for (const git::ObjectNumber number : suspects) firsts.push_back(catalog_.first_of(number));
  sort_without_repeats(firsts);
  std::vector<git::ObjectNumber> copied;
  for (git::ObjectNumber number = 0; number < catalog_.size(); ++number) {
    if (catalog_.is_first(number)) continue;
    const git::ObjectNumber first = catalog_.first_of(number);
    if (!std::binary_search(firsts.begin(), firsts.end(), first)) continue;
    copied.insert(copied.end(), {first, number});
  }
  sort_without_repeats(copied);
  git::CommitReader nobody(catalog_, store_.hash_kind());
  std::vector<git::NameCheck> check;
  check.emplace_back(catalog_, store_.hash_kind(), nobody);
  walk_.visit("copies", copied, kTexts, pointers_to(check));
  std::vector<git::ObjectNumber> true_names = check.front().true_names();
  sort_without_repeats(true_names);
  std::set<git::ObjectNumber> had;  // firsts of those
  suspects.insert(suspects.end(), copied.begin(), copied.end());
  sort_without_repeats(suspects);
  std::erase_if(suspects, [&](git::ObjectNumber number) {
    return std::binary_search(true_names.begin(), true_names.end(), number) &&
           !had.insert(catalog_.first_of(number)).second;
  });
}

Result<void> HistorySuspects::judge(const std::vector<git::ObjectNumber>& suspects) {
  std::vector<HistoryJudge> judges;
  judges.reserve(options_.jobs);
  for (unsigned i = 0; i < options_.jobs; ++i) {
    auto worker = Worker::create(engine_, suppressions_, options_, silent_);
    if (!worker) return std::move(worker).error();
    judges.emplace_back(store_, catalog_, commits_, scope_, at_, suppressions_, *std::move(worker));
  }
  walk_.visit("suspects", suspects, kTexts, pointers_to(judges));
  const StageStats stats = result_.stats;
  result_ = {};
  result_.stats = stats;
  for (HistoryJudge& judge : judges) {
    judge.worker().move_into(result_);
    result_.report.excluded += judge.excluded();
    for (const std::string& path : judge.judged_once()) {
      result_.report.skipped.push_back(
          {judge.worker().printable(path), "is too large to be judged at its other paths too"});
    }
  }
  return {};
}

}  // namespace aegis

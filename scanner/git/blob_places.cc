#include "scanner/git/blob_places.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scanner/git/comparison.h"

namespace aegis::git {

namespace {

constexpr size_t kMostPlaces = 1'000'000;
constexpr uint32_t kMostVisits = 1000;   // of one tree, each at a path of its own
constexpr uint32_t kMostPaths = 10'000;  // of one blob
constexpr uint64_t kMostLooks = 1'000'000'000;
constexpr uint32_t kMostPath = 64 * 1024;  // bytes
constexpr uint64_t kMostText = 256 << 20;  // bytes of all paths

}  // namespace

std::vector<uint32_t> tops_of(const LeadingTrees& trees, const CommitTable& commits) {
  std::vector<uint32_t> tops;
  tops.reserve(commits.records().size());
  for (const CommitRecord& record : commits.records()) tops.push_back(trees.index_of(record.tree));
  return tops;
}

// Whether it was not there yet.
bool BlobPlaces::Seen::add(uint32_t index, uint32_t path) {
  if (first_paths[index] == path) return false;
  if (first_paths[index] != kNoPath) return others.insert(uint64_t{index} << 32 | path).second;
  first_paths[index] = path;
  return true;
}

// `likely` is a path that it may well be, or kNoPath.
uint32_t BlobPlaces::path_of(PathPart part, uint32_t likely) {
  if (likely != kNoPath && likely != 0 && paths_[likely] == part) return likely;
  const auto [number, is_new] = path_numbers_.try_emplace(uint64_t{part.parent} << 32 | part.name,
                                                          static_cast<uint32_t>(paths_.size()));
  if (is_new) {
    const size_t size = sizes_[part.parent] + trees_.names()[part.name].size() + 1;
    paths_.push_back(part);
    sizes_.push_back(static_cast<uint32_t>(std::min<size_t>(size, UINT32_MAX)));
  }
  return number->second;
}

std::string BlobPlaces::text_of(uint32_t path) const {
  std::vector<uint32_t> parts;
  for (; path != 0; path = paths_[path].parent) parts.push_back(paths_[path].name);
  std::string text;
  for (auto name = parts.rbegin(); name != parts.rend(); ++name) {
    if (!text.empty()) text += '/';
    text += trees_.names()[*name];
  }
  return text;
}

void BlobPlaces::walk(uint32_t top, uint32_t commit) {
  todo_.clear();
  if (const Step first{top, 0, 0}; may_enter(first)) todo_.push_back(first);
  while (!todo_.empty()) {
    const Step step = todo_.back();
    todo_.pop_back();
    for (const LeadingLink& link : trees_.links(step.tree)) {
      if (++looks_ > kMostLooks) {
        cut_short_ = true;
        return;
      }
      Seen& seen = link.is_folder ? seen_trees_ : seen_blobs_;
      const uint32_t path = path_of({step.path, link.name}, seen.first_paths[link.child]);
      if (link.is_folder) {
        if (const Step next{link.child, path, step.depth + 1}; may_enter(next)) {
          todo_.push_back(next);
        }
      } else if (seen.add(link.child, path) && may_add_blob(link.child, path)) {
        places_.push_back({trees_.blobs()[link.child], text_of(path), commit});
      }
    }
  }
}

// Whether the tree is to be looked at, at this path, for the first time.
bool BlobPlaces::may_enter(const Step& step) {
  if (!seen_trees_.add(step.tree, step.path)) return false;
  if (++visits_[step.tree] <= kMostVisits && step.depth <= kMaxTreeDepth &&
      sizes_[step.path] <= kMostPath) {
    return true;
  }
  cut_short_ = true;
  return false;
}

bool BlobPlaces::may_add_blob(uint32_t blob, uint32_t path) {
  if (places_.size() < kMostPlaces && paths_of_[blob] < kMostPaths &&
      text_bytes_ + sizes_[path] <= kMostText) {
    text_bytes_ += sizes_[path];
    ++paths_of_[blob];
    return true;
  }
  cut_short_ = true;
  return false;
}

std::vector<BlobPlace> BlobPlaces::all(const std::vector<bool>* counts,
                                       const std::vector<ObjectNumber>& trees) {
  visits_.assign(trees_.size(), 0);
  seen_trees_.first_paths.assign(trees_.size(), kNoPath);
  seen_blobs_.first_paths.assign(trees_.blobs().size(), kNoPath);
  paths_of_.assign(trees_.blobs().size(), 0);
  const std::vector<uint32_t> tops = tops_of(trees_, commits_);
  for (uint32_t commit = 0; commit < tops.size(); ++commit) {
    if (counts != nullptr && !(*counts)[commit]) continue;
    if (tops[commit] != kNoTree) walk(tops[commit], commit);
  }
  for (const ObjectNumber number : trees) {
    if (trees_.index_of(number) != kNoTree) walk(trees_.index_of(number), kNoCommit);
  }
  if (counts == nullptr) {
    // Trees that hang in the air: first those that no other one holds.
    std::vector<bool> held(trees_.size(), false);
    for (uint32_t tree = 0; tree < trees_.size(); ++tree) {
      for (const LeadingLink& link : trees_.links(tree)) {
        if (link.is_folder) held[link.child] = true;
      }
    }
    for (uint32_t tree = 0; tree < trees_.size(); ++tree) {
      if (!held[tree] && visits_[tree] == 0) walk(tree, kNoCommit);
    }
    // Those that are left lie too deep, or hold themselves. What holds others comes after them.
    for (uint32_t tree = trees_.size(); tree-- > 0;) {
      if (visits_[tree] == 0) walk(tree, kNoCommit);
    }
  }
  std::sort(places_.begin(), places_.end(), [](const BlobPlace& a, const BlobPlace& b) {
    return std::tie(a.blob, a.commit, a.path) < std::tie(b.blob, b.commit, b.path);
  });
  return std::move(places_);
}

}  // namespace aegis::git

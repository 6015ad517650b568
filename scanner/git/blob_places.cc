#include "scanner/git/blob_places.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scanner/git/comparison.h"

namespace aegis::git {

namespace {

constexpr size_t kMostPlaces = 1'000'000;
constexpr uint32_t kMostVisits = 1000;  // of one tree, each at a path of its own

}  // namespace

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
  if (is_new) paths_.push_back(part);
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
  todo_.assign(1, {top, 0, 0});
  while (!todo_.empty()) {
    const Step step = todo_.back();
    todo_.pop_back();
    if (!seen_trees_.add(step.tree, step.path)) continue;
    if (++visits_[step.tree] > kMostVisits || places_.size() > kMostPlaces ||
        step.depth > kMaxTreeDepth) {
      cut_short_ = true;
      continue;
    }
    for (const LeadingLink& link : trees_.links(step.tree)) {
      Seen& seen = link.is_folder ? seen_trees_ : seen_blobs_;
      const uint32_t path = path_of({step.path, link.name}, seen.first_paths[link.child]);
      if (link.is_folder) {
        todo_.push_back({link.child, path, step.depth + 1});
      } else if (seen.add(link.child, path)) {
        places_.push_back({trees_.blobs()[link.child], text_of(path), commit});
      }
    }
  }
}

std::vector<BlobPlace> BlobPlaces::all(const std::vector<bool>* counts) {
  visits_.assign(trees_.size(), 0);
  seen_trees_.first_paths.assign(trees_.size(), kNoPath);
  seen_blobs_.first_paths.assign(trees_.blobs().size(), kNoPath);
  const auto& records = commits_.records();
  for (uint32_t commit = 0; commit < records.size(); ++commit) {
    if (counts != nullptr && !(*counts)[commit]) continue;
    const uint32_t tree = trees_.index_of(records[commit].tree);
    if (tree != kNoTree) walk(tree, commit);
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
    for (uint32_t tree = 0; tree < trees_.size(); ++tree) {
      if (visits_[tree] == 0) walk(tree, kNoCommit);
    }
  }
  std::sort(places_.begin(), places_.end(), [](const BlobPlace& a, const BlobPlace& b) {
    return std::tie(a.blob, a.commit, a.path) < std::tie(b.blob, b.commit, b.path);
  });
  return std::move(places_);
}

}  // namespace aegis::git

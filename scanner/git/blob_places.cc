#include "scanner/git/blob_places.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scanner/git/comparison.h"

namespace aegis::git {

namespace {

constexpr uint32_t kNoIndex = UINT32_MAX;
constexpr size_t kMostPlaces = 1'000'000;
constexpr uint32_t kMostVisits = 1000;  // of one tree, each at a path of its own

}  // namespace

BlobPlaces::BlobPlaces(const ObjectCatalog& catalog, const CommitTable& commits,
                       const std::vector<TreeLinks>& passes)
    : commits_(commits), indexes_(catalog.size(), kNoIndex) {
  std::unordered_map<std::string, uint32_t> numbers;
  for (const TreeLinks& pass : passes) {
    std::vector<uint32_t> own_numbers;
    for (const std::string& name : pass.names()) {
      const auto [number, is_new] = numbers.try_emplace(name, static_cast<uint32_t>(names_.size()));
      if (is_new) names_.push_back(name);
      own_numbers.push_back(number->second);
    }
    for (const TreeLinks::TreeOf& tree : pass.trees()) {
      TreeLinks::TreeOf kept{tree.tree, static_cast<uint32_t>(links_.size()), 0};
      for (TreeLink link : pass.links(tree)) {
        link.name = own_numbers[link.name] & 0x7fffffff;
        links_.push_back(link);
      }
      kept.end = static_cast<uint32_t>(links_.size());
      indexes_[tree.tree] = static_cast<uint32_t>(trees_.size());
      trees_.push_back(kept);
    }
  }
  visits_.assign(trees_.size(), 0);
  find_leads();
}

uint32_t BlobPlaces::index_of(ObjectNumber tree) const {
  return tree < indexes_.size() ? indexes_[tree] : kNoIndex;
}

std::span<const TreeLink> BlobPlaces::links(uint32_t tree) const {
  return std::span(links_).subspan(trees_[tree].begin, trees_[tree].end - trees_[tree].begin);
}

// From the trees that hold a blob asked about upwards.
void BlobPlaces::find_leads() {
  leads_.assign(trees_.size(), false);
  std::vector<uint32_t> begins(trees_.size() + 1, 0);
  for (const TreeLink& link : links_) {
    if (link.is_folder && index_of(link.child) != kNoIndex) ++begins[index_of(link.child) + 1];
  }
  for (size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  std::vector<uint32_t> holders(begins.back());
  std::vector<uint32_t> next(begins.begin(), begins.end() - 1);
  std::vector<uint32_t> todo;
  for (uint32_t tree = 0; tree < trees_.size(); ++tree) {
    for (const TreeLink& link : links(tree)) {
      if (!link.is_folder) {
        if (!leads_[tree]) todo.push_back(tree);
        leads_[tree] = true;
      } else if (const uint32_t child = index_of(link.child); child != kNoIndex) {
        holders[next[child]++] = tree;
      }
    }
  }
  while (!todo.empty()) {
    const uint32_t tree = todo.back();
    todo.pop_back();
    for (uint32_t i = begins[tree]; i < begins[tree + 1]; ++i) {
      if (leads_[holders[i]]) continue;
      leads_[holders[i]] = true;
      todo.push_back(holders[i]);
    }
  }
}

uint32_t BlobPlaces::path_of(uint32_t parent, uint32_t name) {
  const auto [number, is_new] = path_numbers_.try_emplace(uint64_t{parent} << 32 | name,
                                                          static_cast<uint32_t>(paths_.size()));
  if (is_new) paths_.push_back({parent, name});
  return number->second;
}

std::string BlobPlaces::text_of(uint32_t path) const {
  std::vector<uint32_t> parts;
  for (; path != 0; path = paths_[path].parent) parts.push_back(paths_[path].name);
  std::string text;
  for (auto name = parts.rbegin(); name != parts.rend(); ++name) {
    if (!text.empty()) text += '/';
    text += names_[*name];
  }
  return text;
}

void BlobPlaces::walk(uint32_t top, uint32_t commit, std::vector<BlobPlace>& out) {
  std::vector<Step> todo{{top, 0, 0}};
  while (!todo.empty()) {
    const Step step = todo.back();
    todo.pop_back();
    if (!leads_[step.tree]) continue;
    if (!seen_trees_.insert(uint64_t{step.tree} << 32 | step.path).second) continue;
    if (++visits_[step.tree] > kMostVisits || out.size() > kMostPlaces ||
        step.depth > kMaxTreeDepth) {
      cut_short_ = true;
      continue;
    }
    for (const TreeLink& link : links(step.tree)) {
      const uint32_t path = path_of(step.path, link.name);
      if (link.is_folder) {
        const uint32_t child = index_of(link.child);
        if (child != kNoIndex) todo.push_back({child, path, step.depth + 1});
      } else if (seen_blobs_.insert(uint64_t{link.child} << 32 | path).second) {
        out.push_back({link.child, text_of(path), commit});
      }
    }
  }
}

std::vector<BlobPlace> BlobPlaces::all(const std::vector<bool>* counts) {
  std::vector<BlobPlace> places;
  const auto& records = commits_.records();
  for (uint32_t commit = 0; commit < records.size(); ++commit) {
    if (counts != nullptr && !(*counts)[commit]) continue;
    const uint32_t tree = index_of(records[commit].tree);
    if (tree != kNoIndex) walk(tree, commit, places);
  }
  if (counts == nullptr) {
    // Trees that hang in the air: first those that no other one holds.
    std::vector<bool> held(trees_.size(), false);
    for (const TreeLink& link : links_) {
      if (link.is_folder && index_of(link.child) != kNoIndex) held[index_of(link.child)] = true;
    }
    for (uint32_t tree = 0; tree < trees_.size(); ++tree) {
      if (leads_[tree] && !held[tree] && visits_[tree] == 0) walk(tree, kNoCommit, places);
    }
    for (uint32_t tree = 0; tree < trees_.size(); ++tree) {
      if (leads_[tree] && visits_[tree] == 0) walk(tree, kNoCommit, places);
    }
  }
  std::sort(places.begin(), places.end(), [](const BlobPlace& a, const BlobPlace& b) {
    return std::tie(a.blob, a.commit, a.path) < std::tie(b.blob, b.commit, b.path);
  });
  return places;
}

void BlobPlaces::for_each_blob(ObjectNumber tree,
                               const std::function<void(ObjectNumber)>& visit) const {
  const uint32_t top = index_of(tree);
  if (top == kNoIndex || !leads_[top]) return;
  std::vector<uint32_t> todo{top};
  std::unordered_set<uint32_t> trees{top};
  std::unordered_set<ObjectNumber> blobs;
  while (!todo.empty()) {
    const uint32_t next = todo.back();
    todo.pop_back();
    for (const TreeLink& link : links(next)) {
      if (!link.is_folder) {
        if (blobs.insert(link.child).second) visit(link.child);
      } else if (const uint32_t child = index_of(link.child); child != kNoIndex) {
        if (leads_[child] && trees.insert(child).second) todo.push_back(child);
      }
    }
  }
}

}  // namespace aegis::git

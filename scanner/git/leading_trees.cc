#include "scanner/git/leading_trees.h"

#include <algorithm>
#include <unordered_map>

namespace aegis::git {

namespace {

// What the passes have found, under one numbering: trees in the order of their object numbers.
class AllLinks {
 public:
  // `earlier` are the indexes of trees that are known to lead somewhere.
  AllLinks(const ObjectCatalog& catalog, const std::vector<TreeLinks>& passes,
           const std::vector<uint32_t>& earlier)
      : passes_(passes), earlier_(earlier), indexes_(catalog.size(), kNoTree) {
    for (uint32_t pass = 0; pass < passes.size(); ++pass) {
      for (const TreeLinks::TreeOf& tree : passes[pass].trees()) trees_.push_back({tree, pass});
    }
    std::sort(trees_.begin(), trees_.end(),
              [](const Tree& a, const Tree& b) { return a.of.tree < b.of.tree; });
    for (uint32_t i = 0; i < trees_.size(); ++i) indexes_[trees_[i].of.tree] = i;
  }

  uint32_t size() const { return static_cast<uint32_t>(trees_.size()); }
  ObjectNumber number(uint32_t tree) const { return trees_[tree].of.tree; }
  std::span<const TreeLink> links(uint32_t tree) const {
    return passes_[trees_[tree].pass].links(trees_[tree].of);
  }
  const std::string& name(uint32_t tree, const TreeLink& link) const {
    return passes_[trees_[tree].pass].names()[link.name];
  }
  // Whether the link alone leads somewhere: to a blob, or a tree that does.
  bool is_end(const TreeLink& link) const {
    return !link.is_folder || earlier_[link.child] != kNoTree;
  }
  // kNoTree where the link is no folder of the passes.
  uint32_t folder(const TreeLink& link) const {
    return link.is_folder ? indexes_[link.child] : kNoTree;
  }

  // From the trees that hold a blob asked about upwards.
  std::vector<bool> leads() const {
    std::vector<uint32_t> begins(size() + 1, 0);
    for (uint32_t tree = 0; tree < size(); ++tree) {
      for (const TreeLink& link : links(tree)) {
        if (folder(link) != kNoTree) ++begins[folder(link) + 1];
      }
    }
    for (size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
    std::vector<uint32_t> holders(begins.back());
    std::vector<uint32_t> next(begins.begin(), begins.end() - 1);
    std::vector<bool> leads(size(), false);
    std::vector<uint32_t> todo;
    for (uint32_t tree = 0; tree < size(); ++tree) {
      for (const TreeLink& link : links(tree)) {
        if (is_end(link)) {
          if (!leads[tree]) todo.push_back(tree);
          leads[tree] = true;
        } else if (folder(link) != kNoTree) {
          holders[next[folder(link)]++] = tree;
        }
      }
    }
    while (!todo.empty()) {
      const uint32_t tree = todo.back();
      todo.pop_back();
      for (uint32_t i = begins[tree]; i < begins[tree + 1]; ++i) {
        if (leads[holders[i]]) continue;
        leads[holders[i]] = true;
        todo.push_back(holders[i]);
      }
    }
    return leads;
  }

 private:
  struct Tree {
    TreeLinks::TreeOf of;
    uint32_t pass = 0;
  };
  const std::vector<TreeLinks>& passes_;
  const std::vector<uint32_t>& earlier_;  // by object number, as are the next
  std::vector<Tree> trees_;
  std::vector<uint32_t> indexes_;
};

// Trees that lead somewhere, each after those it holds.
class Order {
 public:
  Order(const AllLinks& all, const std::vector<bool>& leads) : all_(all), leads_(leads) {
    steps_.resize(all.size(), Step::kNew);
    for (uint32_t tree = 0; tree < all.size(); ++tree) {
      if (leads[tree] && steps_[tree] == Step::kNew) follow(tree);
    }
  }

  const std::vector<uint32_t>& trees() const { return trees_; }
  bool has_cycle() const { return has_cycle_; }

 private:
  enum class Step : uint8_t { kNew, kOpen, kDone };

  void follow(uint32_t top) {
    open(top);
    while (!path_.empty()) {
      auto& [tree, next] = path_.back();
      const auto links = all_.links(tree);
      if (next == links.size()) {
        steps_[tree] = Step::kDone;
        trees_.push_back(tree);
        path_.pop_back();
        continue;
      }
      const uint32_t child = all_.folder(links[next++]);
      if (child == kNoTree || !leads_[child]) continue;
      if (steps_[child] == Step::kNew) {
        open(child);
      } else if (steps_[child] == Step::kOpen) {
        has_cycle_ = true;
      }
    }
  }

  void open(uint32_t tree) {
    steps_[tree] = Step::kOpen;
    path_.emplace_back(tree, 0);
  }

  const AllLinks& all_;
  const std::vector<bool>& leads_;
  std::vector<Step> steps_;
  std::vector<std::pair<uint32_t, size_t>> path_;  // each with the link to look at next
  std::vector<uint32_t> trees_;
  bool has_cycle_ = false;
};

// Gives each distinct value an index, in the order in which they come.
template <typename Value>
uint32_t intern(const Value& value, std::unordered_map<Value, uint32_t>& known,
                std::vector<Value>& values) {
  const auto [it, is_new] = known.try_emplace(value, static_cast<uint32_t>(values.size()));
  if (is_new) values.push_back(value);
  return it->second;
}

}  // namespace

LeadingTrees::LeadingTrees(const ObjectCatalog& catalog, const std::vector<TreeLinks>& passes,
                           LeadingParts earlier)
    : parts_(std::move(earlier)), indexes_(catalog.size(), kNoTree) {
  for (uint32_t i = 0; i < size(); ++i) indexes_[parts_.trees[i]] = i;
  const AllLinks all(catalog, passes, indexes_);
  const std::vector<bool> leads = all.leads();
  const Order order(all, leads);
  has_cycle_ = order.has_cycle();
  std::unordered_map<ObjectNumber, uint32_t> blobs;
  std::unordered_map<std::string, uint32_t> names;
  for (uint32_t i = 0; i < parts_.blobs.size(); ++i) blobs.emplace(parts_.blobs[i], i);
  for (uint32_t i = 0; i < parts_.names.size(); ++i) names.emplace(parts_.names[i], i);
  const uint32_t first = size();
  for (const uint32_t tree : order.trees()) {
    indexes_[all.number(tree)] = size();
    parts_.trees.push_back(all.number(tree));
  }
  for (uint32_t i = first; i < size(); ++i) {
    const uint32_t tree = order.trees()[i - first];
    for (const TreeLink& link : all.links(tree)) {
      if (link.is_folder && indexes_[link.child] == kNoTree) continue;
      const uint32_t child = link.is_folder ? indexes_[link.child]
                                            : intern<ObjectNumber>(link.child, blobs, parts_.blobs);
      parts_.links.push_back(
          {child, intern(all.name(tree, link), names, parts_.names) & 0x7fffffff, link.is_folder});
    }
    parts_.begins.push_back(static_cast<uint32_t>(parts_.links.size()));
  }
}

std::vector<uint64_t> LeadingTrees::bits_below(std::span<const uint64_t> bits_of_blobs) const {
  std::vector<uint64_t> bits(size(), 0);
  bool changed = true;
  while (changed) {
    changed = false;
    for (uint32_t tree = 0; tree < size(); ++tree) {
      uint64_t own = bits[tree];
      for (const LeadingLink& link : links(tree)) {
        own |= link.is_folder ? bits[link.child] : bits_of_blobs[link.child];
      }
      // With each tree after those it holds, once is enough.
      if (own != bits[tree] && has_cycle_) changed = true;
      bits[tree] = own;
    }
  }
  return bits;
}

}  // namespace aegis::git

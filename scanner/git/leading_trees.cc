#include "scanner/git/leading_trees.h"

#include <algorithm>
#include <unordered_map>

namespace aegis::git {

namespace {

// What is known of a tree while trees are followed, a bit each.
constexpr uint8_t kNew = 1;
constexpr uint8_t kOpen = 2;
constexpr uint8_t kLeads = 4;

// What the passes have found, under one numbering: trees in the order of their object numbers.
class AllLinks {
 public:
  // `indexes`, by object number, are of trees that are known to lead somewhere, all less than
  // `first`. Those of the passes get theirs from there on.
  AllLinks(const std::vector<TreeLinks>& passes, uint32_t first, std::vector<uint32_t>& indexes)
      : passes_(passes), first_(first), indexes_(indexes) {
    std::vector<Tree> all;
    for (uint32_t pass = 0; pass < passes.size(); ++pass) {
      for (const TreeLinks::TreeOf& tree : passes[pass].trees()) {
        if (indexes[tree.tree] < first) continue;
        indexes[tree.tree] = first + static_cast<uint32_t>(all.size());
        all.push_back({tree, pass});
      }
    }
    trees_.reserve(all.size());
    for (uint32_t& index : indexes) {
      if (index == kNoTree || index < first) continue;
      trees_.push_back(all[index - first]);
      index = first + size() - 1;
    }
  }

  uint32_t size() const { return static_cast<uint32_t>(trees_.size()); }
  ObjectNumber number(uint32_t tree) const { return trees_[tree].of.tree; }
  std::span<const TreeLink> links(uint32_t tree) const {
    return passes_[trees_[tree].pass].links(trees_[tree].of);
  }
  uint32_t pass(uint32_t tree) const { return trees_[tree].pass; }
  // kNoTree where it is no tree of the passes.
  uint32_t index(ObjectNumber tree) const {
    const uint32_t index = tree < indexes_.size() ? indexes_[tree] : kNoTree;
    return index == kNoTree || index < first_ ? kNoTree : index - first_;
  }
  // Whether the link alone leads somewhere: to a blob, or a tree that is known to.
  bool is_end(const TreeLink& link) const {
    return !link.is_folder || indexes_[link.child] < first_;
  }
  // kNoTree where the link is no folder of the passes.
  uint32_t folder(const TreeLink& link) const {
    return link.is_folder ? index(link.child) : kNoTree;
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
  uint32_t first_;
  const std::vector<uint32_t>& indexes_;
  std::vector<Tree> trees_;
};

// Trees that lead somewhere, each after those it holds.
class Order {
 public:
  Order(const AllLinks& all, std::span<const ObjectNumber> tops)
      : all_(all), tops_(tops), states_(all.size(), kNew) {
    follow_all();
    if (!has_cycle_) return;
    // Not every tree comes after those it holds, so one may not have known that it leads somewhere.
    const std::vector<bool> leads = all.leads();
    for (uint32_t tree = 0; tree < all.size(); ++tree) {
      states_[tree] = leads[tree] ? kNew | kLeads : kNew;
    }
    trees_.clear();
    follow_all();
  }

  const std::vector<uint32_t>& trees() const { return trees_; }
  bool has_cycle() const { return has_cycle_; }

 private:
  struct Step {
    uint32_t tree = 0;
    uint32_t next = 0;  // link to look at
    bool leads = false;
  };

  void follow_all() {
    for (const ObjectNumber top : tops_) {
      if (const uint32_t tree = all_.index(top); tree != kNoTree) follow(tree);
    }
    for (uint32_t tree = 0; tree < all_.size(); ++tree) follow(tree);
  }

  void follow(uint32_t top) {
    if ((states_[top] & kNew) == 0) return;
    open(top);
    while (!path_.empty()) {
      Step& step = path_.back();
      const auto links = all_.links(step.tree);
      if (step.next == links.size()) {
        close(step);
        continue;
      }
      const TreeLink& link = links[step.next++];
      const uint32_t folder = all_.folder(link);
      const uint8_t state =
          folder != kNoTree ? states_[folder] : (all_.is_end(link) ? kLeads : uint8_t{0});
      if ((state & kLeads) != 0) step.leads = true;
      if ((state & kOpen) != 0) has_cycle_ = true;
      if ((state & kNew) != 0) open(folder);
    }
  }

  void open(uint32_t tree) {
    path_.push_back({tree, 0, (states_[tree] & kLeads) != 0});
    states_[tree] = kOpen;
  }

  void close(const Step& step) {
    const bool leads = step.leads;
    states_[step.tree] = leads ? kLeads : 0;
    if (leads) trees_.push_back(step.tree);
    path_.pop_back();
    if (leads && !path_.empty()) path_.back().leads = true;
  }

  const AllLinks& all_;
  std::span<const ObjectNumber> tops_;
  std::vector<uint8_t> states_;
  std::vector<Step> path_;
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

// Names of the passes under one numbering.
class Names {
 public:
  // Adds to `all`.
  Names(const std::vector<TreeLinks>& passes, std::vector<std::string>& all)
      : passes_(passes), all_(all) {
    for (uint32_t i = 0; i < all_.size(); ++i) known_.emplace(all_[i], i);
    for (const TreeLinks& pass : passes) indexes_.emplace_back(pass.names().size(), kUnknown);
  }

  uint32_t index_of(uint32_t pass, uint32_t name) {
    uint32_t& index = indexes_[pass][name];
    if (index == kUnknown) index = intern(passes_[pass].names()[name], known_, all_);
    return index;
  }

 private:
  static constexpr uint32_t kUnknown = UINT32_MAX;

  const std::vector<TreeLinks>& passes_;
  std::vector<std::string>& all_;
  std::unordered_map<std::string, uint32_t> known_;
  std::vector<std::vector<uint32_t>> indexes_;  // in all_, by pass and its number of the name
};

}  // namespace

LeadingTrees::LeadingTrees(const ObjectCatalog& catalog, const std::vector<TreeLinks>& passes,
                           std::span<const ObjectNumber> tops, LeadingParts earlier)
    : parts_(std::move(earlier)), indexes_(catalog.size(), kNoTree) {
  for (uint32_t i = 0; i < size(); ++i) indexes_[parts_.trees[i]] = i;
  const uint32_t first = size();
  const AllLinks all(passes, first, indexes_);
  const Order order(all, tops);
  has_cycle_ = order.has_cycle();
  std::unordered_map<ObjectNumber, uint32_t> blobs;
  Names names(passes, parts_.names);
  for (uint32_t i = 0; i < parts_.blobs.size(); ++i) blobs.emplace(parts_.blobs[i], i);
  for (uint32_t tree = 0; tree < all.size(); ++tree) indexes_[all.number(tree)] = kNoTree;
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
      const uint32_t name = names.index_of(all.pass(tree), link.name);
      parts_.links.push_back({child, name & 0x7fffffff, link.is_folder});
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

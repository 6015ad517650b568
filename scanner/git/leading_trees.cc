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
  // `earlier` are the indexes of trees that are known to lead somewhere.
  AllLinks(const ObjectCatalog& catalog, const std::vector<TreeLinks>& passes,
           const std::vector<uint32_t>& earlier)
      : passes_(passes), earlier_(earlier), indexes_(catalog.size(), kNoTree) {
    uint32_t count = 0;
    for (const TreeLinks& pass : passes) {
      for (const TreeLinks::TreeOf& tree : pass.trees()) indexes_[tree.tree] = count++;
    }
    put_in_order(count);
  }

  uint32_t size() const { return static_cast<uint32_t>(trees_.size()); }
  ObjectNumber number(uint32_t tree) const { return trees_[tree].of.tree; }
  std::span<const TreeLink> links(uint32_t tree) const {
    return passes_[trees_[tree].pass].links(trees_[tree].of);
  }
  uint32_t pass(uint32_t tree) const { return trees_[tree].pass; }
  uint32_t index(ObjectNumber tree) const { return indexes_[tree]; }
  // By object number, as far as it is known without looking at links.
  std::vector<uint8_t> states() const {
    std::vector<uint8_t> states(indexes_.size(), 0);
    for (size_t number = 0; number < indexes_.size(); ++number) {
      if (indexes_[number] != kNoTree) states[number] = kNew;
      if (earlier_[number] != kNoTree) states[number] |= kLeads;
    }
    return states;
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
  // Gives the trees, numbered as the passes have them, the numbers of their order.
  void put_in_order(uint32_t count) {
    std::vector<Tree> all;
    all.reserve(count);
    for (uint32_t pass = 0; pass < passes_.size(); ++pass) {
      for (const TreeLinks::TreeOf& tree : passes_[pass].trees()) all.push_back({tree, pass});
    }
    trees_.reserve(count);
    for (uint32_t& index : indexes_) {
      if (index == kNoTree) continue;
      trees_.push_back(all[index]);
      index = static_cast<uint32_t>(trees_.size() - 1);
    }
  }

  const std::vector<TreeLinks>& passes_;
  const std::vector<uint32_t>& earlier_;  // by object number, as are the next
  std::vector<Tree> trees_;
  std::vector<uint32_t> indexes_;
};

// Trees that lead somewhere, each after those it holds.
class Order {
 public:
  explicit Order(const AllLinks& all) : all_(all) {
    states_ = all.states();
    follow_all();
    if (!has_cycle_) return;
    // Not every tree comes after those it holds, so one may not have known that it leads somewhere.
    states_ = all.states();
    const std::vector<bool> leads = all.leads();
    for (uint32_t tree = 0; tree < all.size(); ++tree) {
      if (leads[tree]) states_[all.number(tree)] |= kLeads;
    }
    trees_.clear();
    follow_all();
  }

  const std::vector<uint32_t>& trees() const { return trees_; }
  bool has_cycle() const { return has_cycle_; }

 private:
  struct Step {
    uint32_t tree = 0;
    ObjectNumber number = 0;
    uint32_t next = 0;  // link to look at
    bool leads = false;
  };

  void follow_all() {
    for (uint32_t tree = 0; tree < all_.size(); ++tree) {
      if ((states_[all_.number(tree)] & kNew) != 0) follow(tree);
    }
  }

  void follow(uint32_t top) {
    open(top);
    while (!path_.empty()) {
      Step& step = path_.back();
      const auto links = all_.links(step.tree);
      if (step.next == links.size()) {
        close(step);
        continue;
      }
      const TreeLink& link = links[step.next++];
      const uint8_t state = link.is_folder ? states_[link.child] : kLeads;
      if ((state & kLeads) != 0) step.leads = true;
      if ((state & kOpen) != 0) has_cycle_ = true;
      if ((state & kNew) != 0) open(all_.index(link.child));
    }
  }

  void open(uint32_t tree) {
    const ObjectNumber number = all_.number(tree);
    path_.push_back({tree, number, 0, (states_[number] & kLeads) != 0});
    states_[number] = kOpen;
  }

  void close(const Step& step) {
    const bool leads = step.leads;
    states_[step.number] = leads ? kLeads : 0;
    if (leads) trees_.push_back(step.tree);
    path_.pop_back();
    if (leads && !path_.empty()) path_.back().leads = true;
  }

  const AllLinks& all_;
  std::vector<uint8_t> states_;  // by object number
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
                           LeadingParts earlier)
    : parts_(std::move(earlier)), indexes_(catalog.size(), kNoTree) {
  for (uint32_t i = 0; i < size(); ++i) indexes_[parts_.trees[i]] = i;
  const AllLinks all(catalog, passes, indexes_);
  const Order order(all);
  has_cycle_ = order.has_cycle();
  std::unordered_map<ObjectNumber, uint32_t> blobs;
  Names names(passes, parts_.names);
  for (uint32_t i = 0; i < parts_.blobs.size(); ++i) blobs.emplace(parts_.blobs[i], i);
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

#include "scanner/scan/history_holders.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <unordered_map>

#include "scanner/git/blob_places.h"

namespace aegis {

namespace {

constexpr size_t kShown = 5;    // refs that are named
constexpr size_t kAtOnce = 64;  // secrets looked at in one pass over the trees, a bit each

// Calls `visit` with the place of each bit that is set.
template <typename Visit>
void for_each_bit(uint64_t bits, const Visit& visit) {
  for (; bits != 0; bits &= bits - 1) visit(static_cast<size_t>(std::countr_zero(bits)));
}

class Holders {
 public:
  Holders(const git::LeadingTrees& trees, const git::CommitTable& commits,
          const HistoryScope& scope)
      : trees_(trees), commits_(commits), scope_(scope), tops_(git::tops_of(trees, commits)) {
    for (uint32_t i = 0; i < trees.blobs().size(); ++i) blob_indexes_.emplace(trees.blobs()[i], i);
  }

  void find(std::span<Held> secrets) {
    std::vector<uint64_t> bits_of_blobs(trees_.blobs().size(), 0);
    for (size_t i = 0; i < secrets.size(); ++i) {
      for (const git::ObjectNumber blob : secrets[i].blobs) {
        const auto index = blob_indexes_.find(blob);
        if (index != blob_indexes_.end()) bits_of_blobs[index->second] |= uint64_t{1} << i;
      }
    }
    bits_ = trees_.bits_below(bits_of_blobs);
    const uint64_t held = look_at_refs(secrets);
    find_ends(secrets, ~held);
  }

 private:
  uint64_t bits_in(uint32_t commit) const {
    return tops_[commit] == git::kNoTree ? 0 : bits_[tops_[commit]];
  }

  // Says what HEAD or a ref holds.
  uint64_t look_at_refs(std::span<Held> secrets) const {
    uint64_t held = 0;
    for (const RefTip& ref : scope_.refs()) {
      held |= bits_in(ref.commit);
      for_each_bit(bits_in(ref.commit), [&](size_t i) {
        Several& refs = secrets[i].refs;
        ++refs.count;
        if (refs.some.size() < kShown) refs.some.push_back(ref.name);
      });
    }
    const uint64_t in_head = scope_.head() ? bits_in(*scope_.head()) : 0;
    for_each_bit(in_head, [&](size_t i) { secrets[i].in_head = true; });
    return held | in_head;
  }

  void find_ends(std::span<Held> secrets, uint64_t gone) const {
    for (uint32_t commit = 0; commit < tops_.size(); ++commit) {
      for (const uint32_t parent : commits_.parents(commits_.records()[commit])) {
        const uint64_t ended = bits_in(parent) & ~bits_in(commit) & gone;
        for_each_bit(ended, [&](size_t i) { secrets[i].end = commit; });
      }
    }
  }

  const git::LeadingTrees& trees_;
  const git::CommitTable& commits_;
  const HistoryScope& scope_;
  std::vector<uint32_t> tops_;  // by commit: its tree
  std::unordered_map<git::ObjectNumber, uint32_t> blob_indexes_;
  std::vector<uint64_t> bits_;  // by tree
};

}  // namespace

void find_holders(std::vector<Held>& secrets, const git::LeadingTrees& trees,
                  const git::CommitTable& commits, const HistoryScope& scope) {
  if (secrets.empty()) return;
  Holders holders(trees, commits, scope);
  for (size_t begin = 0; begin < secrets.size(); begin += kAtOnce) {
    holders.find(std::span(secrets).subspan(begin, std::min(kAtOnce, secrets.size() - begin)));
  }
}

}  // namespace aegis

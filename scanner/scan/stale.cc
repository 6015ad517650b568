#include "scanner/scan/stale.h"

#include <utility>

namespace aegis {

namespace {

constexpr size_t kMostListed = 100;  // of one file

bool takes_back(const Suppression& entry) {
  return entry.is_of_path && entry.what.starts_with('!');
}

// Whether the run would have shown that it is of use.
bool is_judged(const Suppression& entry, Seen seen) {
  if (takes_back(entry)) return false;
  return seen == Seen::kFiles || (seen == Seen::kHistory && !entry.is_of_path);
}

class Stale {
 public:
  Stale(const SuppressionUse& used, Seen seen, Strictness strictness,
        const std::function<std::string(const std::string&)>& printable)
      : used_(used), seen_(seen), strictness_(strictness), printable_(printable) {}

  void add_ignore_file(const SuppressionList& list, size_t number) {
    size_t more = 0;
    size_t listed = 0;
    for (size_t i = 0; i < list.size(); ++i) {
      const Suppression entry = list.entry(i);
      const std::string why = objection(entry, used_.has({number, i}));
      if (why.empty()) continue;
      const std::string whose =
          entry.owner.empty() ? "" : " (owner: " + printable_(entry.owner) + ")";
      if (listed++ < kMostListed) {
        stale_.push_back({list.file(), entry.line, why + whose});
      } else {
        ++more;
      }
    }
    if (more > 0)
      stale_.push_back({list.file(), 0, std::to_string(more) + " more lines are stale"});
  }

  // What is in a baseline is there to become less: one line says how much could go.
  void add_baseline(const SuppressionList& list, size_t number) {
    if (seen_ != Seen::kHistory) return;
    size_t unused = 0;
    for (size_t i = 0; i < list.size(); ++i) unused += used_.has({number, i}) ? 0 : 1;
    if (unused == 0) return;
    const std::string count =
        unused == 1 ? "1 entry matches" : std::to_string(unused) + " entries match";
    stale_.push_back(
        {list.file(), 0, count + " nothing any more; `aegis baseline prune` drops what is stale"});
  }

  std::vector<StaleSuppression> take() { return std::move(stale_); }

 private:
  std::string objection(const Suppression& entry, bool is_used) const {
    if (entry.is_expired) {
      return "expired after " + entry.until +
             " and leaves nothing out any more; renew until=, or remove the line";
    }
    if (!is_used && is_judged(entry, seen_)) return "leaves nothing out; remove the line";
    if (strictness_ == Strictness::kStrict && entry.reason.empty()) {
      return "gives no reason; write one behind a #, or in a comment above it";
    }
    return "";
  }

  const SuppressionUse& used_;
  Seen seen_;
  Strictness strictness_;
  const std::function<std::string(const std::string&)>& printable_;
  std::vector<StaleSuppression> stale_;
};

}  // namespace

std::vector<StaleSuppression> stale_suppressions(
    const Suppressions& suppressions, const SuppressionUse& used, Seen seen, Strictness strictness,
    const std::function<std::string(const std::string&)>& printable) {
  Stale stale(used, seen, strictness, printable);
  for (size_t i = 0; i < suppressions.lists.size(); ++i) {
    const SuppressionList& list = *suppressions.lists[i];
    if (list.kind() == SuppressionList::Kind::kBaseline) {
      stale.add_baseline(list, i);
    } else {
      stale.add_ignore_file(list, i);
    }
  }
  return stale.take();
}

}  // namespace aegis

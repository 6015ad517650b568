#include "scanner/scan/history_walk.h"

#include "scanner/git/name_check.h"
#include "scanner/git/wanted_walk.h"

namespace aegis {

git::WalkResult HistoryWalk::visit(const std::vector<git::ObjectNumber>& numbers, unsigned types,
                                   const std::vector<git::ObjectVisitor*>& visitors) {
  git::WalkOptions options;
  options.types = types;
  auto walked = git::walk_some(store_, catalog_, numbers, options, visitors);
  is_sound_ = is_sound_ && walked.failures.empty();
  gaps_.add_failures(walked);
  return walked;
}

git::WalkResult HistoryWalk::visit_new(const std::vector<git::ObjectNumber>& numbers,
                                       unsigned types,
                                       const std::vector<git::ObjectVisitor*>& visitors) {
  if (names_ == Names::kTrusted) return visit(numbers, types, visitors);
  std::vector<git::NameCheck> checks;
  checks.reserve(visitors.size());
  for (git::ObjectVisitor* visitor : visitors) {
    checks.emplace_back(catalog_, store_.hash_kind(), *visitor);
  }
  auto walked = visit(numbers, types, pointers_to(checks));
  for (const git::NameCheck& check : checks) {
    for (const git::ObjectNumber number : check.true_names()) {
      if (catalog_.is_first(number)) true_names_.push_back(number);
    }
    is_sound_ = is_sound_ && !check.has_false_names();
  }
  return walked;
}

}  // namespace aegis

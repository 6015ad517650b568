#include "scanner/scan/history_walk.h"

#include "scanner/git/name_check.h"
#include "scanner/git/wanted_walk.h"

namespace aegis {

namespace {

// Counts what is shown to another visitor.
class Counted : public git::ObjectVisitor {
 public:
  Counted(git::ObjectVisitor& visitor, Progress& progress)
      : visitor_(visitor), progress_(progress) {}

  git::VisitTag visit(const git::VisitedObject& object) override {
    progress_.add_bytes(object.size());
    progress_.add_document();
    return visitor_.visit(object);
  }
  Result<void> visit_large(git::ObjectNumber number, uint64_t size,
                           const ByteReader& read) override {
    const auto counted = [&](std::span<char> out) {
      auto count = read(out);
      if (count) progress_.add_bytes(*count);
      return count;
    };
    auto done = visitor_.visit_large(number, size, counted);
    progress_.add_document();
    return done;
  }

 private:
  git::ObjectVisitor& visitor_;
  Progress& progress_;
};

}  // namespace

git::WalkResult HistoryWalk::walk(const char* noun, const std::vector<git::ObjectNumber>& numbers,
                                  unsigned types,
                                  const std::vector<git::ObjectVisitor*>& visitors) {
  git::WalkOptions options;
  options.types = types;
  if (!progress_.is_shown()) {
    return git::walk_some(store_, catalog_, numbers, options, visitors);
  }
  progress_.begin(noun, catalog_.count(numbers, types));
  std::vector<Counted> counted;
  counted.reserve(visitors.size());
  for (git::ObjectVisitor* visitor : visitors) counted.emplace_back(*visitor, progress_);
  auto walked = git::walk_some(store_, catalog_, numbers, options, pointers_to(counted));
  progress_.end();
  return walked;
}

git::WalkResult HistoryWalk::visit(const char* noun, const std::vector<git::ObjectNumber>& numbers,
                                   unsigned types,
                                   const std::vector<git::ObjectVisitor*>& visitors) {
  auto walked = walk(noun, numbers, types, visitors);
  is_sound_ = is_sound_ && walked.failures.empty();
  gaps_.add_failures(walked);
  return walked;
}

git::WalkResult HistoryWalk::visit_new(const char* noun,
                                       const std::vector<git::ObjectNumber>& numbers,
                                       unsigned types,
                                       const std::vector<git::ObjectVisitor*>& visitors) {
  if (names_ == Names::kTrusted) return visit(noun, numbers, types, visitors);
  std::vector<git::NameCheck> checks;
  checks.reserve(visitors.size());
  for (git::ObjectVisitor* visitor : visitors) {
    checks.emplace_back(catalog_, store_.hash_kind(), *visitor);
  }
  auto walked = visit(noun, numbers, types, pointers_to(checks));
  for (const git::NameCheck& check : checks) {
    for (const git::ObjectNumber number : check.true_names()) {
      if (catalog_.is_first(number)) true_names_.push_back(number);
    }
    is_sound_ = is_sound_ && !check.has_false_names();
  }
  return walked;
}

}  // namespace aegis

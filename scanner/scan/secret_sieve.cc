#include "scanner/scan/secret_sieve.h"

#include <memory>

namespace aegis {

namespace {

// What is said of an object to those that are built upon it.
enum Tag : git::VisitTag { kClean, kLookAtAll };

}  // namespace

git::VisitTag SecretSieve::visit(const git::VisitedObject& object) {
  if (is_clean_around_changes(object)) return kClean;
  const auto answer = search_.look_in(object.bytes(), scratch_);
  if (answer.may_hold) holders_.push_back(object.number);
  return answer.may_hold || answer.is_wide ? kLookAtAll : kClean;
}

bool SecretSieve::is_clean_around_changes(const git::VisitedObject& object) {
  if (!object.has_base || object.base_tag != kClean) return false;
  find_windows(object.revision(), windows_);
  text_.clear();
  RevisionReader reader(object.revision());
  for (const Span window : windows_) {
    reader.append(window, text_);
    text_ += '\n';
  }
  const auto answer = search_.look_in(text_, scratch_);
  return !answer.may_hold && !answer.is_wide;
}

Result<void> SecretSieve::visit_large(git::ObjectNumber number, uint64_t size,
                                      const ByteReader& read) {
  bool may_hold = false;
  const auto visit = [&](const Chunk& chunk) {
    may_hold = may_hold || search_.look_in(chunk.bytes, scratch_).may_hold;
  };
  auto done = visit_stream(std::make_shared<const Origin>(), read, kDefaultCore, size, visit);
  if (done && may_hold) holders_.push_back(number);
  return done;
}

}  // namespace aegis

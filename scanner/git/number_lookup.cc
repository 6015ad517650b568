#include "scanner/git/number_lookup.h"

#include <cstring>

namespace aegis::git {

namespace {

// Of names of 20 or 32 bytes. In words: these comparisons are much of a pass over trees.
bool is_same(const char* a, const char* b, size_t size) {
  uint64_t x;
  uint64_t y;
  uint64_t different = 0;
  for (size_t at = 0; at + 8 <= size; at += 8) {
    std::memcpy(&x, a + at, 8);
    std::memcpy(&y, b + at, 8);
    different |= x ^ y;
  }
  std::memcpy(&x, a + size - 8, 8);
  std::memcpy(&y, b + size - 8, 8);
  return (different | (x ^ y)) == 0;
}

}  // namespace

NumberLookup::NumberLookup(const ObjectCatalog& catalog, HashKind kind)
    : catalog_(catalog), hash_size_(hash_size(kind)) {
  questions_.reserve(kAtOnce);
  waiting_.reserve(2 * kAtOnce);
}

uint32_t NumberLookup::ask(std::string_view raw_oid) {
  const auto asked = static_cast<uint32_t>(answers_.size());
  answers_.push_back(0);
  put(raw_oid, asked);
  return asked;
}

NumberLookup::Known& NumberLookup::known_of(const char* raw_oid) {
  uint32_t slot;
  std::memcpy(&slot, raw_oid, sizeof slot);
  return known_[slot % kKnown];
}

void NumberLookup::put(std::string_view raw_oid, uint32_t asked) {
  if (known_.empty()) known_.resize(kKnown);  // not before: of several threads, some find nothing
  __builtin_prefetch(&known_of(raw_oid.data()));
  Question& question = questions_.emplace_back();
  std::memcpy(question.oid.data(), raw_oid.data(), hash_size_);
  question.asked = asked;
  if (questions_.size() == kAtOnce) answer();
}

void NumberLookup::answer() {
  for (const Question& question : questions_) {
    Known& known = known_of(question.oid.data());
    const bool is_known =
        known.found != UINT32_MAX && is_same(known.oid.data(), question.oid.data(), hash_size_);
    if (!is_known) {
      known.oid = question.oid;
      known.found = static_cast<uint32_t>(numbers_.size() + waiting_.size());
      waiting_.push_back(Oid::from_bytes({question.oid.data(), hash_size_}));
      catalog_.expect(waiting_.back());
    }
    if (question.asked != kNobody) answers_[question.asked] = known.found;
  }
  questions_.clear();
  if (waiting_.size() >= kAtOnce) look_up();
}

void NumberLookup::look_up() {
  for (const Oid& oid : waiting_) catalog_.expect_second(oid);
  for (const Oid& oid : waiting_) {
    const auto number = catalog_.find(oid);
    if (!number) missing_.push_back(oid);
    numbers_.push_back(number.value_or(kNone));
  }
  waiting_.clear();
}

void NumberLookup::finish() {
  answer();
  look_up();
}

}  // namespace aegis::git

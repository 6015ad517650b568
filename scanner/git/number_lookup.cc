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
  waiting_.reserve(kAtOnce);
}

uint32_t NumberLookup::ask(std::string_view raw_oid) {
  if (known_.empty()) known_.resize(kKnown);  // not before: of several threads, some find nothing
  uint32_t slot;
  std::memcpy(&slot, raw_oid.data(), sizeof slot);
  Known& known = known_[slot % kKnown];
  if (known.asked != UINT32_MAX && is_same(known.oid.data(), raw_oid.data(), hash_size_)) {
    return known.asked;
  }
  std::memcpy(known.oid.data(), raw_oid.data(), hash_size_);
  known.asked = static_cast<uint32_t>(numbers_.size() + waiting_.size());
  waiting_.push_back(Oid::from_bytes(raw_oid));
  catalog_.expect(waiting_.back());
  if (waiting_.size() == kAtOnce) finish();
  return known.asked;
}

void NumberLookup::finish() {
  for (const Oid& oid : waiting_) {
    const auto number = catalog_.find(oid);
    if (!number) missing_.push_back(oid);
    numbers_.push_back(number.value_or(kNone));
  }
  waiting_.clear();
}

}  // namespace aegis::git

// What a visitor of a walk notes of objects, for those that are built upon them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "scanner/git/object_walk.h"

namespace aegis::git {

// A walk goes depth first: what was noted since the base that it comes back to, it has done with.
// So no more notes are held than the walk holds objects, which is few. Whatever the walk does, no
// more than 64 are: of a base that is forgotten there is no note. One thread at a time; notes keep
// their memory, to be used again.
template <typename Note>
class BaseNotes {
 public:
  // The note on what `object` is built upon, or null. Valid until keep().
  const Note* of_base(const VisitedObject& object) {
    while (count_ > 0 && entries_[count_ - 1].tag > object.base_tag) --count_;
    const bool is_known = count_ > 0 && object.has_base && top().tag == object.base_tag;
    replaces_base_ = is_known && object.is_last_on_base;
    return is_known ? &top().note : nullptr;
  }

  // What the note on the object is written to: it holds what some note before it held.
  Note& next() { return entries_[count_].note; }

  // Keeps what was written there for what is built upon the object, and gives its tag.
  VisitTag keep() {
    entries_[count_].tag = ++last_tag_;
    if (replaces_base_) {
      std::swap(entries_[count_ - 1], entries_[count_]);
    } else if (count_ < kMost) {
      ++count_;
    } else {
      std::rotate(entries_.begin(), entries_.begin() + 1, entries_.end());
    }
    replaces_base_ = false;
    return last_tag_;
  }

 private:
  struct Entry {
    VisitTag tag = 0;
    Note note;
  };
  static constexpr size_t kMost = 64;

  Entry& top() { return entries_[count_ - 1]; }

  std::vector<Entry> entries_ = std::vector<Entry>(kMost + 1);
  size_t count_ = 0;
  bool replaces_base_ = false;  // the note that keep() is about to keep
  VisitTag last_tag_ = 0;
};

}  // namespace aegis::git

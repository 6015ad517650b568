#include "scanner/detect/revision_examiner.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace aegis {

namespace {

// What is found may ask for wider windows, in which more may be found.
constexpr int kMostRounds = 4;

Span surroundings_of(const Tie& tie, size_t at, size_t text_size) {
  return {at > tie.before ? at - tie.before : 0, std::min(text_size, at + tie.after)};
}

// Whether all that has to do with the tie was copied with it, to `begin` of the new text. The end
// of a text is as good as more of the same where it is the end of both.
bool is_copied_whole(const Tie& tie, const Piece& piece, size_t begin, const Revision& revision) {
  const size_t old_end = size_t{piece.old_begin} + piece.size;
  const bool from_begin = piece.old_begin == 0 && begin == 0;
  const bool to_end = old_end == revision.old_size && begin + piece.size == revision.size;
  return (from_begin || tie.at - piece.old_begin >= tie.before) &&
         (to_end || old_end - tie.at >= tie.after);
}

bool is_before(const Tie& tie, size_t at) {
  return tie.at < at;
}

}  // namespace

Result<RevisionExaminer> RevisionExaminer::create(std::optional<Confidence> least) {
  auto hash = KeyedHash::create();
  if (!hash) return std::move(hash).error();
  return RevisionExaminer(least, *hash);
}

RevisionExaminer::RevisionExaminer(std::optional<Confidence> least, KeyedHash hash)
    : least_(least), hash_(hash), remembered_(kRemembered) {}

Result<bool> RevisionExaminer::examine(Detector& detector, const Revision& revision,
                                       const Prospect& old, Prospect& out) {
  if (old.is_one) return false;
  find_windows(revision, windows_);
  if (!carry_ties(revision, old.ties)) return false;
  for (int round = 0; round < kMostRounds; ++round) {
    show(revision);
    prospect_ = {};
    if (!text_.empty()) {
      looked_at_ += text_.size();
      if (auto ok = detector.examine(text_, least_, prospect_); !ok) return std::move(ok).error();
    }
    if (prospect_.is_one || prospect_.has_candidate()) return false;
    const bool is_enough = take_found(revision);
    remember();
    if (!is_enough) continue;
    out.may_find = old.may_find;
    finish(out);
    return true;
  }
  return false;
}

// False when a candidate of the old text does not stand in the new one with all around it. What
// else was tied to a change is to be looked at with all around it.
bool RevisionExaminer::carry_ties(const Revision& revision, const std::vector<Tie>& old) {
  carried_.clear();
  if (old.empty()) return true;
  const size_t changes = windows_.size();
  std::vector<bool> is_carried(old.size(), false);
  auto tie = old.begin();  // the first one from `looked_to` on
  size_t looked_to = 0;
  size_t begin = 0;
  for (const Piece& piece : revision.pieces) {
    if (!piece.is_new()) {
      // Pieces nearly always follow each other in the old text as well.
      if (piece.old_begin < looked_to || (tie != old.end() && tie->at < piece.old_begin)) {
        tie = std::lower_bound(old.begin(), old.end(), piece.old_begin, is_before);
      }
      const size_t old_end = size_t{piece.old_begin} + piece.size;
      looked_to = old_end;
      for (; tie != old.end() && tie->at < old_end; ++tie) {
        const size_t at = begin + (tie->at - piece.old_begin);
        if (is_copied_whole(*tie, piece, begin, revision)) {
          carried_.push_back(*tie);
          carried_.back().at = static_cast<uint32_t>(at);
          is_carried[static_cast<size_t>(tie - old.begin())] = true;
        } else if (tie->is_candidate) {
          return false;
        } else {
          windows_.push_back(surroundings_of(*tie, at, revision.size));
        }
      }
    }
    begin += piece.size;
  }
  if (windows_.size() > changes) merge_windows(windows_);
  for (size_t i = 0; i < old.size(); ++i) {
    if (old[i].is_candidate && !is_carried[i]) return false;
  }
  return true;
}

// Puts what is to be looked at into text_.
void RevisionExaminer::show(const Revision& revision) {
  text_.clear();
  shown_.clear();
  RevisionReader reader(revision);
  for (const Span window : windows_) {
    const size_t begin = text_.size();
    reader.append(window, text_);
    const uint64_t hash = hash_(std::string_view(text_).substr(begin));
    __builtin_prefetch(&memory_of(hash));
    shown_.push_back({window, begin, hash, true});
    text_ += '\n';
  }
  leave_out_remembered();
}

// Only when all are there: what is remembered of the first of them is then no longer waited for.
void RevisionExaminer::leave_out_remembered() {
  size_t size = 0;  // of what is left of text_
  size_t left = 0;
  for (Shown shown : shown_) {
    if (memory_of(shown.hash) == shown.hash) continue;
    const size_t with_end = shown.window.size() + 1;
    std::memmove(text_.data() + size, text_.data() + shown.begin, with_end);
    shown.begin = size;
    size += with_end;
    shown_[left++] = shown;
  }
  text_.resize(size);
  shown_.resize(left);
}

// Takes what ties were found in text_. False when one goes beyond what was shown of the new text:
// then it is to be shown.
bool RevisionExaminer::take_found(const Revision& revision) {
  found_.clear();
  const size_t so_far = windows_.size();
  for (Tie tie : prospect_.ties) {
    const auto after = std::upper_bound(shown_.begin(), shown_.end(), tie.at,
                                        [](size_t at, const Shown& of) { return at < of.begin; });
    Shown& shown = *(after - 1);
    shown.holds_nothing = false;
    tie.at += static_cast<uint32_t>(shown.window.begin - shown.begin);  // modulo 2^32
    found_.push_back(tie);
    const Span needed = surroundings_of(tie, tie.at, revision.size);
    const bool is_shown = needed.begin >= shown.window.begin && needed.end <= shown.window.end;
    if (!is_shown && !std::binary_search(carried_.begin(), carried_.end(), tie)) {
      windows_.push_back(needed);
    }
  }
  if (windows_.size() == so_far) return true;
  merge_windows(windows_);
  return false;
}

void RevisionExaminer::remember() {
  for (const Shown& shown : shown_) {
    if (shown.holds_nothing) memory_of(shown.hash) = shown.hash;
  }
}

void RevisionExaminer::finish(Prospect& out) const {
  out.ties = carried_;
  out.ties.insert(out.ties.end(), found_.begin(), found_.end());
  std::sort(out.ties.begin(), out.ties.end());
  out.ties.erase(std::unique(out.ties.begin(), out.ties.end()), out.ties.end());
  out.is_one = out.ties.size() > kMostTies;
}

}  // namespace aegis

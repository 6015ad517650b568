// What a text could hold that differs little from one that was examined: only what changed is
// looked at.
//
// Histories say the same again and again: versions that lie apart in time are stored one upon the
// other, and branches differ by the same lines. So stretches that were looked at lately, and held
// nothing, are not looked at again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/keyed_hash.h"
#include "scanner/base/result.h"
#include "scanner/base/revision.h"
#include "scanner/detect/engine.h"
#include "scanner/detect/windows.h"

namespace aegis {

// Not to be shared between threads.
class RevisionExaminer {
 public:
  // `least` as in Detector::examine().
  static Result<RevisionExaminer> create(std::optional<Confidence> least);

  // Fills in what the new text could hold, given what the old one could, and says true; or says
  // that the new text must be examined as a whole. The new prospect may tie more together than is
  // tied, and is else that of the whole text. The detector is always one of the same engine.
  Result<bool> examine(Detector& detector, const Revision& revision, const Prospect& old,
                       Prospect& out);

  // Bytes that detectors were shown.
  uint64_t looked_at() const { return looked_at_; }

 private:
  // A stretch of the new text that stands in text_, a line feed behind it.
  struct Shown {
    Span window;
    size_t begin = 0;  // in text_
    uint64_t hash = 0;
    bool holds_nothing = true;
  };

  RevisionExaminer(std::optional<Confidence> least, KeyedHash hash);

  bool carry_ties(const Revision& revision, const std::vector<Tie>& old);
  void show(const Revision& revision);
  void leave_out_remembered();
  bool take_found(const Revision& revision);
  void remember();
  void finish(Prospect& out) const;
  uint64_t& memory_of(uint64_t hash) { return remembered_[hash & (kRemembered - 1)]; }

  static constexpr size_t kRemembered = 1 << 16;

  std::optional<Confidence> least_;
  KeyedHash hash_;
  std::vector<uint64_t> remembered_;  // of stretches that hold nothing, by the hash's lower bits
  uint64_t looked_at_ = 0;

  // Of the present text.
  std::vector<Span> windows_;
  std::vector<Tie> carried_;  // from the old text, nothing around them changed; by place
  std::vector<Tie> found_;
  std::string text_;
  std::vector<Shown> shown_;
  Prospect prospect_;  // of text_
};

}  // namespace aegis

// What of a changed text must be looked at.
//
// When a text is changed in which there is no candidate, and nothing that goes over several lines,
// a candidate in the new text has something to do with a change: some byte that the engine looks at
// for it was put in, or was apart from another one. So it is enough to look at the lines of the
// changes, with one line to either side.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/byte_span.h"
#include "scanner/base/revision.h"

namespace aegis {

// Puts those lines into `windows`, as stretches of the new text in their order. Two may share the
// lines between them: a change is looked at with its own.
void find_windows(const Revision& revision, std::vector<Span>& windows);

// Makes one of stretches that overlap or touch. They need not be in order; they are then.
void merge_windows(std::vector<Span>& windows);

// Hands over stretches of the new text, which need not have been put together.
class RevisionReader {
 public:
  explicit RevisionReader(const Revision& revision) : revision_(revision) {}

  // Appends the bytes of `window` to `out`. REQUIRES: it does not begin before the last one.
  void append(Span window, std::string& out);

 private:
  const Revision& revision_;
  size_t next_ = 0;  // the piece in which the last window begins, and where that begins
  size_t next_begin_ = 0;
};

}  // namespace aegis

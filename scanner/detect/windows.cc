#include "scanner/detect/windows.h"

#include <emmintrin.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "scanner/rule/shape_match.h"

namespace aegis {

namespace {

// The longest match, the name before it, what may follow it: nothing on a line reaches further.
constexpr size_t kLineReach = kMaxMatch + 1024;
constexpr size_t kNameReach = 256;  // of what names a value, on the line before

constexpr size_t kBlock = 16;
// A stretch between changes is worth leaving out if it is longer than this.
constexpr size_t kNear = 64;

// A bit a byte of the block: whether it is a line feed.
unsigned newlines_at(const char* block) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))));
}

// The same of kNear bytes.
uint64_t newlines_near(const char* bytes) {
  uint64_t newlines = 0;
  for (unsigned at = 0; at < kNear; at += kBlock) {
    newlines |= uint64_t{newlines_at(bytes + at)} << at;
  }
  return newlines;
}

size_t first_of(uint64_t bits) {
  return static_cast<size_t>(__builtin_ctzll(bits));
}
size_t last_of(uint64_t bits) {
  return static_cast<size_t>(63 - __builtin_clzll(bits));
}

// Behind the line feed of the line at `at`, or `most` bytes on. Lines are short and there are
// millions: a call of memchr costs more than finding their ends.
size_t line_end(std::string_view text, size_t at, size_t most) {
  const size_t limit = std::min(text.size(), at + most);
  for (; at + kBlock <= limit; at += kBlock) {
    const unsigned newlines = newlines_at(text.data() + at);
    if (newlines != 0) return at + static_cast<size_t>(__builtin_ctz(newlines)) + 1;
  }
  while (at < limit) {
    if (text[at++] == '\n') break;
  }
  return at;
}

// Where the line begins that the byte before `at` is in, or would be in, were it no line feed; or
// `most` bytes back.
size_t line_begin(std::string_view text, size_t at, size_t most) {
  const size_t least = at > most ? at - most : 0;
  for (; at >= least + kBlock; at -= kBlock) {
    const unsigned newlines = newlines_at(text.data() + at - kBlock);
    if (newlines != 0) {
      return at - kBlock + static_cast<size_t>(32 - __builtin_clz(newlines));
    }
  }
  while (at > least && text[at - 1] != '\n') --at;
  return at;
}

// Of a stretch between changes, what is looked at with the change before and the one after it.
struct Ends {
  size_t head_end = 0;    // the rest of the line of the change before, and one more
  size_t tail_begin = 0;  // the line before that of the change after
  bool are_apart = false;
};

// Where the two lines begin, or would, that a stretch ends with. The second is the last one.
std::pair<size_t, size_t> last_lines(std::string_view stretch) {
  if (stretch.size() >= kNear) {
    const size_t near = stretch.size() - kNear;
    const uint64_t newlines = newlines_near(stretch.data() + near);
    const uint64_t others = newlines == 0 ? 0 : newlines ^ uint64_t { 1 } << last_of(newlines);
    if (others != 0) return {near + last_of(others) + 1, near + last_of(newlines) + 1};
  }
  const size_t last = line_begin(stretch, stretch.size(), kLineReach);
  return {line_begin(stretch, last - std::min<size_t>(last, 1), kNameReach), last};
}

// Where the two lines end that it begins with.
std::pair<size_t, size_t> first_lines(std::string_view stretch) {
  if (stretch.size() >= kNear) {
    const uint64_t newlines = newlines_near(stretch.data());
    const uint64_t others = newlines & (newlines - 1);
    if (others != 0) return {first_of(newlines) + 1, first_of(others) + 1};
  }
  const size_t first = line_end(stretch, 0, kLineReach);
  return {first, line_end(stretch, first, kLineReach)};
}

Ends ends_of(std::string_view stretch, bool begins_line) {
  const auto [first_end, second_end] = first_lines(stretch);
  const auto [last_but_one, last] = last_lines(stretch);
  // If it begins a line, that line is the one more.
  const size_t first = begins_line ? 0 : first_end;
  Ends ends{begins_line ? first_end : second_end, last_but_one, false};
  // The line between may be the same one.
  ends.are_apart = ends.head_end <= last && ends.tail_begin >= first;
  return ends;
}

}  // namespace

void find_windows(const Revision& revision, std::vector<Span>& windows) {
  windows.clear();
  const auto put = [&](size_t begin, size_t end) {
    if (!windows.empty() && windows.back().end == begin) {
      windows.back().end = end;
    } else {
      windows.push_back({begin, end});
    }
  };
  size_t at = 0;
  bool begins_line = true;
  for (size_t i = 0; i < revision.pieces.size(); ++i) {
    const Piece& piece = revision.pieces[i];
    const size_t end = at + piece.size;
    const bool is_new = piece.is_new();
    const bool changed_before = is_new || i > 0 || piece.old_begin != 0;
    const bool changed_after = is_new || i + 1 < revision.pieces.size() ||
                               size_t{piece.old_begin} + piece.size != revision.old_size;
    const bool is_between = changed_before && changed_after;
    const bool is_all_near = is_new || (is_between && piece.size <= kNear);
    const Ends ends = is_all_near ? Ends() : ends_of(piece.bytes(), begins_line);
    if (is_all_near || (is_between && !ends.are_apart)) {
      put(at, end);
    } else {
      if (changed_before) put(at, at + ends.head_end);
      if (changed_after) windows.push_back({at + ends.tail_begin, end});
    }
    begins_line = piece.bytes().back() == '\n';
    at = end;
  }
}

void merge_windows(std::vector<Span>& windows) {
  const auto is_before = [](const Span& a, const Span& b) { return a.begin < b.begin; };
  // Mostly a few were put behind many that are in order.
  const auto others = std::is_sorted_until(windows.begin(), windows.end(), is_before);
  std::sort(others, windows.end(), is_before);
  std::inplace_merge(windows.begin(), others, windows.end(), is_before);
  size_t kept = 0;
  for (const Span window : windows) {
    if (kept > 0 && window.begin <= windows[kept - 1].end) {
      windows[kept - 1].end = std::max(windows[kept - 1].end, window.end);
    } else {
      windows[kept++] = window;
    }
  }
  windows.resize(kept);
}

void RevisionReader::append(Span window, std::string& out) {
  while (next_begin_ + revision_.pieces[next_].size <= window.begin) {
    next_begin_ += revision_.pieces[next_++].size;
  }
  size_t from = window.begin - next_begin_;
  size_t left = window.size();
  for (size_t i = next_; left > 0; ++i) {
    const std::string_view part = revision_.pieces[i].bytes().substr(from, left);
    out += part;
    left -= part.size();
    from = 0;
  }
}

}  // namespace aegis

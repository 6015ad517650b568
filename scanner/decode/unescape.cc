#include "scanner/decode/unescape.h"

#include <immintrin.h>

#include <algorithm>
#include <utility>

#include "scanner/base/char_set.h"
#include "scanner/decode/escape.h"

namespace aegis {

namespace {

constexpr int kDeepest = 3;
constexpr CharSet kMarks("\\\x1b#");  // what an escape begins with

size_t next_mark_plainly(std::string_view text, size_t from) {
  while (from < text.size() && !kMarks.contains(text[from])) ++from;
  return from;
}

__attribute__((target("avx2,bmi"))) size_t next_mark_avx2(std::string_view text, size_t from) {
  const __m256i backslash = _mm256_set1_epi8('\\');
  const __m256i escape = _mm256_set1_epi8('\x1b');
  const __m256i number_sign = _mm256_set1_epi8('#');
  for (; from + 32 <= text.size(); from += 32) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + from));
    const __m256i marks = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi8(block, backslash), _mm256_cmpeq_epi8(block, escape)),
        _mm256_cmpeq_epi8(block, number_sign));
    const auto mask = static_cast<uint32_t>(_mm256_movemask_epi8(marks));
    if (mask != 0) return from + _tzcnt_u32(mask);
  }
  return next_mark_plainly(text, from);
}

size_t next_mark(std::string_view text, size_t from) {
  return __builtin_cpu_supports("avx2") ? next_mark_avx2(text, from)
                                        : next_mark_plainly(text, from);
}

// Decodes what is escaped once.
void decode_once(const DecodedText& from, DecodedText& to) {
  const std::string_view text = from.text;
  for (size_t at = 0; at < text.size();) {
    const size_t mark = next_mark(text, at);
    to.add_part(from, {at, mark});
    if (mark >= text.size()) return;
    const Escape escape = escape_at(text, mark);
    const size_t size = std::max<size_t>(escape.size, 1);
    if (escape.size == 0) {
      to.add_part(from, {mark, mark + 1});
    } else if (escape.count > 0) {
      const Span whole = from.source_of({mark, mark + size});
      for (size_t i = 0; i < escape.count; ++i) to.add(escape.bytes[i], whole);
    }
    at = mark + size;
  }
}

}  // namespace

size_t next_hidden(std::string_view text, size_t from) {
  for (;;) {
    const size_t mark = next_mark(text, from);
    if (mark >= text.size()) return std::string_view::npos;
    from = mark;
    if (hides_text(text, from)) return mark;
  }
}

void unescape(DecodedText& text) {
  DecodedText next;
  for (int depth = 0; depth < kDeepest && next_hidden(text.text, 0) != std::string::npos; ++depth) {
    next.clear();
    decode_once(text, next);
    std::swap(text, next);
  }
}

void unescape(std::string_view source, Span part, DecodedText& out) {
  out.clear();
  out.add_plain(source, part);
  unescape(out);
}

}  // namespace aegis

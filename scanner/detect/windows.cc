#include "scanner/detect/windows.h"

#include <algorithm>
#include <cstring>

#include "scanner/base/lines.h"

namespace aegis {

namespace {

// The longest match, the name before it, what may follow it: nothing on a line reaches further.
constexpr size_t kLineReach = kMaxMatch + 1024;
constexpr size_t kNameReach = 256;       // of what names a value, the line before included
constexpr size_t kTemplateReach = 1408;  // from a keyword to the end of a value in backticks

size_t line_begin(std::string_view bytes, size_t at, size_t most) {
  const size_t least = at > most ? at - most : 0;
  if (at == least) return at;
  const size_t newline = last_newline(bytes.substr(least, at - least));
  return newline == std::string_view::npos ? least : least + newline + 1;
}

// Behind the line's line feed.
size_t line_end(std::string_view bytes, size_t at, size_t most) {
  const size_t limit = std::min(bytes.size(), at + most);
  const void* newline = std::memchr(bytes.data() + at, '\n', limit - at);
  if (newline == nullptr) return limit;
  return static_cast<size_t>(static_cast<const char*>(newline) - bytes.data()) + 1;
}

bool has_backtick(std::string_view bytes, size_t begin, size_t end) {
  return std::memchr(bytes.data() + begin, '`', end - begin) != nullptr;
}

Span widened(std::string_view bytes, Span span, size_t reach) {
  return {span.begin > reach ? span.begin - reach : 0, std::min(bytes.size(), span.end + reach)};
}

Span window_around(std::string_view bytes, Span change, Reach reach) {
  Span window;
  window.begin = line_begin(bytes, change.begin, kLineReach);
  // The line before may name what stands on the line of the change, and that what stands on the
  // next.
  window.begin = line_begin(bytes, window.begin - std::min<size_t>(window.begin, 1), kNameReach);
  window.end = change.end;
  const bool ends_line = change.end > change.begin && bytes[change.end - 1] == '\n';
  if (!ends_line) window.end = line_end(bytes, window.end, kLineReach);
  const bool is_seam_of_lines =
      change.size() == 0 && (change.begin == 0 || bytes[change.begin - 1] == '\n');
  if (!is_seam_of_lines) window.end = line_end(bytes, window.end, kLineReach);
  if (reach == Reach::kParagraphs) return widened(bytes, window, kParagraphReach);
  // A value in backticks goes over lines.
  if (reach == Reach::kStanza) window = widened(bytes, window, kStanzaReach);
  const Span reached = widened(bytes, window, kTemplateReach);
  return has_backtick(bytes, reached.begin, window.end) ? reached : window;
}

}  // namespace

void find_changes(const Revision& revision, std::vector<Span>& changes) {
  changes.clear();
  size_t at = 0;
  size_t expected = 0;  // the place in the old text that would go on without a seam
  bool after_new = false;
  const auto add = [&](size_t end) {
    if (!changes.empty() && changes.back().end == at) {
      changes.back().end = end;
    } else {
      changes.push_back({at, end});
    }
  };
  for (const Piece& piece : revision.pieces) {
    if (piece.is_new()) {
      add(at + piece.size);
    } else if (!after_new && piece.old_begin != expected) {
      add(at);
    }
    if (!piece.is_new()) expected = piece.old_begin + size_t{piece.size};
    after_new = piece.is_new();
    at += piece.size;
  }
  if (!after_new && expected != revision.old_size) add(at);
}

bool gather_windows(std::string_view bytes, std::span<const Span> changes, Reach reach,
                    std::string& out) {
  out.clear();
  if (reach == Reach::kDocument) return false;
  const size_t most = bytes.size() / 4 * 3;
  Span window;
  const auto put = [&] {
    if (window.size() == 0) return;
    out.append(bytes, window.begin, window.size());
    out += '\n';
  };
  for (const Span change : changes) {
    const Span next = window_around(bytes, change, reach);
    if (window.size() != 0 && next.begin <= window.end) {
      window = {std::min(window.begin, next.begin), std::max(window.end, next.end)};
      continue;
    }
    put();
    window = next;
    if (out.size() > most) return false;
  }
  put();
  return out.size() <= most;
}

}  // namespace aegis

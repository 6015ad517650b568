#include "scanner/decode/line_views.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "scanner/decode/unescape.h"

namespace aegis {

namespace {

constexpr size_t kPiece = 8 * 1024;         // of a long line; its own part
constexpr size_t kPieceContext = 4 * 1024;  // to either side of it

// What is known of the line around a place within kLongestDecodedLine of it.
struct Line {
  std::optional<size_t> begin;
  std::optional<size_t> end;  // of its line feed, or of the document

  bool is_whole() const { return begin && end && *end - *begin <= kLongestDecodedLine; }
};

Line line_around(const DecodeWindow& window, size_t at) {
  const std::string_view bytes = window.bytes;
  Line line;
  const size_t least = at > kLongestDecodedLine ? at - kLongestDecodedLine - 1 : 0;
  const void* before = ::memrchr(bytes.data() + least, '\n', at - least);
  if (before != nullptr) {
    line.begin = static_cast<size_t>(static_cast<const char*>(before) - bytes.data()) + 1;
  } else if (least == 0 && window.first) {
    line.begin = 0;
  }
  const size_t most = std::min(bytes.size(), at + kLongestDecodedLine + 1);
  const void* after = std::memchr(bytes.data() + at, '\n', most - at);
  if (after != nullptr) {
    line.end = static_cast<size_t>(static_cast<const char*>(after) - bytes.data());
  } else if (most == bytes.size() && window.last) {
    line.end = most;
  }
  return line;
}

// Walks from one hidden text to the next one that is not decoded yet.
class Walk {
 public:
  Walk(const DecodeWindow& window, const DecodedVisitor& visit) : window_(window), visit_(visit) {}

  void run() {
    size_t at =
        window_.core.begin > kLongestDecodedLine ? window_.core.begin - kLongestDecodedLine : 0;
    const size_t end = std::min(window_.bytes.size(), window_.core.end + kLongestDecodedLine);
    while ((at = next_hidden(window_.bytes.substr(0, end), at)) != std::string_view::npos) {
      const Line line = line_around(window_, at);
      if (line.is_whole()) {
        decode({*line.begin, *line.end}, {*line.begin, *line.end});
        at = *line.end + 1;
      } else {
        at = decode_pieces(line, at);
      }
      if (at >= end) return;
    }
  }

 private:
  void decode(Span text, Span own) {
    if (own.end <= window_.core.begin || own.begin >= window_.core.end) return;
    unescape(window_.bytes, text, decoded_);
    visit_(decoded_, own);
  }

  // The pieces of a long line that the hidden text at `at` stands in and that are not decoded yet.
  // Returns where to go on: what stands before is in sight of no other piece.
  size_t decode_pieces(const Line& line, size_t at) {
    if (line.begin) next_piece_ = *line.begin > long_line_ ? 0 : next_piece_;
    long_line_ = at;
    const uint64_t place = window_.offset + at;
    const uint64_t first = place > kPieceContext ? (place - kPieceContext) / kPiece : 0;
    const uint64_t last = (place + kPieceContext) / kPiece;
    for (uint64_t piece = std::max(first, next_piece_); piece <= last; ++piece) {
      decode_piece(line, piece);
    }
    next_piece_ = std::max(next_piece_, last + 1);
    // Hidden text from here to where the next piece's context begins brings nothing new.
    return std::min(within((last + 1) * kPiece - kPieceContext, at + 1),
                    line.end ? *line.end + 1 : window_.bytes.size());
  }

  void decode_piece(const Line& line, uint64_t piece) {
    const size_t least = line.begin.value_or(0);
    const size_t most = line.end.value_or(window_.bytes.size());
    const Span own{std::clamp(within(piece * kPiece, 0), least, most),
                   std::clamp(within(piece * kPiece + kPiece, 0), least, most)};
    if (own.size() == 0) return;
    const size_t before = own.begin > kPieceContext ? own.begin - kPieceContext : 0;
    decode({std::max(before, least), std::min(own.end + kPieceContext, most)}, own);
  }

  // Where the document's `offset` stands in the window, and not before `least`.
  size_t within(uint64_t offset, size_t least) const {
    if (offset < window_.offset) return least;
    return std::max(static_cast<size_t>(offset - window_.offset), least);
  }

  const DecodeWindow& window_;
  const DecodedVisitor& visit_;
  DecodedText decoded_;
  uint64_t next_piece_ = 0;  // of the long line that is being decoded
  size_t long_line_ = 0;     // a place in it
};

}  // namespace

void for_each_decoded_line(const DecodeWindow& window, const DecodedVisitor& visit) {
  Walk(window, visit).run();
}

}  // namespace aegis

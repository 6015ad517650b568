#include "scanner/decode/decoded_text.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace aegis {

void DecodedText::clear() {
  text.clear();
  begins.clear();
  sizes.clear();
}

void DecodedText::add(char byte, Span from) {
  constexpr size_t kMost = std::numeric_limits<uint16_t>::max();
  text += byte;
  begins.push_back(static_cast<uint32_t>(from.begin));
  sizes.push_back(static_cast<uint16_t>(std::min(from.size(), kMost)));
}

void DecodedText::add_plain(std::string_view source, Span from) {
  text.append(source, from.begin, from.size());
  const size_t old = begins.size();
  begins.resize(text.size());
  std::iota(begins.begin() + static_cast<std::ptrdiff_t>(old), begins.end(),
            static_cast<uint32_t>(from.begin));
  sizes.resize(text.size(), 1);
}

void DecodedText::add_part(const DecodedText& other, Span part) {
  text.append(other.text, part.begin, part.size());
  const auto begin = static_cast<std::ptrdiff_t>(part.begin);
  const auto end = static_cast<std::ptrdiff_t>(part.end);
  begins.insert(begins.end(), other.begins.begin() + begin, other.begins.begin() + end);
  sizes.insert(sizes.end(), other.sizes.begin() + begin, other.sizes.begin() + end);
}

Span DecodedText::source_of(Span part) const {
  const size_t last = part.end - 1;
  return {begins[part.begin], size_t{begins[last]} + sizes[last]};
}

std::vector<Span> DecodedText::pieces_of(Span part) const {
  std::vector<Span> pieces;
  for (size_t i = part.begin; i < part.end; ++i) {
    const Span piece{begins[i], size_t{begins[i]} + sizes[i]};
    if (!pieces.empty() && piece.begin <= pieces.back().end && piece.begin >= pieces.back().begin) {
      pieces.back().end = std::max(pieces.back().end, piece.end);
    } else {
      pieces.push_back(piece);
    }
  }
  return pieces;
}

}  // namespace aegis

#include "scanner/rule/anchor.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace aegis {

namespace {

// Below this many bits a stretch would be found all over ordinary text.
constexpr double kLeastBits = 10;
// Widening stops here: one false alarm in a gigabyte of random text costs nothing.
constexpr double kEnoughBits = 30;
constexpr size_t kWidest = 20;
// Even a telling literal is widened by so many positions: a name that begins like a token's prefix
// (`secret_key`) is then told from the token at once.
constexpr size_t kAlwaysMore = 6;
// A beginning that may lie at more places than this costs more than it finds.
constexpr size_t kMostBeginnings = 256;

// Consecutive positions of a variant, with the bounds of the first one's distance from the
// beginning.
struct Stretch {
  std::vector<CharSet> positions;
  size_t start_min = 0;
  size_t start_max = 0;
};

// How much the position says about itself in text, where letters are common and digits less so:
// the logarithm of the share of the characters of source code that it lets pass.
double bits_of(const CharSet& set) {
  double share = 0;
  for (int c = 0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    if (!set.contains(byte)) continue;
    share += kLower.contains(byte)    ? 0.55 / 26
             : kUpper.contains(byte)  ? 0.06 / 26
             : kDigits.contains(byte) ? 0.06 / 10
             : byte == ' '            ? 0.15
                                      : 0.18 / 223;
  }
  // The letters of a literal are not independent of each other, so none counts for more than 5
  // bits.
  return std::min(5.0, -std::log2(std::min(share, 1.0)));
}

std::vector<CharSet> positions_of(const Element& element, size_t count) {
  if (element.kind != ElementKind::kLiteral) return std::vector<CharSet>(count, element.set);
  std::vector<CharSet> positions;
  for (const char c : element.text) positions.push_back(CharSet(std::string_view(&c, 1)));
  return positions;
}

// A class of n to m characters ends one stretch with its first n and begins the next with its last
// n.
std::vector<Stretch> stretches_of(const Variant& variant) {
  std::vector<Stretch> all(1);
  size_t least = 0;
  size_t most = 0;
  for (const Element& element : variant.elements) {
    const auto known = positions_of(element, element.min);
    auto& open = all.back().positions;
    open.insert(open.end(), known.begin(), known.end());
    if (!element.fixed()) {
      all.push_back({known, least, most + element.max - element.min});
    }
    least += element.min;
    most += element.max;
  }
  return all;
}

struct Window {
  size_t begin = 0;
  size_t end = 0;
  double bits = 0;
};

// A literal, perhaps of either case: what Hyperscan looks for first. Fewer than three characters
// stand everywhere, and a window without any makes it look at every byte of every run.
constexpr size_t kLeastLiteral = 3;

bool is_narrow(const CharSet& set) {
  return members_of(set).size() <= 2;
}

// The literal [begin, end) of the stretch, widened to the side that says more until it says enough.
Window widened(const std::vector<double>& bits, size_t begin, size_t end) {
  Window window{begin, end, 0};
  for (size_t i = begin; i < end; ++i) window.bits += bits[i];
  const size_t literal = end - begin;
  while ((window.bits < kEnoughBits || window.end - window.begin < literal + kAlwaysMore) &&
         window.end - window.begin < kWidest) {
    const double left = window.begin > 0 ? bits[window.begin - 1] : -1;
    const double right = window.end < bits.size() ? bits[window.end] : -1;
    if (left < 0 && right < 0) break;
    window.bits += std::max(left, right);
    if (right >= left) {
      ++window.end;
    } else {
      --window.begin;
    }
  }
  return window;
}

Window best_window(const Stretch& stretch) {
  const auto& positions = stretch.positions;
  std::vector<double> bits;
  for (const CharSet& set : positions) bits.push_back(bits_of(set));
  Window best;
  for (size_t begin = 0; begin < positions.size();) {
    size_t end = begin;
    while (end < positions.size() && end - begin < kWidest && is_narrow(positions[end])) ++end;
    if (end - begin >= kLeastLiteral) {
      const Window window = widened(bits, begin, end);
      if (window.bits > best.bits) best = window;
    }
    begin = std::max(end, begin + 1);
  }
  return best;
}

// The longest part of the window that is exactly one text.
void set_literal(const Stretch& stretch, const Window& window, Anchor& anchor) {
  std::string text;
  for (size_t i = window.begin; i <= window.end; ++i) {
    const bool inside = i < window.end;
    const std::optional<char> only = inside ? only_member(stretch.positions[i]) : std::nullopt;
    if (only) {
      text += *only;
      continue;
    }
    if (text.size() > anchor.literal.size()) {
      anchor.literal = text;
      anchor.literal_at = i - window.begin - text.size();
      anchor.literal_next = i < stretch.positions.size() ? stretch.positions[i] : CharSet();
    }
    text.clear();
  }
}

}  // namespace

std::string expression_of(const CharSet& set) {
  const auto escaped = [](int byte) {
    constexpr const char* kHexDigits = "0123456789abcdef";
    return std::string("\\x") + kHexDigits[byte >> 4] + kHexDigits[byte & 15];
  };
  std::string ranges;
  for (int c = 0; c < 256; ++c) {
    if (!set.contains(static_cast<char>(c))) continue;
    int last = c;
    while (last < 255 && set.contains(static_cast<char>(last + 1))) ++last;
    ranges += escaped(c);
    if (last > c) ranges += "-" + escaped(last);
    c = last;
  }
  return only_member(set) ? ranges : "[" + ranges + "]";
}

std::optional<Anchor> choose_anchor(const Variant& variant) {
  std::optional<Anchor> best;
  double best_bits = kLeastBits;
  for (const Stretch& stretch : stretches_of(variant)) {
    const Window window = best_window(stretch);
    const size_t beginnings = stretch.start_max - stretch.start_min;
    if (beginnings > kMostBeginnings) continue;
    // Every place more where the match may begin must be paid for by a better anchor.
    const double worth = window.bits - std::log2(1.0 + static_cast<double>(beginnings));
    if (worth <= best_bits) continue;
    best_bits = worth;
    Anchor anchor;
    anchor.width = window.end - window.begin;
    anchor.before_min = stretch.start_min + window.begin;
    anchor.before_max = stretch.start_max + window.begin;
    for (size_t i = window.begin; i < window.end; ++i) {
      anchor.expression += expression_of(stretch.positions[i]);
    }
    set_literal(stretch, window, anchor);
    best = std::move(anchor);
  }
  return best;
}

Lead leading_run(const Variant& variant, const CharSet& run) {
  Lead lead;
  for (const Element& element : variant.elements) {
    const auto positions = positions_of(element, std::max<size_t>(element.min, 1));
    for (const CharSet& set : positions) {
      if ((set | run) != run) {
        if (set.intersects(run)) lead.most = kMaxMatch;
        return lead;
      }
      ++lead.least;
      ++lead.most;
    }
    lead.most += element.max - element.min;
  }
  return lead;
}

}  // namespace aegis

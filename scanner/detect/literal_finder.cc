// Tested by tests/unit/literal_finder_test.cc.
//
// The text is looked at every `stride` bytes. An occurrence of a literal then shows the gram that
// begins at one of any `stride` offsets in a row of the literal; a window of so many offsets is
// chosen for each literal, one whose grams few other literals have, so that literals which begin
// or end alike do not all have to be compared wherever that stands.
#include "scanner/detect/literal_finder.h"

#include <algorithm>
#include <optional>

#include "scanner/detect/gram_scan.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/shape_match.h"

namespace aegis {

namespace {

constexpr size_t kLongStride = 8;
static_assert(kLongGram + kLongStride - 1 <= kMinRun);
static_assert(kShortGram + kShortStride - 1 <= kLeastLiteral);

constexpr size_t kTries = 4;          // windows looked at of a site
constexpr size_t kMostBlanks = 64;    // of an indented line
constexpr size_t kLeastLine = 16;     // characters that lines have on an average
constexpr size_t kLeastWrapped = 45;  // has room for two windows within 64 characters,
constexpr size_t kSecondWindow = 30;  // which no two line breaks can cut

// Where in a literal a window may begin.
struct Site {
  size_t first = 0;
  size_t last = 0;
  bool in_run = false;

  size_t place(size_t number) const { return first + (last - first) * number / (kTries - 1); }
  size_t stride() const { return in_run ? kLongStride : kShortStride; }
};

uint32_t hash_at(const char* text, bool in_run) {
  return in_run ? hash_of_long_gram(text) : hash_of_short_gram(text);
}

Span longest_run(std::string_view text) {
  Span longest;
  for (size_t begin = 0; begin < text.size(); ++begin) {
    size_t end = begin;
    while (end < text.size() && kRunSet.contains(text[end])) ++end;
    if (end - begin > longest.size()) longest = {begin, end};
    begin = end;
  }
  return longest;
}

// Calls visit(site) for the one or two in which a literal has a window.
template <typename Visit>
void for_each_site(std::string_view text, bool wraps, const Visit& visit) {
  const Span run = longest_run(text);
  if (run.size() < kMinRun) {
    visit(Site{0, text.size() - (kShortGram + kShortStride - 1), false});
  } else if (wraps && run.size() >= kLeastWrapped) {
    visit(Site{run.begin, run.begin + kSecondWindow - kMinRun, true});
    visit(Site{run.begin + kSecondWindow, run.begin + kLeastWrapped - kMinRun + 1, true});
  } else {
    visit(Site{run.begin, run.end - kMinRun + 1, true});
  }
}

// How many literals have a gram, roughly.
class GramCounts {
 public:
  void add(std::string_view text, const Site& site) {
    for (size_t i = 0; i < kTries; ++i) {
      for_each_gram(text, site, site.place(i),
                    [&](uint16_t& count) { count += count < UINT16_MAX; });
    }
  }

  // Of the windows of a site, the one whose commonest gram is the least common.
  size_t rarest(std::string_view text, const Site& site) {
    size_t best = site.last;
    uint16_t least = UINT16_MAX;
    for (size_t i = kTries; i-- > 0;) {
      uint16_t most = 0;
      for_each_gram(text, site, site.place(i),
                    [&](uint16_t& count) { most = std::max(most, count); });
      if (most < least) {
        least = most;
        best = site.place(i);
      }
    }
    return best;
  }

 private:
  template <typename Visit>
  void for_each_gram(std::string_view text, const Site& site, size_t begin, const Visit& visit) {
    for (size_t at = begin; at < begin + site.stride(); ++at) {
      visit(counts_[hash_at(text.data() + at, site.in_run) >> 15]);
    }
  }

  std::vector<uint16_t> counts_ = std::vector<uint16_t>(size_t{1} << 17);
};

struct Grams {
  std::vector<GramTable::Gram> in_runs;
  std::vector<GramTable::Gram> anywhere;
};

Grams grams_of(std::string_view text, const std::vector<Literal>& literals) {
  GramCounts counts;
  const auto for_each = [&](const auto& visit) {
    for (uint32_t i = 0; i < literals.size(); ++i) {
      const std::string_view literal = text.substr(literals[i].begin, literals[i].size);
      for_each_site(literal, literals[i].wraps, [&](const Site& site) { visit(i, literal, site); });
    }
  };
  for_each(
      [&](uint32_t, std::string_view literal, const Site& site) { counts.add(literal, site); });
  Grams grams;
  for_each([&](uint32_t number, std::string_view literal, const Site& site) {
    const size_t begin = counts.rarest(literal, site);
    auto& list = site.in_run ? grams.in_runs : grams.anywhere;
    for (size_t at = begin; at < begin + site.stride(); ++at) {
      list.push_back(
          {hash_at(literal.data() + at, site.in_run), number, static_cast<uint16_t>(at)});
    }
  });
  return grams;
}

// Behind a line feed and the blanks after it, when a line break stands at `at`.
std::optional<size_t> after_break(std::string_view bytes, size_t at) {
  if (at < bytes.size() && bytes[at] == '\r') ++at;
  if (at >= bytes.size() || bytes[at] != '\n') return std::nullopt;
  ++at;
  const size_t limit = std::min(bytes.size(), at + kMostBlanks);
  while (at < limit && (bytes[at] == ' ' || bytes[at] == '\t')) ++at;
  return at;
}

// The same the other way: where the line before ends, when a line's blanks end at `at`.
std::optional<size_t> before_break(std::string_view bytes, size_t at) {
  const size_t limit = at - std::min(at, kMostBlanks);
  while (at > limit && (bytes[at - 1] == ' ' || bytes[at - 1] == '\t')) --at;
  if (at == 0 || bytes[at - 1] != '\n') return std::nullopt;
  --at;
  return at > 0 && bytes[at - 1] == '\r' ? at - 1 : at;
}

// Compares a literal that line breaks may cut, to both sides of a place where it is known to stand.
class WrappedMatch {
 public:
  WrappedMatch(std::string_view bytes, std::string_view literal)
      : bytes_(bytes), literal_(literal), breaks_left_(2 + literal.size() / kLeastLine) {}

  // Where the literal's rest from `offset` on ends, when it begins at `at`.
  std::optional<size_t> forward(size_t at, size_t offset) {
    while (offset < literal_.size()) {
      if (at < bytes_.size() && bytes_[at] == literal_[offset]) {
        ++at;
        ++offset;
        continue;
      }
      const auto next = after_break(bytes_, at);
      if (next || at == bytes_.size()) left_line_ = true;
      if (!next || breaks_left_ == 0) return std::nullopt;
      --breaks_left_;
      at = *next;
      if (at >= bytes_.size() || bytes_[at] != literal_[offset]) return std::nullopt;
    }
    return at;
  }

  // Where the literal's first `offset` bytes begin, when they end at `at`.
  std::optional<size_t> backward(size_t at, size_t offset) {
    while (offset > 0) {
      if (at > 0 && bytes_[at - 1] == literal_[offset - 1]) {
        --at;
        --offset;
        continue;
      }
      const auto next = before_break(bytes_, at);
      if (next || at == 0) left_line_ = true;
      if (!next || breaks_left_ == 0) return std::nullopt;
      --breaks_left_;
      at = *next;
      if (at == 0 || bytes_[at - 1] != literal_[offset - 1]) return std::nullopt;
    }
    return at;
  }

  bool left_line() const { return left_line_; }

 private:
  std::string_view bytes_;
  std::string_view literal_;
  size_t breaks_left_;  // so that what is found is not much longer than the literal
  bool left_line_ = false;
};

}  // namespace

LiteralFinder::LiteralFinder(PrivateText text, std::vector<Literal> literals)
    : text_(std::move(text)), literals_(std::move(literals)), in_runs_({}), anywhere_({}) {
  const Grams grams = grams_of(text_.view(), literals_);
  in_runs_ = GramTable(grams.in_runs);
  anywhere_ = GramTable(grams.anywhere);
}

void LiteralFinder::find(std::string_view bytes, size_t begin, size_t end,
                         std::span<const Run> runs, LiteralMatches& out) const {
  if (!in_runs_.empty()) {
    for (const Run& run : runs) {
      size_t at = (run.begin + kLongStride - 1) / kLongStride * kLongStride;
      for (; at + kLongGram <= run.end; at += kLongStride) {
        const uint32_t hash = hash_of_long_gram(bytes.data() + at);
        if (in_runs_.may_hold(hash)) follow(bytes, at, in_runs_, hash, out);
      }
    }
  }
  if (anywhere_.empty()) return;
  out.places.clear();
  scan_short_grams(bytes, begin, end, anywhere_, out.places);
  for (const uint32_t at : out.places) {
    follow(bytes, at, anywhere_, hash_of_short_gram(bytes.data() + at), out);
  }
}

void LiteralFinder::follow(std::string_view bytes, size_t at, const GramTable& table, uint32_t hash,
                           LiteralMatches& out) const {
  table.for_each(hash,
                 [&](uint32_t number, size_t offset) { compare(bytes, at, number, offset, out); });
}

void LiteralFinder::compare(std::string_view bytes, size_t at, uint32_t number, size_t offset,
                            LiteralMatches& out) const {
  const std::string_view literal =
      text_.view().substr(literals_[number].begin, literals_[number].size);
  const auto put = [&](size_t begin, size_t end) {
    out.matches.push_back({number, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
  };
  if (at >= offset && bytes.substr(at - offset, literal.size()) == literal) {
    put(at - offset, at - offset + literal.size());
    return;
  }
  if (!literals_[number].wraps) {
    if (literal.find('\n') != std::string_view::npos) out.has_part = true;
    return;
  }
  WrappedMatch match(bytes, literal);
  const auto end = match.forward(at, offset);
  const auto begin = match.backward(at, offset);
  if (begin && end) {
    put(*begin, *end);
  } else if (match.left_line()) {
    out.has_part = true;
  }
}

}  // namespace aegis

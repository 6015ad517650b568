#include "scanner/rule/pattern.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace aegis {

namespace {

constexpr size_t kMaxVariants = 256;
constexpr int kMaxDepth = 16;

CharSet complement(const CharSet& set) {
  CharSet rest;
  for (int c = 0; c < 256; ++c) {
    if (!set.contains(static_cast<char>(c))) rest.add(static_cast<char>(c));
  }
  return rest;
}

constexpr CharSet kSpace(" \t\n\r\f\v");

std::optional<CharSet> escape_class(char c) {
  switch (c) {
    case 'd':
      return kDigits;
    case 'w':
      return kWord;
    case 's':
      return kSpace;
    case 'D':
      return complement(kDigits);
    case 'W':
      return complement(kWord);
    case 'S':
      return complement(kSpace);
    default:
      return std::nullopt;
  }
}

struct Counts {
  size_t min = 1;
  size_t max = 1;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    if (text_.starts_with("(?i)")) {
      fold_case_ = true;
      at_ = 4;
    }
  }

  Result<Shape> parse() {
    if (text_.substr(at_).starts_with("\\b")) at_ += 2;
    auto variants = alternatives(0);
    if (!variants) return std::move(variants).error();
    if (at_ < text_.size()) return fail("unmatched )");
    return Shape{*std::move(variants)};
  }

 private:
  using Variants = std::vector<Variant>;

  Error fail(std::string_view what) const {
    return usage_error("pattern, character " + std::to_string(at_ + 1) + ": " + std::string(what));
  }
  bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool ended() const { return at_ >= text_.size(); }

  Result<Variants> alternatives(int depth) {
    if (depth > kMaxDepth) return fail("groups nest too deeply");
    Variants all;
    for (;;) {
      auto one = sequence(depth);
      if (!one) return one;
      std::move(one->begin(), one->end(), std::back_inserter(all));
      if (all.size() > kMaxVariants) return fail("more than 256 ways through the groups");
      if (!at('|')) return all;
      ++at_;
    }
  }

  Result<Variants> sequence(int depth) {
    Variants so_far(1);
    while (!ended() && !at('|') && !at(')')) {
      if (text_.substr(at_) == "\\b") {
        at_ += 2;
        break;
      }
      auto part = at('(') ? group(depth) : single();
      if (!part) return part;
      auto joined = join(so_far, *part);
      if (!joined) return joined;
      so_far = *std::move(joined);
    }
    return so_far;
  }

  Result<Variants> join(const Variants& heads, const Variants& tails) const {
    if (heads.size() * tails.size() > kMaxVariants) {
      return fail("more than 256 ways through the groups");
    }
    Variants joined;
    for (const Variant& head : heads) {
      for (const Variant& tail : tails) {
        joined.push_back(head);
        for (const Element& element : tail.elements) append(joined.back(), element);
      }
    }
    return joined;
  }

  static void append(Variant& variant, const Element& element) {
    auto& elements = variant.elements;
    if (element.kind == ElementKind::kLiteral && !elements.empty() &&
        elements.back().kind == ElementKind::kLiteral) {
      elements.back().text += element.text;
      elements.back().min = elements.back().max = elements.back().text.size();
    } else {
      elements.push_back(element);
    }
  }

  Result<Variants> group(int depth) {
    ++at_;
    if (text_.substr(at_).starts_with("?:")) {
      at_ += 2;
    } else if (at('?')) {
      return fail("of the (?...) groups only (?:...), and (?i) in front, are known");
    }
    auto inside = alternatives(depth + 1);
    if (!inside) return inside;
    if (!at(')')) return fail("missing )");
    ++at_;
    auto counts = repeat();
    if (!counts) return std::move(counts).error();
    return unrolled(*inside, *counts);
  }

  Result<Variants> unrolled(const Variants& once, Counts counts) const {
    Variants exactly(1);
    Variants all;
    for (size_t n = 0; n <= counts.max; ++n) {
      if (n >= counts.min) all.insert(all.end(), exactly.begin(), exactly.end());
      if (all.size() > kMaxVariants) return fail("more than 256 ways through the groups");
      if (n == counts.max) break;
      auto more = join(exactly, once);
      if (!more) return more;
      exactly = *std::move(more);
    }
    return all;
  }

  Result<Variants> single() {
    auto set = one_character();
    if (!set) return std::move(set).error();
    auto counts = repeat();
    if (!counts) return std::move(counts).error();
    Variants variants(1);
    if (counts->max == 0) return variants;
    Element element;
    element.kind = ElementKind::kClass;
    element.set = fold_case_ ? folded(*set) : *set;
    element.min = std::max<size_t>(counts->min, 1);
    element.max = counts->max;
    if (const auto only = only_member(element.set); only && element.fixed()) {
      element.kind = ElementKind::kLiteral;
      element.text.assign(element.max, *only);
    }
    variants[0].elements.push_back(element);
    if (counts->min == 0) variants.push_back(Variant{});
    return variants;
  }

  static CharSet folded(const CharSet& set) {
    CharSet both = set;
    for (char c = 'a'; c <= 'z'; ++c) {
      const auto upper = static_cast<char>(c - 'a' + 'A');
      if (set.contains(c)) both.add(upper);
      if (set.contains(upper)) both.add(c);
    }
    return both;
  }

  Result<CharSet> one_character() {
    const char c = text_[at_++];
    if (c == '[') return bracket();
    if (c == '.') return complement(CharSet("\n"));
    if (c == '\\') return escape();
    if (std::string_view("*+?{^$").find(c) != std::string_view::npos) {
      --at_;
      return fail(std::string("unexpected ") + c);
    }
    return CharSet(std::string_view(&c, 1));
  }

  Result<CharSet> escape() {
    if (ended()) return fail("nothing after \\");
    const char c = text_[at_++];
    if (const auto set = escape_class(c)) return *set;
    switch (c) {
      case 'n':
        return CharSet("\n");
      case 't':
        return CharSet("\t");
      case 'r':
        return CharSet("\r");
      case 'x':
        return hex_escape();
      default:
        break;
    }
    if (kAlnum.contains(c)) return fail(std::string("\\") + c + " is not in the common subset");
    return CharSet(std::string_view(&c, 1));
  }

  Result<CharSet> hex_escape() {
    unsigned value = 0;
    const std::string_view digits = text_.substr(at_, 2);
    const auto [stop, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || problem != std::errc{} || stop != digits.data() + 2) {
      return fail("\\x takes two hex digits");
    }
    at_ += 2;
    const char c = static_cast<char>(value);
    return CharSet(std::string_view(&c, 1));
  }

  Result<CharSet> bracket() {
    const bool negated = at('^');
    if (negated) ++at_;
    CharSet set;
    bool any = false;
    while (!ended() && (!at(']') || !any)) {
      any = true;
      auto low = bracket_item();
      if (!low) return low;
      const bool range = at('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
      const auto first = only_member(*low);
      if (!range || !first) {
        set = set | *low;
        continue;
      }
      ++at_;
      auto high = bracket_item();
      if (!high) return high;
      const auto last = only_member(*high);
      if (!last || static_cast<unsigned char>(*last) < static_cast<unsigned char>(*first)) {
        return fail("a range runs from lower to higher");
      }
      set.add_range(*first, *last);
    }
    if (ended()) return fail("missing ]");
    ++at_;
    return negated ? complement(set) : set;
  }

  Result<CharSet> bracket_item() {
    if (text_.substr(at_).starts_with("[:")) return fail("[:class:] is not in the common subset");
    const char c = text_[at_++];
    if (c == '\\') return escape();
    return CharSet(std::string_view(&c, 1));
  }

  Result<Counts> repeat() {
    if (at('*') || at('+')) return fail("unbounded; write {n,m}");
    Counts counts;
    if (at('?')) {
      ++at_;
      counts.min = 0;
    } else if (at('{')) {
      const size_t close = text_.find('}', at_);
      if (close == std::string_view::npos) return fail("missing }");
      const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
      const size_t comma = inside.find(',');
      const auto low = number(inside.substr(0, comma));
      const auto high = comma == std::string_view::npos ? low : number(inside.substr(comma + 1));
      if (!low || !high) return fail("a repeat is written {n} or {n,m}; nothing is unbounded");
      if (*low > *high || *high > kMaxMatch) return fail("a repeat runs from lower to higher");
      counts = {*low, *high};
      at_ = close + 1;
    }
    if (at('?') || at('+') || at('*') || at('{')) return fail("a repeat of a repeat");
    return counts;
  }

  static std::optional<size_t> number(std::string_view digits) {
    size_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, problem] = std::from_chars(digits.data(), end, value);
    if (digits.empty() || problem != std::errc{} || stop != end) return std::nullopt;
    return value;
  }

  std::string_view text_;
  size_t at_ = 0;
  bool fold_case_ = false;
};

}  // namespace

Result<Shape> parse_pattern(std::string_view text) {
  auto shape = Parser(text).parse();
  if (!shape) return shape;
  return checked_shape(*std::move(shape));
}

}  // namespace aegis

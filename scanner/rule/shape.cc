#include "scanner/rule/shape.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>
#include <utility>

namespace aegis {

namespace {

constexpr size_t kMaxVariants = 256;

struct NamedClass {
  std::string_view name;
  CharSet set;
};

constexpr NamedClass kClasses[] = {
    {"digits", kDigits},
    {"hex", kHex},
    {"hex-lower", make_range_set("09af")},
    {"hex-upper", make_range_set("09AF")},
    {"lower", kLower},
    {"upper", kUpper},
    {"alpha", kAlpha},
    {"lower-alnum", make_range_set("09az")},
    {"upper-alnum", make_range_set("09AZ")},
    {"base32", make_range_set("AZ27")},
    {"base62", kAlnum},
    {"base64", make_range_set("09azAZ++//")},
    {"base64url", make_range_set("09azAZ--__")},
    {"word", kWord},
    {"printable", kPrintable},
};

Element literal(std::string text) {
  Element element;
  element.min = element.max = text.size();
  element.text = std::move(text);
  return element;
}

void append(Variant& variant, const Element& element) {
  if (element.kind == ElementKind::kLiteral && !variant.elements.empty() &&
      variant.elements.back().kind == ElementKind::kLiteral) {
    Element& last = variant.elements.back();
    last.text += element.text;
    last.min = last.max = last.text.size();
    return;
  }
  variant.elements.push_back(element);
}

// Recursive descent; the depth is bounded by kMaxDepth, since a user's rule may hold any text.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Shape> parse() {
    auto variants = alternatives(0);
    if (!variants) return std::move(variants).error();
    if (at_ < text_.size()) return fail("unmatched )");
    return Shape{*std::move(variants)};
  }

 private:
  using Variants = std::vector<Variant>;
  static constexpr int kMaxDepth = 16;

  Error fail(std::string_view what) const {
    return usage_error("shape, character " + std::to_string(at_ + 1) + ": " + std::string(what));
  }

  bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }

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
    while (at_ < text_.size() && !at('|') && !at(')')) {
      auto part = at('(') ? group(depth) : at('{') ? hole() : character();
      if (!part) return part;
      Variants joined;
      if (so_far.size() * part->size() > kMaxVariants) {
        return fail("more than 256 ways through the groups");
      }
      for (const Variant& head : so_far) {
        for (const Variant& tail : *part) {
          joined.push_back(head);
          for (const Element& element : tail.elements) append(joined.back(), element);
        }
      }
      so_far = std::move(joined);
    }
    return so_far;
  }

  Result<Variants> group(int depth) {
    ++at_;
    auto inside = alternatives(depth + 1);
    if (!inside) return inside;
    if (!at(')')) return fail("missing )");
    ++at_;
    if (at('?')) {
      ++at_;
      inside->push_back(Variant{});
    }
    return inside;
  }

  Result<Variants> character() {
    const bool escaped = at('\\');
    if (escaped) ++at_;
    if (at_ == text_.size()) return fail("nothing after \\");
    if (!escaped && at('?')) return fail("? goes after a group");
    if (!escaped && at('}')) return fail("unmatched }");
    return single(literal(std::string(1, text_[at_++])));
  }

  static Variants single(Element element) {
    Variants one(1);
    one[0].elements.push_back(std::move(element));
    return one;
  }

  Result<Variants> hole() {
    const size_t close = text_.find('}', at_);
    if (close == std::string_view::npos) return fail("missing }");
    const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
    if (inside == "uuid") {
      at_ = close + 1;
      return uuid();
    }
    const size_t colon = inside.rfind(':');
    if (colon == std::string_view::npos) return fail("a hole is written {class:n} or {class:n,m}");
    Element element;
    auto counts = repeat(inside.substr(colon + 1));
    if (!counts) return fail("a hole is written {class:n} or {class:n,m}, 1 <= n <= m");
    std::tie(element.min, element.max) = *counts;
    const std::string_view name = inside.substr(0, colon);
    if (name == "crc32-base62") {
      element.kind = ElementKind::kCrc32Base62;
      element.set = kAlnum;
      if (element.min != 6 || element.max != 6) return fail("crc32-base62 has 6 characters");
    } else {
      element.kind = ElementKind::kClass;
      auto set = parse_class(name);
      if (!set) return fail(set.error().message());
      element.set = *set;
    }
    at_ = close + 1;
    return single(std::move(element));
  }

  static std::optional<std::pair<size_t, size_t>> repeat(std::string_view text) {
    const size_t comma = text.find(',');
    const auto low = number(text.substr(0, comma));
    const auto high = comma == std::string_view::npos ? low : number(text.substr(comma + 1));
    if (!low || !high || *low < 1 || *low > *high) return std::nullopt;
    return std::pair{*low, *high};
  }

  static std::optional<size_t> number(std::string_view digits) {
    size_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, problem] = std::from_chars(digits.data(), end, value);
    if (digits.empty() || problem != std::errc{} || stop != end) return std::nullopt;
    return value;
  }

  static Variants uuid() {
    Variants one(1);
    for (const size_t digits : {8, 4, 4, 4, 12}) {
      if (digits != 8) append(one[0], literal("-"));
      Element part;
      part.kind = ElementKind::kClass;
      part.set = kHex;
      part.min = part.max = digits;
      append(one[0], part);
    }
    return one;
  }

  std::string_view text_;
  size_t at_ = 0;
};

Result<void> check_variant(const Variant& variant) {
  if (variant.min_length() == 0) return usage_error("shape may match the empty string");
  if (variant.max_length() > kMaxMatch) {
    return usage_error("shape may match more than " + std::to_string(kMaxMatch) + " bytes");
  }
  // The checksum's place is counted from the end of the match, so what follows it must not vary.
  bool after_checksum = false;
  for (const Element& element : variant.elements) {
    if (after_checksum && !element.fixed()) {
      return usage_error("shape: only fixed lengths may follow a checksum");
    }
    after_checksum = after_checksum || element.kind == ElementKind::kCrc32Base62;
  }
  return {};
}

}  // namespace

size_t Variant::min_length() const {
  size_t sum = 0;
  for (const Element& element : elements) sum += element.min;
  return sum;
}

size_t Variant::max_length() const {
  size_t sum = 0;
  for (const Element& element : elements) sum += element.max;
  return sum;
}

std::string_view Variant::prefix() const {
  if (elements.empty() || elements.front().kind != ElementKind::kLiteral) return {};
  return elements.front().text;
}

Result<CharSet> parse_class(std::string_view name) {
  // The `+` that begins additions is the first one: `base62+-_`, `lower-alnum++/`.
  const size_t plus = name.find('+');
  const std::string_view base = name.substr(0, plus);
  for (const NamedClass& known : kClasses) {
    if (known.name != base) continue;
    CharSet set = known.set;
    if (plus != std::string_view::npos) set.add(name.substr(plus + 1));
    return set;
  }
  return usage_error("unknown class " + std::string(base));
}

Result<Shape> parse_shape(std::string_view text) {
  auto shape = Parser(text).parse();
  if (!shape) return shape;
  return checked_shape(*std::move(shape));
}

Result<Shape> checked_shape(Shape shape) {
  for (const Variant& variant : shape.variants) {
    if (auto ok = check_variant(variant); !ok) return std::move(ok).error();
  }
  return shape;
}

}  // namespace aegis

#include "scanner/detect/assignment.h"

#include <algorithm>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr size_t kLongestName = 80;
constexpr size_t kLongestValue = 1024;
constexpr size_t kWidestGap = 48;
constexpr size_t kLineReach = 512;  // of a line, to either side of a name

constexpr CharSet kNameSet = make_range_set("azAZ09__--..$$");
constexpr CharSet kBlank(" \t");
constexpr CharSet kQuote("\"'`");
constexpr CharSet kUnquotedEnd(std::string_view(" \t\r\n\f\v\0\"'`,;<>&|(){}[]", 22));

class Cursor {
 public:
  Cursor(std::string_view bytes, size_t at) : bytes_(bytes), at_(at) {}

  size_t at() const { return at_; }
  bool ended() const { return at_ >= bytes_.size(); }
  char peek(size_t ahead = 0) const {
    return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\0';
  }
  void skip(size_t n) { at_ = std::min(at_ + n, bytes_.size()); }
  bool take(std::string_view text) {
    if (bytes_.compare(std::min(at_, bytes_.size()), text.size(), text) != 0) return false;
    at_ += text.size();
    return true;
  }
  size_t skip_set(const CharSet& set, size_t most) {
    size_t n = 0;
    while (n < most && !ended() && set.contains(bytes_[at_])) {
      ++at_;
      ++n;
    }
    return n;
  }

 private:
  std::string_view bytes_;
  size_t at_;
};

Span name_around(std::string_view bytes, Span keyword) {
  Span name = keyword;
  while (name.begin > 0 && kNameSet.contains(bytes[name.begin - 1]) &&
         keyword.begin - name.begin < kLongestName) {
    --name.begin;
  }
  while (name.end < bytes.size() && kNameSet.contains(bytes[name.end]) &&
         name.end - keyword.end < kLongestName) {
    ++name.end;
  }
  return name;
}

enum class Link {
  kNone,
  kGives,     // = : := => ...
  kCompares,  // == != ...
  kCalls,     // name("value"), name, "value"
  kEncloses,  // <name>value</name>
  kFlags,     // --name value
};

// `: string = ` and the like: a colon that gives a type, before the sign that gives the value.
void skip_type(Cursor& cursor) {
  Cursor probe = cursor;
  probe.skip_set(kBlank, 8);
  constexpr CharSet kTypeSet = make_range_set("azAZ09__..<<>>[[]]??||**&& ::");
  if (!kAlpha.contains(probe.peek()) && probe.peek() != '&') return;
  probe.skip_set(kTypeSet, 40);
  if (probe.peek() == '=' && probe.peek(1) != '=' && probe.peek(1) != '>') {
    probe.skip(1);
    cursor = probe;
  }
}

// A type's name between a variable's and `=`: `var password string = "..."`.
bool take_type_and_sign(Cursor& cursor) {
  Cursor probe = cursor;
  constexpr CharSet kTypeSet = make_range_set("azAZ09__..**[[]]<<>>");
  if (!kAlpha.contains(probe.peek()) || probe.skip_set(kTypeSet, 40) == 0) return false;
  probe.skip_set(kBlank, 8);
  if (probe.peek() != '=' || probe.peek(1) == '=' || probe.peek(1) == '>') return false;
  probe.skip(1);
  cursor = probe;
  return true;
}

// XML and properties: key="password" value="...".
bool take_value_attribute(Cursor& cursor) {
  Cursor probe = cursor;
  if (probe.skip_set(kBlank, 4) == 0) return false;
  if (!probe.take("value=") && !probe.take("Value=") && !probe.take("content=")) return false;
  cursor = probe;
  return true;
}

// = == === => : := ::= :::= :: != !== ?= ??= ||= += .= <-
Link take_sign(Cursor& cursor) {
  const char first = cursor.peek();
  const char second = cursor.peek(1);
  const auto taken = [&](size_t length, Link link) {
    cursor.skip(length);
    return link;
  };
  switch (first) {
    case '=':
      if (second == '=') return taken(cursor.peek(2) == '=' ? 3 : 2, Link::kCompares);
      return taken(second == '>' ? 2 : 1, Link::kGives);
    case ':':
      if (second == '=') return taken(2, Link::kGives);
      if (second == ':') {
        const size_t colons = cursor.peek(2) == ':' ? 3 : 2;
        return cursor.peek(colons) == '=' ? taken(colons + 1, Link::kGives) : Link::kNone;
      }
      cursor.skip(1);
      skip_type(cursor);
      return Link::kGives;
    case '!':
      if (second != '=') return Link::kNone;
      return taken(cursor.peek(2) == '=' ? 3 : 2, Link::kCompares);
    case '?':
    case '|':
      if (second == '=') return taken(2, Link::kGives);
      if (second == first && cursor.peek(2) == '=') return taken(3, Link::kGives);
      return Link::kNone;
    case '+':
    case '.':
      return second == '=' ? taken(2, Link::kGives) : Link::kNone;
    case '<':
      return second == '-' ? taken(2, Link::kGives) : Link::kNone;
    default:
      return Link::kNone;
  }
}

// Whether the name at `at` is a function's argument: of the brackets before it on its line, the
// nearest one that is open is a round one. In a list, the next item is no value.
bool is_argument(std::string_view bytes, size_t at) {
  int closed = 0;
  for (size_t n = 0; at > 0 && n < kLongestName; ++n) {
    const char c = bytes[--at];
    if (c == '\n') return false;
    if (c == ')' || c == ']' || c == '}') ++closed;
    if (c != '(' && c != '[' && c != '{') continue;
    if (closed == 0) return c == '(';
    --closed;
  }
  return false;
}

// `<name>`, or `<name kind="x">`: the end of the tag.
bool take_tag_end(Cursor& cursor) {
  Cursor probe = cursor;
  if (probe.skip_set(kBlank, 4) > 0) {
    Cursor attribute = probe;
    if (attribute.take("value=") || attribute.take("Value=")) return false;
    if (!kAlpha.contains(probe.peek())) return false;
    constexpr CharSet kAttributes = make_range_set("!.0;==?~  \t\t");  // no < > / or line end
    constexpr size_t kLongestAttributes = 80;
    probe.skip_set(kAttributes, kLongestAttributes);
  }
  if (!probe.take(">")) return false;
  cursor = probe;
  return true;
}

Link take_operator(Cursor& cursor, bool closed_quote, bool is_flag, bool is_tag,
                   bool is_argument_name) {
  if (is_tag && take_tag_end(cursor)) return Link::kEncloses;
  if (closed_quote && take_value_attribute(cursor)) return Link::kGives;
  const size_t gap = cursor.skip_set(kBlank, kWidestGap);
  const Link sign = take_sign(cursor);
  if (sign != Link::kNone) return sign;
  if (closed_quote && is_argument_name && cursor.take(",")) return Link::kCalls;
  if (!closed_quote && gap == 0 && cursor.take("(")) return Link::kCalls;
  if (is_flag && gap > 0) return Link::kFlags;
  if (gap == 0 || closed_quote) return Link::kNone;
  if (take_type_and_sign(cursor)) return Link::kGives;
  // Text: `token - "..."`.
  if (cursor.take("- ")) return Link::kCalls;
  // SQL: PASSWORD '...'.
  return kQuote.contains(cursor.peek()) ? Link::kCalls : Link::kNone;
}

// Letters that may stand between an operator and a quote: b"..", r'..', u8"..", @"..", L"..".
void skip_string_prefix(Cursor& cursor) {
  constexpr CharSet kPrefixSet("bBrRuUfFlLN@8");
  Cursor probe = cursor;
  probe.skip_set(kPrefixSet, 3);
  if (kQuote.contains(probe.peek())) cursor = probe;
}

std::optional<size_t> closing_quote(std::string_view bytes, size_t from, char quote,
                                    size_t backslashes) {
  const size_t limit = std::min(bytes.size(), from + kLongestValue);
  size_t run = 0;  // of backslashes before `at`
  for (size_t at = from; at < limit; ++at) {
    const char c = bytes[at];
    if (c == '\n' && quote != '`') return std::nullopt;
    if (c == quote && (backslashes == 0 ? run % 2 == 0 : run <= backslashes)) {
      return at - std::min(run, backslashes);
    }
    run = c == '\\' ? run + 1 : 0;
  }
  return std::nullopt;
}

// Whether an escaped line end, tab or quote begins at `at`, itself escaped or not: within a string
// of JSON or source code, what it stands for ends an unquoted value.
bool ends_by_escape(std::string_view bytes, size_t at) {
  if (bytes[at] != '\\') return false;
  const size_t most = std::min(bytes.size(), at + 4);
  while (at < most && bytes[at] == '\\') ++at;
  return at < bytes.size() && (kQuote.contains(bytes[at]) || CharSet("nrt").contains(bytes[at]));
}

// "name = " may be a text of its own, which the quote after the sign ends, rather than begins a
// value: the same one begins the name, and those of the line come in pairs.
bool ends_text(std::string_view bytes, Span name, char quote) {
  if (name.begin == 0 || bytes[name.begin - 1] != quote) return false;
  const size_t least = name.begin > kLineReach ? name.begin - kLineReach : 0;
  const size_t newline = bytes.substr(least, name.begin - least).rfind('\n');
  const size_t from = newline == std::string_view::npos ? least : least + newline + 1;
  const std::string_view rest = bytes.substr(from, name.end + kLineReach - from);
  const std::string_view line = rest.substr(0, rest.find('\n'));
  return std::count(line.begin(), line.end(), quote) % 2 == 0;
}

std::optional<Assignment> value_at(std::string_view bytes, Cursor cursor, Link link) {
  // An element's text may stand on a line of its own.
  cursor.skip_set(link == Link::kEncloses ? kBlank | CharSet("\r\n") : kBlank, kWidestGap);
  skip_string_prefix(cursor);
  Assignment found;
  size_t backslashes = 0;
  while (backslashes < 4 && cursor.peek(backslashes) == '\\') ++backslashes;
  const char quote = cursor.peek(backslashes);
  if (kQuote.contains(quote) && link != Link::kEncloses) {
    cursor.skip(backslashes + 1);
    const auto end = closing_quote(bytes, cursor.at(), quote, backslashes);
    if (!end) return std::nullopt;
    found.quote = quote;
    found.value = {cursor.at(), *end};
  } else {
    if (link == Link::kCalls) return std::nullopt;
    const CharSet stop = link == Link::kEncloses ? CharSet("<\n\r") : kUnquotedEnd;
    size_t end = cursor.at();
    const size_t limit = std::min(bytes.size(), end + kLongestValue);
    // `${X:-y}` and `{{ x }}` are one value, whatever they hold.
    if (bytes.compare(end, 2, "${") == 0 || bytes.compare(end, 2, "{{") == 0) {
      while (end < limit && bytes[end] != '}' && bytes[end] != '\n') ++end;
    }
    while (end < limit && !stop.contains(bytes[end]) && !ends_by_escape(bytes, end)) ++end;
    if (end == limit && end < bytes.size()) return std::nullopt;
    // A call or a subscript follows: the value is an expression. The caller sees the bracket.
    found.value = {cursor.at(), end};
  }
  if (found.value.begin >= found.value.end) return std::nullopt;
  found.compared = link == Link::kCompares;
  return found;
}

}  // namespace

std::optional<Assignment> assignment_around(std::string_view bytes, Span keyword) {
  const Span name = name_around(bytes, keyword);
  Cursor cursor(bytes, name.end);
  const bool is_flag = bytes[name.begin] == '-';
  const bool is_tag = name.begin > 0 && bytes[name.begin - 1] == '<';
  bool closed_quote = false;
  // "name", \"name\", ['name'], :name, {name}
  size_t closers = 0;
  if (!cursor.take("[]")) cursor.take("[ ]");
  while (closers < 6 && (kQuote.contains(cursor.peek()) || cursor.peek() == '\\' ||
                         cursor.peek() == ']' || (closers > 0 && cursor.peek() == ')'))) {
    closed_quote = closed_quote || kQuote.contains(cursor.peek());
    cursor.skip(1);
    ++closers;
  }
  const Link link =
      take_operator(cursor, closed_quote, is_flag, is_tag, is_argument(bytes, name.begin));
  if (link == Link::kNone) return std::nullopt;
  auto found = value_at(bytes, cursor, link);
  if (!found) return std::nullopt;
  if (!closed_quote && found->quote != 0 && ends_text(bytes, name, found->quote)) {
    return std::nullopt;
  }
  found->name = name;
  return found;
}

Span name_before(std::string_view bytes, size_t value) {
  size_t at = value;
  const auto back_over = [&](const CharSet& set, size_t most) {
    size_t n = 0;
    while (at > 0 && n < most && set.contains(bytes[at - 1])) {
      --at;
      ++n;
    }
    return n;
  };
  constexpr CharSet kOpening("\"'`\\({[ \t");
  constexpr CharSet kOperator("=:>,|?+!");
  constexpr CharSet kClosing("\"'`\\)}] \t");
  back_over(kOpening, 8);
  const size_t signs_end = at;
  const size_t signs = back_over(kOperator, 3);
  const std::string_view sign = bytes.substr(at, signs_end - at);
  // `scope::member` gives nothing a value.
  if (sign == "::") return {value, value};
  // `?`, `|`, `+` and `!` do so only as a part of a sign: `||=`, `!=`.
  if (signs > 0 && sign.find_first_of("=:>,") == std::string_view::npos) return {value, value};
  back_over(kClosing, kWidestGap);
  const size_t end = at;
  const size_t letters = back_over(kNameSet, kLongestName);
  const char quote = value > 0 ? bytes[value - 1] : '\0';
  const bool open = bytes.substr(end, signs_end - end).find(quote) == std::string_view::npos;
  if (open && kQuote.contains(quote) && ends_text(bytes, {at, end}, quote)) return {value, value};
  // A flag needs no operator: `--token value`.
  const bool flag = letters > 0 && bytes[at] == '-';
  return letters > 0 && (signs > 0 || flag) ? Span{at, end} : Span{value, value};
}

}  // namespace aegis

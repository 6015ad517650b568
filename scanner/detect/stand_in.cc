#include "scanner/detect/stand_in.h"

#include <string>

#include "scanner/detect/value_form.h"
#include "scanner/detect/word_model.h"
#include "scanner/detect/word_set.h"

namespace aegis {

namespace {

const WordSet& words() {
  static const WordSet set({
      {kTemplatePart, {"<%", "%>", "%s", "%d", "{}", "{0}"}},
      {kOpeningPart, {"${", "$(", "{{", "#{", "%(", "%{", "$["}},
      {kReferencePart,
       {"->",
        "::",
        "()",
        "process.env",
        "os.environ",
        "getenv",
        "system.getproperty",
        "secrets.",
        "vault:",
        "this.",
        "self.",
        "env.",
        "config.",
        "settings.",
        "params.",
        "props.",
        "request.",
        "args.",
        "options.",
        "data.",
        "var.",
        "local.",
        "ssm:",
        "ref:",
        "secretkeyref",
        "valuefrom",
        "!ref",
        "!sub",
        "new-object",
        "arn:aws",
        "keychain:",
        "ecdsa-sha2",
        "rsa-sha2",
        "ssh-ed25519",
        "nistp",
        "op://",
        "env:"}},
      {kPlaceholderPart,
       {"example",     "changeme",  "change_me", "change-me",   "change_this", "changethis",
        "placeholder", "your_",     "your-",     "yourp",       "yours",       "yourt",
        "yourk",       "youra",     "my_",       "my-secret",   "mysecret",    "mypass",
        "mytoken",     "insert",    "replace",   "todo",        "fixme",       "dummy",
        "redacted",    "xxxx",      "****",      "....",        "____",        "----",
        "sample",      "some_",     "some-",     "not_a_real",  "notreal",     "fake",
        "goes_here",   "goes-here", "_here",     "-here",       "keyhere",     "enter_",
        "fill_",       "undefined", "put_",      "\xe2\x80\xa6"}},
      {kRowPart,
       {"1234567", "abcdefg", "qwerty", "asdfgh", "0123456", "7654321", "zxcvbn", "1111111",
        "0000000", "deadbeef"}},
      {kHarmlessPart, {"sandbox", "sdbx", "_pub_", "publishable"}},
      {kStandInPart,
       {"example", "xxxxxx", "placeholder", "redacted", "your_", "your-", "dummy", "abcdef123",
        "changeme", "******"}},
  });
  return set;
}

// Words, as a placeholder or an expression in brackets has them, rather than something random.
bool is_label(std::string_view text) {
  constexpr CharSet kLabel = make_range_set("azAZ09  __--..::,,//''$$@@||");
  return all_in(text, kLabel) && count_in(text, kDigits) * 5 <= text.size() &&
         letter_surprise(text) < kRandomish;
}

// Whether the brackets from the one at `at` on close each other, up to its own closing one. Where
// the text ends before, it must have been the end of a name: what cut it stops at brackets.
bool is_expression_at(std::string_view text, size_t at) {
  constexpr CharSet kName = make_range_set("azAZ09  __--..::??");
  std::string open;
  for (; at < text.size(); ++at) {
    const size_t opening = std::string_view("([{").find(text[at]);
    const size_t closing = std::string_view(")]}").find(text[at]);
    if (opening != std::string_view::npos) open += ")]}"[opening];
    if (closing == std::string_view::npos) continue;
    if (open.back() != text[at]) return false;
    open.pop_back();
    if (open.empty()) return true;
  }
  return all_in(text.substr(text.find_last_of("([{") + 1), kName);
}

// ${X}, $(x), {{ x }}, #{x}, %(x)s, %{x}, $[x], anywhere in the text.
bool has_expression(std::string_view text) {
  for (size_t at = text.find_first_of("([{"); at != std::string_view::npos;
       at = text.find_first_of("([{", at + 1)) {
    const char before = at > 0 ? text[at - 1] : '\0';
    const bool opens = before == '$' || (before == '#' && text[at] == '{') ||
                       (before == '%' && text[at] != '[') ||
                       (text[at] == '{' && text.substr(at + 1).starts_with('{'));
    if (opens && is_expression_at(text, at)) return true;
  }
  return false;
}

// `secret123`: what is counted up after a word does not make it another one.
std::string_view without_count(std::string_view text) {
  for (const std::string_view count : {"12345", "1234", "123", "1"}) {
    if (text.ends_with(count)) return text.substr(0, text.size() - count.size());
  }
  return text;
}

}  // namespace

uint32_t parts_in(std::string_view text) {
  return words().kinds_in(text);
}

bool is_template(std::string_view text, uint32_t parts) {
  if ((parts & kTemplatePart) != 0) return true;
  if ((parts & kOpeningPart) != 0 && has_expression(text)) return true;
  const char first = text.front();
  const char last = text.back();
  if (first == '<' && last == '>') return true;
  const bool in_brackets = (first == '{' && last == '}') || (first == '[' && last == ']');
  if (in_brackets && is_label(text.substr(1, text.size() - 2))) return true;
  if (first == '%' && (last == '%' || text.size() <= 3)) return true;
  if (first == '@' && all_in(text.substr(1), kUpper | kDigits | CharSet("_@"))) return true;
  if (first == '$' && text.size() > 1 && (kAlpha.contains(text[1]) || text[1] == '_')) {
    return all_in(text.substr(1), kWord | CharSet("$->[]'.:"));
  }
  return false;
}

bool is_call_or_reference(std::string_view text, uint32_t parts) {
  return (parts & kReferencePart) != 0 || text.front() == '*' || text.front() == '&';
}

bool is_placeholder_word(std::string_view text) {
  static const WordSet kWords(
      {{1, {"null",     "none",     "nil",      "true",    "false",   "undefined", "string",
            "password", "passwd",   "secret",   "token",   "test",    "tests",     "testing",
            "user",     "admin",    "empty",    "default", "example", "dummy",     "foobar",
            "foo",      "bar",      "root",     "pass",    "value",   "text",      "hidden",
            "required", "optional", "redacted", "todo",    "tbd",     "n/a",       "bearer",
            "basic",    "plain",    "disabled", "enabled", "unknown"}}});
  static const WordSet kCounted({{1,
                                  {"secret", "token", "test", "testing", "example", "dummy",
                                   "foobar", "foo", "bar", "value", "string"}}});
  return kWords.kinds_of(text) != 0 || kCounted.kinds_of(without_count(text)) != 0 ||
         (text.size() >= 4 && count_distinct(text) == 1);
}

bool is_placeholder(std::string_view text) {
  return (parts_in(text) & kPlaceholderPart) != 0 || is_placeholder_word(text);
}

bool is_to_be_filled_in(std::string_view text) {
  if (text.empty()) return true;
  const uint32_t parts = parts_in(text);
  return (parts & kPlaceholderPart) != 0 || is_template(text, parts);
}

bool looks_made_up(std::string_view body) {
  if (body.size() < 8) return false;
  return count_distinct(body) <= 4 || (parts_in(body) & (kRowPart | kStandInPart)) != 0;
}

}  // namespace aegis

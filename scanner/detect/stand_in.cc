#include "scanner/detect/stand_in.h"

#include "scanner/detect/value_form.h"
#include "scanner/detect/word_set.h"

namespace aegis {

namespace {

const WordSet& words() {
  static const WordSet set({
      {kTemplatePart,
       {"${", "$(", "{{", "}}", "#{", "<%", "%>", "%(", "%{", "$[", "%s", "%d", "{}", "{0}"}},
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
      {kStandInPart,
       {"example", "xxxxxx", "placeholder", "redacted", "your_", "your-", "dummy", "abcdef123",
        "changeme", "******"}},
  });
  return set;
}

}  // namespace

uint32_t parts_in(std::string_view text) {
  return words().kinds_in(text);
}

bool is_template(std::string_view text, uint32_t parts) {
  if (parts & kTemplatePart) return true;
  const char first = text.front();
  const char last = text.back();
  if (first == '<' && last == '>') return true;
  if (first == '{' && last == '}') return true;
  if (first == '[' && last == ']') return true;
  if (first == '%' && (last == '%' || text.size() <= 3)) return true;
  if (first == '@' && all_in(text.substr(1), kUpper | kDigits | CharSet("_@"))) return true;
  if (first == '$' && text.size() > 1 && (kAlpha.contains(text[1]) || text[1] == '_')) {
    return all_in(text.substr(1), kWord | CharSet("->[]'.:"));
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
  return kWords.kinds_of(text) != 0 || (text.size() >= 4 && count_distinct(text) == 1);
}

bool is_placeholder(std::string_view text) {
  return (parts_in(text) & kPlaceholderPart) != 0 || is_placeholder_word(text);
}

bool looks_made_up(std::string_view body) {
  if (body.size() < 8) return false;
  return count_distinct(body) <= 4 || (parts_in(body) & (kRowPart | kStandInPart)) != 0;
}

}  // namespace aegis

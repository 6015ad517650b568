// Tested by tests/unit/value_judge_test.cc.
//
// Objections are tried from the cheapest to the dearest and the first one counts. Some say that the
// value is certainly something else, and drop it; others only make it unlikely, and leave it to
// readers who ask for low confidence.
#include "scanner/detect/value_judge.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "scanner/base/char_set.h"
#include "scanner/detect/word_model.h"
#include "scanner/detect/word_set.h"

namespace aegis {

namespace {

constexpr double kWordy = 4.75;  // bits a letter: words lie below, random letters above
constexpr double kRandomish = 5.1;

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), to_lower);
  return lower;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool all_in(std::string_view text, const CharSet& set) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return set.contains(c); });
}

size_t count_in(std::string_view text, const CharSet& set) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [&](char c) { return set.contains(c); }));
}

size_t distinct(std::string_view text) {
  std::array<bool, 256> seen{};
  size_t n = 0;
  for (const char c : text) {
    bool& mark = seen[static_cast<unsigned char>(c)];
    n += mark ? 0 : 1;
    mark = true;
  }
  return n;
}

// What the parts of a value give away, whatever surrounds them.
enum Part : uint32_t {
  kTemplatePart = 1,     // filled in when the program runs
  kReferencePart = 2,    // code that fetches the value
  kPlaceholderPart = 4,  // stands for a value
  kRowPart = 8,          // neighbours on a keyboard or in an alphabet
  kStandInPart = 16,     // a placeholder even within a token that is made by a machine
};

const WordSet& parts() {
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

// ${X}, $X, %X%, {{ x }}, <x>, #{x}, %s, {0}, @x@, [x].
bool is_template(std::string_view text, uint32_t kinds) {
  if (kinds & kTemplatePart) return true;
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

bool is_call_or_reference(std::string_view text, uint32_t kinds) {
  return (kinds & kReferencePart) != 0 || text.front() == '*' || text.front() == '&';
}

// Words joined by . _ - or by case, of which none looks random.
bool is_identifier(std::string_view text) {
  if (!all_in(text, kWord | CharSet("-.:$"))) return false;
  if (kDigits.contains(text.front())) return false;
  return count_in(text, kDigits) * 5 <= text.size();
}

bool is_path_or_url(std::string_view text) {
  if (contains(text, "://")) return true;
  if (text.starts_with("./") || text.starts_with("../") || text.starts_with("~/")) return true;
  const auto slashes = count_in(text, CharSet("/"));
  if (text.front() == '/' && slashes >= 2 && letter_surprise(text) < kRandomish) return true;
  if (slashes >= 1 && letter_surprise(text) < kWordy) return true;
  if (text.size() > 3 && text[1] == ':' && text[2] == '\\') return true;
  constexpr std::string_view kEndings[] = {
      ".pem", ".sh",   ".key", ".txt", ".json", ".yml", ".yaml", ".xml", ".conf", ".crt", ".jks",
      ".p12", ".html", ".php", ".js",  ".env",  ".com", ".org",  ".net", ".io",   ".py",  ".go"};
  const std::string lower = lowered(text);
  return std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !kHex.contains(text[i])) return false;
  }
  return true;
}

// Numbers, dates, times and versions, with the signs of version ranges.
bool is_number_like(std::string_view text) {
  return all_in(text, kDigits | CharSet(".,:-+ /xXTZ^~<>=*"));
}

// A sentence or a label for people: several words, or characters of layout.
bool is_prose(std::string_view text) {
  const size_t spaces = count_in(text, CharSet(" \t"));
  if (spaces == 0) return false;
  return spaces >= 2 || letter_surprise(text) < kWordy || text.back() == ':' || text.back() == '.';
}

bool is_wordy(std::string_view text) {
  const size_t letters = count_in(text, kAlpha);
  if (letters * 2 < text.size()) return false;
  return letters >= 3 && letter_surprise(text) < kWordy;
}

bool has_row(std::string_view text) {
  return (parts().kinds_in(text) & kRowPart) != 0;
}

bool equals_folded(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

// Whether one of the two stands in the other.
bool repeats(std::string_view name, std::string_view text) {
  const auto& longer = name.size() > text.size() ? name : text;
  const auto& shorter = name.size() > text.size() ? text : name;
  for (size_t at = 0; at + shorter.size() <= longer.size(); ++at) {
    if (equals_folded(longer.substr(at, shorter.size()), shorter)) return true;
  }
  return false;
}

// Words that stand for a value, or say that there is none.
bool is_placeholder_word(std::string_view text) {
  static const WordSet kWords(
      {{1, {"null",     "none",     "nil",      "true",    "false",   "undefined", "string",
            "password", "passwd",   "secret",   "token",   "test",    "tests",     "testing",
            "user",     "admin",    "empty",    "default", "example", "dummy",     "foobar",
            "foo",      "bar",      "root",     "pass",    "value",   "text",      "hidden",
            "required", "optional", "redacted", "todo",    "tbd",     "n/a",       "bearer",
            "basic",    "plain",    "disabled", "enabled", "unknown"}}});
  return kWords.kinds_of(text) != 0 || (text.size() >= 4 && distinct(text) == 1);
}

// A character that fills half of the text in one stretch: 0000..., xxxx....
bool is_filled_in(std::string_view text) {
  size_t longest = 0;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin;
    while (end < text.size() && text[end] == text[begin]) ++end;
    longest = std::max(longest, end - begin);
    begin = end;
  }
  return longest >= 6 && longest * 2 >= text.size();
}

// What machines make for a header or a URL keeps to the characters that may stand there (RFC 6750,
// b64token, and a few that some use). A `secret` may hold any: it is often chosen by a framework.
bool has_foreign_characters(std::string_view name, std::string_view text) {
  const std::string lower = lowered(name);
  if (contains(lower, "secret") || contains(lower, "pass") || contains(lower, "cred")) return false;
  return text.find_first_of("?#;") != std::string_view::npos;
}

// Stands in a page for the browser to send back; gives nothing to who reads it.
bool is_form_token(std::string_view name) {
  const std::string lower = lowered(name);
  return contains(lower, "csrf") || contains(lower, "xsrf") || contains(lower, "authenticity");
}

struct Shade {
  size_t digits = 0;
  size_t lower = 0;
  size_t upper = 0;
  size_t other = 0;
  size_t kinds() const { return (digits > 0) + (lower > 0) + (upper > 0) + (other > 0); }
};

Shade shade_of(std::string_view text) {
  Shade shade;
  shade.digits = count_in(text, kDigits);
  shade.lower = count_in(text, kLower);
  shade.upper = count_in(text, kUpper);
  shade.other = text.size() - shade.digits - shade.lower - shade.upper;
  return shade;
}

constexpr Judgement drop(const char* objection) {
  return {objection, Confidence::kLow, true};
}
constexpr Judgement doubt(const char* objection) {
  return {objection, Confidence::kLow, false};
}

Judgement judge_common(const Value& value) {
  const std::string_view text = value.text;
  if (text.size() < 4) return drop("short");
  if (!value.name.empty() && repeats(value.name, text)) return drop("name repeated");
  if (name_denies_secret(value.name)) return drop("name");
  const uint32_t kinds = parts().kinds_in(text);
  if (is_template(text, kinds)) return drop("template");
  if ((kinds & kPlaceholderPart) != 0 || is_placeholder_word(text)) return drop("placeholder");
  if (value.quote == 0) {
    if (value.next == '(' || value.next == '[' || value.next == '{') return drop("code");
    if (value.in_program && (is_identifier(text) || !kAlnum.contains(text.front()))) {
      return drop("code");
    }
  }
  if (is_call_or_reference(text, kinds)) return drop("code");
  if (text.find_first_of("<>\n") != std::string_view::npos && letter_surprise(text) < kRandomish) {
    return drop("markup");
  }
  if (contains(text, " = ") || contains(text, ": \"")) return drop("code");
  if (is_prose(text)) return doubt("prose");
  if (is_path_or_url(text)) return drop("path");
  if (is_number_like(text)) return doubt("number");
  return {};
}

Judgement judge_password(const Value& value) {
  const std::string_view text = value.text;
  const Shade shade = shade_of(text);
  if (is_uuid(text)) return doubt("uuid");
  // A hash of crypt(3) that is whole is found by its form; one that is not is none.
  const bool crypt = text.size() > 3 && text[0] == '$' && (text[2] == '$' || text[3] == '$');
  if (crypt) return doubt("malformed hash");
  if (distinct(text) <= 3) return doubt("repetition");
  if (has_row(text)) return doubt("row of keys");
  const bool wordy = is_wordy(text);
  if (value.quote == 0 && value.in_program) return doubt("code");
  if (wordy && shade.digits == 0) return doubt("words");
  if (wordy && is_identifier(text) && shade.digits * 4 < text.size() && shade.kinds() < 3) {
    return doubt("words");
  }
  if (shade.kinds() < 2 && text.size() < 10) return doubt("one kind of character");
  if (text.size() < 6) return doubt("short");
  Judgement good;
  const bool random = letter_surprise(text) > kRandomish || shade.digits * 3 >= text.size();
  if (text.size() >= 12 && shade.kinds() >= 3 && random) good.confidence = Confidence::kHigh;
  return good;
}

Judgement judge_token(const Value& value) {
  const std::string_view text = value.text;
  if (text.size() < 8) return drop("short");
  if (is_filled_in(text)) return drop("repetition");
  if (is_form_token(value.name)) return drop("form token");
  if (has_foreign_characters(value.name, text)) return drop("characters");
  if (is_uuid(text)) return doubt("uuid");
  const double entropy = shannon_entropy(text);
  const Shade shade = shade_of(text);
  if (distinct(text) <= 4) return drop("repetition");
  if (has_row(text)) return doubt("row of keys");
  if (is_wordy(text)) {
    return shade.digits * 6 < text.size() ? drop("words") : doubt("words");
  }
  if (is_identifier(text) && shade.digits == 0 && letter_surprise(text) < kRandomish) {
    return doubt("identifier");
  }
  if (shade.kinds() < 2) return doubt("one kind of character");
  const double wanted = text.size() >= 20 ? 3.0 : text.size() >= 12 ? 2.7 : 2.5;
  if (entropy < wanted) return doubt("entropy");
  if (text.size() < 12) return doubt("short");
  if (shade.digits == 0 && letter_surprise(text) < 5.6) return doubt("entropy");
  Judgement good;
  if (text.size() >= 20 && entropy >= 3.5 && shade.digits > 0) good.confidence = Confidence::kHigh;
  return good;
}

// After the last separator, or the last change to upper case.
std::string_view last_word(std::string_view name) {
  while (!name.empty() && !kAlnum.contains(name.back())) name.remove_suffix(1);
  size_t begin = name.size();
  while (begin > 0 && kAlnum.contains(name[begin - 1])) {
    --begin;
    if (begin > 0 && kUpper.contains(name[begin]) && kLower.contains(name[begin - 1])) break;
  }
  return name.substr(begin);
}

}  // namespace

bool is_placeholder(std::string_view text) {
  return (parts().kinds_in(text) & kPlaceholderPart) != 0 || is_placeholder_word(text);
}

bool looks_made_up(std::string_view body) {
  if (body.size() < 8) return false;
  return distinct(body) <= 4 || (parts().kinds_in(body) & (kRowPart | kStandInPart)) != 0;
}

bool name_denies_secret(std::string_view name) {
  static const WordSet kLast(
      {{1, {"file",     "path",        "url",         "uri",       "name",         "type",
            "length",   "len",         "size",        "field",     "label",        "hint",
            "expiry",   "expires",     "expiration",  "ttl",       "id",           "column",
            "policy",   "min",         "max",         "regex",     "pattern",      "placeholder",
            "prompt",   "input",       "reset",       "count",     "index",        "enabled",
            "required", "timeout",     "limit",       "format",    "error",        "message",
            "title",    "text",        "description", "help",      "header",       "prefix",
            "suffix",   "class",       "manager",     "provider",  "service",      "handler",
            "ref",      "reference",   "store",       "endpoint",  "host",         "version",
            "status",   "validator",   "algorithm",   "alg",       "lifetime",     "age",
            "dir",      "directory",   "location",    "kind",      "attempts",     "strength",
            "rules",    "check",       "link",        "page",      "form",         "view",
            "template", "element",     "selector",    "visible",   "confirmation", "event",
            "action",   "usage",       "arn",         "namespace", "mode",         "state",
            "method",   "function",    "param",       "attribute", "variable",     "env",
            "envvar",   "fingerprint", "digest",      "checksum",  "mask",         "encoding",
            "parser",   "generator",   "factory",     "listener",  "callback",     "scope",
            "scopes",   "doc",         "docs",        "test",      "spec",         "model",
            "schema",   "table",       "hash",        "hashed",    "hasher",       "username",
            "user",     "login",       "email",       "helper",    "helpers"}}});
  // The shell's working folders.
  const bool folder =
      name.ends_with("PWD") && (name.size() == 3 || contains(name, "OLD") || contains(name, "DIR"));
  if (folder) return true;
  return kLast.kinds_of(last_word(name)) != 0;
}

bool name_is_of_identifier(std::string_view name) {
  static const WordSet kLast(
      {{1, {"id",     "ids",      "uuid", "guid",        "hash",       "sha",       "sha1",
            "sha256", "sha512",   "md5",  "checksum",    "digest",     "integrity", "commit",
            "rev",    "revision", "etag", "fingerprint", "thumbprint", "version",   "image",
            "arn",    "url",      "path", "file",        "resolved",   "ref",       "tree"}}});
  return !name.empty() && kLast.kinds_of(last_word(name)) != 0;
}

bool is_program_source(std::string_view path) {
  constexpr std::string_view kEndings[] = {
      ".c",     ".cc",    ".cpp", ".cxx", ".h",  ".hh", ".hpp", ".java", ".js",  ".jsx",    ".mjs",
      ".cjs",   ".ts",    ".tsx", ".go",  ".rs", ".py", ".rb",  ".php",  ".cs",  ".kt",     ".kts",
      ".swift", ".scala", ".lua", ".pl",  ".pm", ".m",  ".mm",  ".dart", ".vue", ".groovy", ".erl",
      ".ex",    ".exs",   ".clj", ".hs",  ".ml", ".r",  ".jl",  ".sol",  ".zig", ".d",      ".vb"};
  const size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string ending = lowered(path.substr(dot));
  return std::find(std::begin(kEndings), std::end(kEndings), ending) != std::end(kEndings);
}

Judgement judge_value(const Value& value, ValueClass value_class) {
  if (value.text.empty()) return drop("short");
  const Judgement common = judge_common(value);
  if (common.objection[0] != '\0') return common;
  return value_class == ValueClass::kPassword ? judge_password(value) : judge_token(value);
}

}  // namespace aegis

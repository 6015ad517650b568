#include "scanner/detect/secret_name.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "scanner/base/ascii.h"
#include "scanner/base/char_set.h"
#include "scanner/detect/value_form.h"
#include "scanner/detect/word_model.h"
#include "scanner/detect/word_set.h"

namespace aegis {

namespace {

bool contains_any(std::string_view name, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return contains_ignoring_case(name, word); });
}

std::string letters_and_digits(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (kAlnum.contains(c)) kept += to_lower(c);
  }
  return kept;
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
      name.ends_with("PWD") && (name.size() == 3 || name.find("OLD") != std::string_view::npos ||
                                name.find("DIR") != std::string_view::npos);
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

bool name_says_invalid(std::string_view name) {
  return contains_any(name, {"wrong", "bad_", "badtoken", "badkey", "bogus", "nonmatching",
                             "nonexist", "mismatch"});
}

bool is_name_of_secret(std::string_view text) {
  static const WordSet kLast(
      {{1, {"key", "token", "secret", "password", "passwd", "pwd", "passphrase", "credential"}}});
  const std::string_view last = last_word(text);
  if (last.size() == text.size() || kLast.kinds_of(last) == 0) return false;
  return is_identifier(text) && letter_surprise(text) < kRandomish;
}

bool is_form_token(std::string_view name) {
  return contains_any(name, {"csrf", "xsrf", "authenticity", "nexttoken", "next_token",
                             "next-token", "pagetoken", "page_token", "page-token",
                             "continuationtoken", "continuation_token", "continuation-token"});
}

bool name_allows_any_characters(std::string_view name) {
  return contains_any(name, {"secret", "pass", "cred"});
}

bool name_repeats(std::string_view name, std::string_view text) {
  const std::string bare_name = letters_and_digits(name);
  std::string bare_text = letters_and_digits(text);
  if (bare_name.empty() || bare_text.empty()) return false;
  if (bare_name.find(bare_text) != std::string::npos) return true;
  constexpr size_t kFewMore = 6;
  const size_t at = bare_text.find(bare_name);
  if (at == std::string::npos) return false;
  bare_text.replace(at, bare_name.size(), "-");
  return bare_text.size() <= kFewMore || letter_surprise(bare_text) < kWordy;
}

}  // namespace aegis

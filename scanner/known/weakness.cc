#include "scanner/known/weakness.h"

#include <algorithm>
#include <iterator>

#include "scanner/base/ascii.h"
#include "scanner/base/char_set.h"
#include "scanner/detect/literal_finder.h"
#include "scanner/detect/value_form.h"
#include "scanner/detect/word_model.h"
#include "scanner/known/secret_word.h"
#include "scanner/known/url_parts.h"

namespace aegis {

namespace {

constexpr double kLeastBits = 20;  // of entropy

bool is_common(std::string_view value) {
  constexpr std::string_view kCommon[] = {
      "password",  "passwort",   "passw0rd",   "p@ssw0rd",      "p@ssword",    "iloveyou",
      "sunshine",  "princess",   "football",   "baseball",      "superman",    "trustno1",
      "letmein",   "welcome",    "qwertyuiop", "qwerty",        "asdfghjkl",   "1q2w3e4r",
      "abcdefgh",  "abcd",       "abc",        "administrator", "admin",       "root",
      "postgres",  "postgresql", "mysql",      "mariadb",       "mongodb",     "redis",
      "rabbitmq",  "guest",      "default",    "production",    "development", "staging",
      "testing",   "test",       "localhost",  "username",      "database",    "disabled",
      "enabled",   "undefined",  "anonymous",  "secret",        "supersecret", "topsecret",
      "secretkey", "changeit",   "computer",   "internet",      "whatever",    "required",
      "optional",  "required",   "nopassword", "monkey",        "dragon",      "master"};
  const auto is_tail = [](char c) {
    return kDigits.contains(c) || CharSet("!.?$#@*_-").contains(c);
  };
  std::string_view word = value;
  while (!word.empty() && is_tail(word.back())) word.remove_suffix(1);
  return std::any_of(std::begin(kCommon), std::end(kCommon), [&](std::string_view common) {
    return equals_ignoring_case(word, common) || equals_ignoring_case(value, common);
  });
}

bool is_weak(std::string_view value) {
  return value.size() < kLeastLiteral || is_common(value) ||
         shannon_entropy(value) * static_cast<double>(value.size()) < kLeastBits;
}

bool is_placeholder_of(std::string_view value) {
  struct Pair {
    std::string_view open;
    std::string_view close;
  };
  constexpr Pair kPairs[] = {{"<", ">"}, {"${", "}"}, {"{{", "}}"}, {"$(", ")"}, {"%", "%"}};
  constexpr std::string_view kWords[] = {
      "changeme", "change-me", "change_me", "change-this", "change_this", "placeholder",
      "example",  "redacted",  "your-",     "your_",       "insert-",     "insert_",
      "replace-", "replace_",  "xxxxxx",    "******",      "......"};
  return std::any_of(std::begin(kPairs), std::end(kPairs),
                     [&](const Pair& pair) {
                       return value.starts_with(pair.open) && value.ends_with(pair.close);
                     }) ||
         std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return contains_ignoring_case(value, word); });
}

bool is_path(std::string_view value) {
  const bool drive = value.size() > 3 && kAlpha.contains(value[0]) && value[1] == ':' &&
                     (value[2] == '\\' || value[2] == '/');
  const bool begins = value[0] == '/' || value.starts_with("~/") || value.starts_with("./") ||
                      value.starts_with("../") || drive;
  return begins && letter_surprise(value) < kRandomish;
}

bool is_host_name(std::string_view value) {
  const size_t colon = value.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view port = value.substr(colon + 1);
    if (port.empty() || port.size() > 5 || !all_in(port, kDigits)) return false;
    value = value.substr(0, colon);
  }
  if (value == "localhost") return true;
  const size_t dot = value.rfind('.');
  if (dot == std::string_view::npos || !all_in(value, kLower | kDigits | CharSet("-."))) {
    return false;
  }
  const std::string_view last = value.substr(dot + 1);
  return last.size() >= 2 && last.size() <= 24 && all_in(last, kLower);
}

bool is_mail_address(std::string_view value) {
  const size_t at = value.find('@');
  return at != std::string_view::npos && at > 0 && is_host_name(value.substr(at + 1)) &&
         all_in(value.substr(0, at), kAlnum | CharSet("._+-"));
}

// Parts between signs are numbers, or words with a few digits behind them.
bool is_words(std::string_view value) {
  if (letter_surprise(value) >= kWordy) return false;
  size_t begin = 0;
  while (begin < value.size()) {
    size_t letters = begin;
    while (letters < value.size() && kAlpha.contains(value[letters])) ++letters;
    size_t end = letters;
    while (end < value.size() && kDigits.contains(value[end])) ++end;
    const bool is_word = end - letters <= 3 || letters == begin;
    const bool is_joined = end < value.size() && kAlpha.contains(value[end]);
    if (!is_word || is_joined) return false;
    begin = end + 1;
  }
  return true;
}

bool is_identifier_of(std::string_view name, std::string_view value) {
  return is_uuid(value) &&
         lowered(name.substr(name.size() - std::min<size_t>(name.size(), 2))) == "id";
}

std::string_view trimmed(std::string_view value) {
  const size_t first = value.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view{} : value.substr(first);
}

}  // namespace

std::string_view weakness_of(std::string_view name, std::string_view value) {
  if (trimmed(value).empty()) return "empty";
  if (is_weak(value)) return "weak";
  if (is_placeholder_of(value)) return "placeholder";
  if (is_path(value)) return "path";
  if (is_host_name(value)) return "host name";
  if (is_mail_address(value)) return "mail address";
  if (is_url(value) && secret_parts_of_url(value).empty()) return "URL";
  if (says_secret(name)) return {};
  if (all_in(value, kDigits | CharSet(".,:+-_/ TZ"))) return "number";
  if (is_words(value)) return "words";
  if (is_identifier_of(name, value)) return "identifier";
  return {};
}

}  // namespace aegis

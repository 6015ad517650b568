#include "scanner/detect/random_value.h"

#include <algorithm>
#include <iterator>

#include "scanner/base/ascii.h"
#include "scanner/base/char_set.h"
#include "scanner/detect/assignment.h"
#include "scanner/detect/value_form.h"
#include "scanner/detect/word_model.h"

namespace aegis {

namespace {

constexpr size_t kLongest = 512;            // of a value
constexpr CharSet kPartEnd("[](){}<>|,&");  // end a run, but no value in quotes

constexpr Judgement drop(const char* objection) {
  return {objection, Confidence::kLow, true};
}
constexpr Judgement doubt(const char* objection) {
  return {objection, Confidence::kLow, false};
}

char at(std::string_view bytes, size_t place) {
  return place < bytes.size() ? bytes[place] : '\0';
}

// The run with what goes on from it: to the closing quote, or to what ends a word of text.
Span whole_value(std::string_view bytes, Span run, char quote) {
  constexpr CharSet kEnd(std::string_view(" \t\r\n\v\f\0\"'`\\,<>(){}[]|&", 22));
  constexpr CharSet kPunctuation(";:!?");
  Span value = run;
  while (value.end < bytes.size() && value.size() < kLongest) {
    const char c = bytes[value.end];
    if (kEnd.contains(c)) break;
    // These end a value unless it goes on.
    if (quote == 0 && kPunctuation.contains(c) && !kWord.contains(at(bytes, value.end + 1))) break;
    ++value.end;
  }
  return value;
}

// A name that says that the value is something else than a secret.
bool is_harmless(std::string_view lower_name) {
  constexpr std::string_view kHarmless[] = {
      "public",     "hash",        "sha",       "md5",        "digest",      "checksum", "commit",
      "integrity",  "etag",        "revision",  "sitekey",    "publishable", "keyid",    "key_id",
      "thumbprint", "fingerprint", "cache",     "recv",       "keyserver",   "gpg",      "keyring",
      "websocket",  "s3key",       "objectkey", "object_key", "foreign",     "primary",  "i18n",
      "keyframe",   "keyword",     "monkey",    "keyboard",   "hotkey",      "keystroke"};
  return std::any_of(std::begin(kHarmless), std::end(kHarmless), [&](std::string_view word) {
    return lower_name.find(word) != std::string_view::npos;
  });
}

// `key` alone names the keys of tables, caches and texts as well. It counts as a parameter of a URL
// and, in quotes, as what is written with a name in quotes or has the size of a cipher's key.
bool is_secret_key(std::string_view bytes, Span name, std::string_view value, char quote) {
  const char before = name.begin > 0 ? bytes[name.begin - 1] : '\0';
  if (before == '?' || before == '&') return true;
  if (quote == 0) return false;
  const bool hex = all_in(value, kHex) && value.size() % 16 == 0 && value.size() >= 32;
  const bool base64 = value.ends_with('=') && value.size() % 4 == 0;
  return before == '"' || before == '\'' || hex || base64;
}

// Whether the value is a part of a text in quotes: what goes on after it, or a blank stands before.
bool is_part_of_text(std::string_view bytes, Span value, char quote) {
  constexpr CharSet kQuotes("\"'`");
  if (quote != 0) return kPartEnd.contains(at(bytes, value.end));
  return value.begin > 1 && bytes[value.begin - 1] == ' ' &&
         kQuotes.contains(bytes[value.begin - 2]);
}

Judgement judge_random(const GrammarText& text, Span name_span, Span value_span, char quote) {
  const auto part = [&](Span span) { return text.bytes.substr(span.begin, span.size()); };
  const std::string_view name = part(name_span);
  const std::string_view value = part(value_span);
  const std::string lower = lowered(name);
  if (is_harmless(lower)) return drop("name");
  if (is_part_of_text(text.bytes, value_span, quote)) return drop("part of a longer text");
  if (lower == "key" && !is_secret_key(text.bytes, name_span, value, quote)) return drop("name");
  const Judgement judgement = judge_value(
      {name, value, quote, at(text.bytes, value_span.end), text.in_program}, ValueClass::kToken);
  // A salt stands in the clear beside its hash.
  if (lower == "salt" || lower.ends_with("password_salt")) return doubt("salt");
  if (judgement.objection[0] != '\0') return judgement;
  // Sixteen hex digits name a PGP key, a build or an address far more often than they are one.
  const bool short_hex = value.size() <= 16 && all_in(value, kHex);
  if (short_hex || shannon_entropy(value) < 3.3) return doubt("entropy");
  return judgement;
}

}  // namespace

void find_random_value(const Rule& rule, const GrammarText& text, Span run,
                       std::vector<Candidate>& out) {
  // No credential is as long, and of a longer run a chunk may show only a part.
  if (run.size() > kMaxMatch) return;
  const Span name = name_before(text.bytes, run.begin);
  if (name.size() == 0) return;
  const std::string lower = lowered(text.bytes.substr(name.begin, name.size()));
  const auto names = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
  if (std::none_of(rule.words.begin(), rule.words.end(), names)) return;
  const char before = run.begin > 0 ? text.bytes[run.begin - 1] : '\0';
  const char quote = before == '"' || before == '\'' || before == '`' ? before : '\0';
  const Span value = whole_value(text.bytes, run, quote);
  Candidate candidate = contextual(value);
  candidate.name = name;
  append(text, judge_random(text, name, value, quote), std::move(candidate), out);
}

}  // namespace aegis

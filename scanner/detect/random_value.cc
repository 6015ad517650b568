#include "scanner/detect/random_value.h"

#include <algorithm>
#include <iterator>

#include "scanner/base/ascii.h"
#include "scanner/base/char_set.h"
#include "scanner/detect/assignment.h"
#include "scanner/detect/word_model.h"

namespace aegis {

void find_random_value(const Rule& rule, const GrammarText& text, Span run,
                       std::vector<Candidate>& out) {
  // No credential is as long, and of a longer run a chunk may show only a part.
  if (run.size() > kMaxMatch) return;
  const Span name_span = name_before(text.bytes, run.begin);
  if (name_span.size() == 0) return;
  const std::string_view name = text.bytes.substr(name_span.begin, name_span.size());
  const std::string lower = lowered(name);
  const auto names = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
  if (std::none_of(rule.words.begin(), rule.words.end(), names)) return;
  constexpr std::string_view kHarmless[] = {
      "public",     "hash",        "sha",      "md5",     "digest",      "checksum", "commit",
      "integrity",  "etag",        "revision", "sitekey", "publishable", "keyid",    "key_id",
      "thumbprint", "fingerprint", "cache",    "recv",    "keyserver",   "gpg",      "keyring",
      "websocket",  "foreign",     "primary",  "i18n",    "keyframe",    "keyword",  "monkey",
      "keyboard",   "hotkey",      "keystroke"};
  Span value = run;
  while (value.end < text.bytes.size() && value.size() < 512 &&
         (text.bytes[value.end] == '=' || text.bytes[value.end] == '.' ||
          kWord.contains(text.bytes[value.end]))) {
    ++value.end;
  }
  Candidate candidate = contextual(value);
  candidate.name = name_span;
  // What goes on with another character is a part of something that is no token.
  constexpr CharSet kGoesOn("?#");
  const bool whole = value.end == text.bytes.size() || !kGoesOn.contains(text.bytes[value.end]);
  Judgement judgement{whole ? "name" : "part of a longer value", Confidence::kLow, true};
  if (whole && std::none_of(std::begin(kHarmless), std::end(kHarmless), names)) {
    const char before = run.begin > 0 ? text.bytes[run.begin - 1] : '\0';
    const bool quoted = before == '"' || before == '\'' || before == '`';
    const char next = value.end < text.bytes.size() ? text.bytes[value.end] : '\0';
    const std::string_view body = text.bytes.substr(value.begin, value.size());
    judgement = judge_value({name, body, quoted ? before : '\0', next, text.in_program},
                            ValueClass::kToken);
    // A salt stands in the clear beside its hash.
    if (lower == "salt" || lower.ends_with("password_salt"))
      judgement = {"salt", Confidence::kLow, false};
    // Sixteen hex digits name a PGP key, a build or an address far more often than they are one.
    const bool short_hex = body.size() <= 16 && std::all_of(body.begin(), body.end(), [](char c) {
                             return kHex.contains(c);
                           });
    if (judgement.objection[0] == '\0' && (short_hex || shannon_entropy(body) < 3.3)) {
      judgement = {"entropy", Confidence::kLow, false};
    }
  }
  append(text, judgement, std::move(candidate), out);
}

}  // namespace aegis

#include "scanner/detect/url_password.h"

#include <algorithm>
#include <optional>

#include "scanner/base/ascii.h"
#include "scanner/base/char_set.h"

namespace aegis {

namespace {

struct Authority {
  Span user;
  Span password;
  Span host;
};

Span scheme_before(std::string_view bytes, size_t end) {
  constexpr CharSet kSchemeSet = make_range_set("azAZ09++--..");
  Span scheme{end, end};
  while (scheme.begin > 0 && kSchemeSet.contains(bytes[scheme.begin - 1]) && scheme.size() < 32) {
    --scheme.begin;
  }
  return scheme;
}

std::optional<Authority> authority_after(std::string_view bytes, size_t begin) {
  constexpr CharSet kEnd(" \t\r\n\"'`<>\\|,;?#");
  constexpr CharSet kHostSet = make_range_set("azAZ09--..__[[]]::${}%");
  Authority found;
  const size_t limit = std::min(bytes.size(), begin + 512);
  size_t end = begin;
  size_t at_sign = 0;
  size_t colon = 0;
  // A password may hold `/` and `@`; the last `@` before the host's end counts, but a path may hold
  // an `@` too, so after a first `@` a slash ends the search.
  for (; end < limit && !kEnd.contains(bytes[end]); ++end) {
    if (bytes[end] == '@') at_sign = end;
    if (bytes[end] == ':' && colon == 0) colon = end;
    if (bytes[end] == '/' && (at_sign != 0 || colon == 0)) break;
  }
  if (at_sign == 0 || colon == 0 || colon > at_sign) return std::nullopt;
  found.user = {begin, colon};
  found.password = {colon + 1, at_sign};
  found.host = {at_sign + 1, at_sign + 1};
  while (found.host.end < end && kHostSet.contains(bytes[found.host.end])) ++found.host.end;
  if (found.password.size() == 0 || found.host.size() == 0) return std::nullopt;
  // host:8080/path@x is a port and a path, not a password that holds a slash.
  size_t port = found.password.begin;
  while (kDigits.contains(bytes[port])) ++port;
  if (bytes[port] == '/') return std::nullopt;
  return found;
}

bool encodes_letters(std::string_view text) {
  for (size_t at = text.find('%'); at != std::string_view::npos && at + 2 < text.size();
       at = text.find('%', at + 1)) {
    if (!kHex.contains(text[at + 1]) || !kHex.contains(text[at + 2])) continue;
    const auto digit = [](char c) {
      return kDigits.contains(c) ? c - '0' : to_lower(c) - 'a' + 10;
    };
    if (kAlnum.contains(static_cast<char>(digit(text[at + 1]) * 16 + digit(text[at + 2]))))
      return true;
  }
  return false;
}

bool is_local_or_example(std::string_view host) {
  constexpr std::string_view kHosts[] = {"localhost", "127.0.0.1", "0.0.0.0", "[::1]",
                                         "host",      "hostname",  "example"};
  const std::string_view bare = host.substr(0, host.find(':'));
  return std::find(std::begin(kHosts), std::end(kHosts), bare) != std::end(kHosts) ||
         host.find("example.") != std::string_view::npos;
}

}  // namespace

Span follow_url(const Rule& rule, const GrammarText& text, Span keyword,
                std::vector<Candidate>& out) {
  const Span scheme_span = scheme_before(text.bytes, keyword.begin);
  const auto part = [&](Span span) { return text.bytes.substr(span.begin, span.size()); };
  // "postgresql+psycopg2" is of its first part.
  const std::string_view scheme = part(scheme_span).substr(0, part(scheme_span).find('+'));
  const auto is_scheme = [&](std::string_view word) { return equals_ignoring_case(scheme, word); };
  if (scheme.empty()) return {};
  if (!rule.words.empty() && std::none_of(rule.words.begin(), rule.words.end(), is_scheme))
    return {};
  const auto found = authority_after(text.bytes, keyword.end);
  if (!found) return {};
  Candidate candidate = contextual(found->password);
  candidate.name = found->user;
  Value value{{}, part(found->password), 0, '@', false};
  Judgement judgement = judge_value(value, ValueClass::kPassword);
  const std::string_view objection = judgement.objection;
  // A URL says itself that this is a password, so weak ones and words count; only what stands for a
  // password does not.
  if (objection == "words" || objection == "one kind of character" || objection == "short" ||
      objection == "number" || objection == "path" || objection == "name repeated" ||
      objection == "row of keys" || objection == "repetition") {
    judgement = {objection.data(), Confidence::kLow, value.text.size() < 3};
    if (objection == "one kind of character" || objection == "path") judgement = {};
  }
  // Ordinary encoders leave letters and digits alone: this is a test of decoding.
  if (encodes_letters(part(found->user)) || encodes_letters(value.text)) {
    judgement = {"needless encoding", Confidence::kLow, false};
  }
  const bool repeated = equals_ignoring_case(part(found->user), value.text);
  if (repeated)
    judgement = {"user name repeated", Confidence::kLow, is_local_or_example(part(found->host))};
  if (judgement.objection[0] == '\0' && is_local_or_example(part(found->host))) {
    judgement = {"local or example host", Confidence::kLow, false};
  }
  append(text, judgement, std::move(candidate), out);
  return {};
}

}  // namespace aegis

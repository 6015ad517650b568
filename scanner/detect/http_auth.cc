#include "scanner/detect/http_auth.h"

#include <algorithm>
#include <string>

#include "scanner/base/char_set.h"
#include "scanner/detect/stand_in.h"
#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

Span run_of(const CharSet& set, std::string_view bytes, size_t at, size_t most) {
  Span run{at, at};
  while (run.end < bytes.size() && run.size() < most && set.contains(bytes[run.end])) ++run.end;
  return run;
}

// "user:password" after decoding, judged by its password.
Judgement judge_basic(std::string_view encoded) {
  const auto text = decode_base64(encoded);
  const bool printable =
      text && std::all_of(text->begin(), text->end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  const size_t colon = printable ? text->find(':') : std::string::npos;
  if (colon == std::string::npos || colon + 1 == text->size()) {
    return {"not user:password", Confidence::kLow, true};
  }
  const std::string_view password = std::string_view(*text).substr(colon + 1);
  if (is_placeholder(password)) return {"placeholder", Confidence::kLow, false};
  return {};
}

}  // namespace

Span follow_basic(const Rule&, const GrammarText& text, Span keyword, std::vector<Candidate>& out) {
  constexpr CharSet kBase64 = make_range_set("azAZ09++//==--__");
  const Span encoded = run_of(kBase64, text.bytes, keyword.begin + 6, 512);
  if (encoded.size() < 8) return {};
  Candidate candidate = contextual(encoded);
  candidate.proof = Proof::kStructure;
  append(text, judge_basic(text.bytes.substr(encoded.begin, encoded.size())), std::move(candidate),
         out);
  return {};
}

Span follow_bearer(const Rule&, const GrammarText& text, Span keyword,
                   std::vector<Candidate>& out) {
  constexpr CharSet kToken = make_range_set("azAZ09++//==--__..~~%%");
  const Span token = run_of(kToken, text.bytes, keyword.begin + 7, 4096);
  if (token.size() < 12) return {};
  const Judgement judgement = judge_value(
      {{}, text.bytes.substr(token.begin, token.size()), 0, ' ', false}, ValueClass::kToken);
  append(text, judgement, contextual(token), out);
  return {};
}

Span follow_docker_auth(const Rule&, const GrammarText& text, Span keyword,
                        std::vector<Candidate>& out) {
  constexpr CharSet kBase64 = make_range_set("azAZ09++//==");
  size_t at = keyword.begin + 6;
  while (at < text.bytes.size() && at < keyword.end + 16 &&
         std::string_view(": \t\r\n").find(text.bytes[at]) != std::string_view::npos) {
    ++at;
  }
  if (at >= text.bytes.size() || text.bytes[at] != '"') return {};
  const Span encoded = run_of(kBase64, text.bytes, at + 1, 2048);
  if (encoded.size() < 8 || encoded.end >= text.bytes.size() || text.bytes[encoded.end] != '"')
    return {};
  Candidate candidate = contextual(encoded);
  candidate.name = {keyword.begin + 1, keyword.begin + 5};
  candidate.proof = Proof::kStructure;
  append(text, judge_basic(text.bytes.substr(encoded.begin, encoded.size())), std::move(candidate),
         out);
  return {};
}

}  // namespace aegis

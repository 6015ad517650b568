#include "scanner/detect/grammar.h"

#include <algorithm>

#include "scanner/base/char_set.h"
#include "scanner/detect/assignment.h"
#include "scanner/detect/command_password.h"
#include "scanner/detect/http_auth.h"
#include "scanner/detect/password_file.h"
#include "scanner/detect/pem.h"
#include "scanner/detect/url_password.h"

namespace aegis {

namespace {

// A keyword with "pass" or "pwd" in it names what people choose; any other what machines make.
ValueClass class_of(std::string_view keyword) {
  for (size_t i = 0; i + 2 < keyword.size(); ++i) {
    const char a = to_lower(keyword[i]);
    const char b = to_lower(keyword[i + 1]);
    const char c = to_lower(keyword[i + 2]);
    if (a == 'p' && ((b == 'a' && c == 's') || (b == 'w' && c == 'd')))
      return ValueClass::kPassword;
  }
  return ValueClass::kToken;
}

Span follow_assignment(const Rule&, const GrammarText& text, Span keyword,
                       std::vector<Candidate>& out) {
  const auto found = assignment_around(text.bytes, keyword);
  if (!found) return {};
  // The judgement also goes by the character after the value, and names are cut by the one before.
  const Span seen{found->name.begin > 0 ? found->name.begin - 1 : 0,
                  std::min(found->value.end + 2, text.bytes.size())};
  const char next = found->value.end < text.bytes.size() ? text.bytes[found->value.end] : '\0';
  const auto part = [&](Span span) { return text.bytes.substr(span.begin, span.size()); };
  const Judgement judgement =
      judge_value({part(found->name), part(found->value), found->quote, next, text.in_program},
                  class_of(part(keyword)));
  if (judgement.drop && !text.keep_dropped) return seen;
  Candidate candidate = contextual(found->value);
  candidate.name = found->name;
  append(text, judgement, std::move(candidate), out);
  return seen;
}

struct NamedFunction {
  std::string_view name;
  GrammarFunction function;
};

constexpr NamedFunction kFunctions[] = {
    {"assignment", follow_assignment},
    {"url-password", follow_url},
    {"basic-auth", follow_basic},
    {"bearer-auth", follow_bearer},
    {"command-password", follow_command},
    {"docker-auth", follow_docker_auth},
    {"netrc", follow_netrc},
    {"private-key", follow_private_key},
};

}  // namespace

GrammarFunction grammar_function(std::string_view name) {
  for (const NamedFunction& row : kFunctions) {
    if (row.name == name) return row.function;
  }
  return nullptr;
}

Candidate contextual(Span secret) {
  Candidate candidate;
  candidate.secret = secret;
  candidate.proof = Proof::kContext;
  candidate.confidence = Confidence::kMedium;
  return candidate;
}

void append(const GrammarText& text, const Judgement& judgement, Candidate&& candidate,
            std::vector<Candidate>& out) {
  if (judgement.drop && !text.keep_dropped) return;
  candidate.confidence = judgement.confidence;
  candidate.objection = judgement.objection;
  candidate.dropped = judgement.drop;
  out.push_back(std::move(candidate));
}

void append_password(const GrammarText& text, Span password, std::vector<Candidate>& out) {
  if (password.size() == 0) return;
  const Judgement judgement =
      judge_value({{}, text.bytes.substr(password.begin, password.size()), '"', ' ', false},
                  ValueClass::kPassword);
  append(text, judgement, contextual(password), out);
}

}  // namespace aegis

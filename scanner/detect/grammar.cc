#include "scanner/detect/grammar.h"

#include <algorithm>
#include <optional>

#include "scanner/base/char_set.h"
#include "scanner/detect/assignment.h"
#include "scanner/detect/pem.h"
#include "scanner/detect/word_model.h"
#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

constexpr size_t kLine = 2048;  // how much of a line is looked at

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

Candidate contextual(Span secret) {
  Candidate candidate;
  candidate.secret = secret;
  candidate.proof = Proof::kContext;
  candidate.confidence = Confidence::kMedium;
  return candidate;
}

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

// --- scheme://user:password@host -----------------------------------------------------------------

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
  if (equals_ignoring_case(part(found->user), value.text)) {
    judgement = {"user name repeated", Confidence::kLow, false};
  }
  if (judgement.objection[0] == '\0' && is_local_or_example(part(found->host))) {
    judgement = {"local or example host", Confidence::kLow, false};
  }
  append(text, judgement, std::move(candidate), out);
  return {};
}

// --- Authorization: Basic and Bearer -------------------------------------------------------------

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

// --- words of a line
// -------------------------------------------------------------------------------

// The words from `at` to the line's end, quotes taken off. A backslash before the end goes on.
std::vector<Span> words_of_line(std::string_view bytes, size_t at, size_t most) {
  std::vector<Span> words;
  const size_t limit = std::min(bytes.size(), at + most);
  while (at < limit) {
    if (bytes[at] == '\\' && at + 1 < limit && bytes[at + 1] == '\n') {
      at += 2;
    } else if (bytes[at] == '\n') {
      break;
    } else if (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r') {
      ++at;
    } else if (bytes[at] == '"' || bytes[at] == '\'') {
      const size_t close = bytes.substr(0, limit).find(bytes[at], at + 1);
      if (close == std::string_view::npos) break;
      words.push_back({at + 1, close});
      at = close + 1;
    } else {
      Span word{at, at};
      while (word.end < limit &&
             std::string_view(" \t\r\n\"'").find(bytes[word.end]) == std::string_view::npos) {
        ++word.end;
      }
      words.push_back(word);
      at = word.end;
    }
  }
  return words;
}

struct CommandOption {
  std::string_view command;
  std::string_view option;
  bool user_and_password;  // the argument is user:password
  bool attached;           // the argument may follow without a space
};

constexpr CommandOption kOptions[] = {
    {"curl", "-u", true, true},         {"curl", "--user", true, false},
    {"curl", "-U", true, true},         {"curl", "--proxy-user", true, false},
    {"sshpass", "-p", false, true},     {"mysql", "-p", false, true},
    {"mysqldump", "-p", false, true},   {"mysqladmin", "-p", false, true},
    {"redis-cli", "-a", false, false},  {"mongo", "-p", false, false},
    {"mongosh", "-p", false, false},    {"docker login", "-p", false, false},
    {"ldapsearch", "-w", false, false}, {"smbclient", "-U", true, false},
    {"htpasswd", "-b", false, false},
};

void judge_argument(const GrammarText& text, Span argument, bool user_and_password,
                    std::vector<Candidate>& out) {
  Span password = argument;
  if (user_and_password) {
    const std::string_view word = text.bytes.substr(argument.begin, argument.size());
    const size_t separator = word.find_first_of(":%");
    if (separator == std::string_view::npos || separator + 1 == word.size()) return;
    password.begin += separator + 1;
  }
  if (password.size() == 0) return;
  const Judgement judgement =
      judge_value({{}, text.bytes.substr(password.begin, password.size()), '"', ' ', false},
                  ValueClass::kPassword);
  append(text, judgement, contextual(password), out);
}

Span follow_command(const Rule&, const GrammarText& text, Span keyword,
                    std::vector<Candidate>& out) {
  const std::string_view bytes = text.bytes;
  const bool alone = (keyword.begin == 0 || !kWord.contains(bytes[keyword.begin - 1])) &&
                     keyword.end < bytes.size() &&
                     (bytes[keyword.end] == ' ' || bytes[keyword.end] == '\t');
  if (!alone) return {};
  const std::string_view command = bytes.substr(keyword.begin, keyword.size());
  const std::vector<Span> words = words_of_line(bytes, keyword.end, kLine);
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = bytes.substr(words[i].begin, words[i].size());
    for (const CommandOption& option : kOptions) {
      if (!equals_ignoring_case(option.command, command) || !word.starts_with(option.option))
        continue;
      if (word.size() == option.option.size()) {
        // mysql's -p takes its argument attached, or asks for it.
        const bool separate = !option.command.starts_with("mysql");
        if (separate && i + 1 < words.size()) {
          judge_argument(text, words[i + 1], option.user_and_password, out);
        }
      } else if (option.attached) {
        judge_argument(text, {words[i].begin + option.option.size(), words[i].end},
                       option.user_and_password, out);
      }
    }
  }
  return {};
}

// machine HOST login USER password VALUE, on one line or several.
Span follow_netrc(const Rule&, const GrammarText& text, Span keyword, std::vector<Candidate>& out) {
  std::string_view bytes = text.bytes;
  const size_t next =
      bytes.substr(0, std::min(bytes.size(), keyword.end + 512)).find("machine", keyword.end);
  const size_t end =
      next == std::string_view::npos ? std::min(bytes.size(), keyword.end + 512) : next;
  bool login = false;
  size_t at = keyword.end;
  for (int lines = 0; at < end && lines < 6; ++lines) {
    const std::vector<Span> words = words_of_line(bytes.substr(0, end), at, kLine);
    for (size_t i = 0; i + 1 < words.size(); ++i) {
      const std::string_view word = bytes.substr(words[i].begin, words[i].size());
      login = login || word == "login";
      if (word == "password" && login) judge_argument(text, words[i + 1], false, out);
    }
    const size_t newline = bytes.find('\n', at);
    if (newline == std::string_view::npos) break;
    at = newline + 1;
  }
  return {};
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

void find_pgpass(const GrammarText& text, Span lines, std::vector<Candidate>& out) {
  size_t at = lines.begin;
  while (at < lines.end) {
    size_t end = text.bytes.find('\n', at);
    if (end == std::string_view::npos) end = text.bytes.size();
    const std::string_view line = text.bytes.substr(at, end - at);
    size_t field = 0;
    size_t begin = 0;
    for (size_t i = 0; i < line.size() && field < 4; ++i) {
      if (line[i] == ':' && (i == 0 || line[i - 1] != '\\')) {
        ++field;
        begin = i + 1;
      }
    }
    if (field == 4 && !line.starts_with('#') && begin < line.size()) {
      size_t last = at + line.size();
      if (text.bytes[last - 1] == '\r') --last;
      judge_argument(text, {at + begin, last}, false, out);
    }
    at = end + 1;
  }
}

void find_random_value(const Rule& rule, const GrammarText& text, Span run,
                       std::vector<Candidate>& out) {
  // No credential is as long, and of a longer run a chunk may show only a part.
  if (run.size() > kMaxMatch) return;
  const Span name_span = name_before(text.bytes, run.begin);
  if (name_span.size() == 0) return;
  const std::string_view name = text.bytes.substr(name_span.begin, name_span.size());
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), to_lower);
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

void append(const GrammarText& text, const Judgement& judgement, Candidate&& candidate,
            std::vector<Candidate>& out) {
  if (judgement.drop && !text.keep_dropped) return;
  candidate.confidence = judgement.confidence;
  candidate.objection = judgement.objection;
  candidate.dropped = judgement.drop;
  out.push_back(std::move(candidate));
}

}  // namespace aegis

#include "scanner/detect/command_password.h"

#include <algorithm>

#include "scanner/base/ascii.h"
#include "scanner/base/char_set.h"
#include "scanner/detect/line_words.h"

namespace aegis {

namespace {

constexpr size_t kLine = 2048;  // how much of a line is looked at

struct CommandOption {
  std::string_view command;
  std::string_view option;
  bool user_and_password;  // the argument is user:password
  bool attached;           // the argument may follow without a space
};

// In PowerShell: what is to become a SecureString is given in clear when this is said as well.
constexpr std::string_view kSecureString = "convertto-securestring";
constexpr std::string_view kPlain = "-asplaintext";

constexpr CommandOption kOptions[] = {
    {"curl", "-u", true, true},         {"curl", "--user", true, false},
    {"curl", "-U", true, true},         {"curl", "--proxy-user", true, false},
    {"sshpass", "-p", false, true},     {"mysql", "-p", false, true},
    {"mysqldump", "-p", false, true},   {"mysqladmin", "-p", false, true},
    {"redis-cli", "-a", false, false},  {"mongo", "-p", false, false},
    {"mongosh", "-p", false, false},    {"docker login", "-p", false, false},
    {"ldapsearch", "-w", false, false}, {"smbclient", "-U", true, false},
    {"htpasswd", "-b", false, false},   {"psexec", "-p", false, false},
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
  append_password(text, password, out);
}

void judge_options(const GrammarText& text, std::string_view command,
                   const std::vector<Span>& words, std::vector<Candidate>& out) {
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = text.bytes.substr(words[i].begin, words[i].size());
    if (!word.starts_with('-')) continue;
    for (const CommandOption& option : kOptions) {
      if (!word.starts_with(option.option) || !equals_ignoring_case(option.command, command))
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
}

// The first word that is no option.
void judge_secure_string(const GrammarText& text, const std::vector<Span>& words,
                         std::vector<Candidate>& out) {
  const auto word = [&](Span span) { return text.bytes.substr(span.begin, span.size()); };
  const auto is_plain = [&](Span span) { return equals_ignoring_case(word(span), kPlain); };
  const auto is_value = [&](Span span) { return !word(span).starts_with('-'); };
  if (std::none_of(words.begin(), words.end(), is_plain)) return;
  const auto value = std::find_if(words.begin(), words.end(), is_value);
  if (value != words.end()) append_password(text, *value, out);
}

}  // namespace

Span follow_command(const Rule&, const GrammarText& text, Span keyword,
                    std::vector<Candidate>& out) {
  const std::string_view bytes = text.bytes;
  const std::string_view command = bytes.substr(keyword.begin, keyword.size());
  constexpr std::string_view kProgram = ".exe";
  if (equals_ignoring_case(bytes.substr(keyword.end, kProgram.size()), kProgram))
    keyword.end += kProgram.size();
  const bool alone = (keyword.begin == 0 || !kWord.contains(bytes[keyword.begin - 1])) &&
                     keyword.end < bytes.size() &&
                     (bytes[keyword.end] == ' ' || bytes[keyword.end] == '\t');
  if (!alone) return {};
  const std::vector<Span> words = words_of_line(bytes, keyword.end, kLine);
  if (equals_ignoring_case(command, kSecureString)) {
    judge_secure_string(text, words, out);
  } else {
    judge_options(text, command, words, out);
  }
  return {};
}

}  // namespace aegis

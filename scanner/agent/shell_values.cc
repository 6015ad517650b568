#include "scanner/agent/shell_values.h"

#include <algorithm>
#include <utility>

#include "scanner/agent/shell_escape.h"

namespace aegis::agent {

namespace {

constexpr size_t kMostBytes = 16 << 20;  // of all words of a script
constexpr size_t kMostValues = 64;       // of one word
constexpr int kDeepestBraces = 32;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

bool is_name(std::string_view text) {
  const bool all = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return all && !text.empty() && (text[0] < '0' || text[0] > '9');
}

// What printf and `echo -e` make of backslashes, which are those of $'...' but for the quote.
std::string with_escapes(const std::string& text) {
  return text.find('\'') == std::string::npos ? unescape_ansi(text).text : text;
}

// `format` with what is to be printed in place of each %s.
std::string formatted(const std::vector<Argument>& words, size_t at) {
  const std::string format = with_escapes(words[at++].text);
  std::string out;
  for (size_t i = 0; i < format.size(); ++i) {
    const bool is_string =
        format[i] == '%' && i + 1 < format.size() && (format[i + 1] == 's' || format[i + 1] == 'b');
    if (is_string) {
      if (at < words.size()) out += words[at++].text;
      ++i;
    } else {
      out += format[i] == '%' ? kUnknown : format[i];
    }
  }
  return out;
}

// What programs print that print the names they are given, or look for.
std::string named_by(const std::string& program, const std::vector<Argument>& words) {
  std::string out;
  for (size_t i = 1; i < words.size(); ++i) {
    const std::string& before = words[i - 1].text;
    std::string_view word = words[i].text;
    const bool is_sought = before == "-name" || before == "-iname" || before == "-path";
    if (program == "find" ? !is_sought : word.starts_with('-')) continue;
    if (program == "basename") word = word.substr(word.rfind('/') + 1);  // npos + 1 is 0
    out += (out.empty() ? "" : " ") + std::string(word);
  }
  return out.empty() ? std::string(1, kUnknown) : out;
}

}  // namespace

ShellValues::ShellValues(std::string home, std::string folder)
    : home_(std::move(home)), folder_(std::move(folder)), left_(kMostBytes) {
  variables_["HOME"] = {home_};
  variables_["IFS"] = {" "};
}

void ShellValues::assign(const std::string& name, std::vector<std::string> values) {
  if (values.size() > kMostValues) values.resize(kMostValues);
  variables_[name] = std::move(values);
}

std::optional<ShellValues::Assignment> ShellValues::assignment_in(const ShellWord& word) {
  if (word.parts.empty()) return std::nullopt;
  const WordPart& first = word.parts.front();
  if (first.kind != WordPart::Kind::kText || first.is_quoted) return std::nullopt;
  const size_t equals = first.text.find('=');
  if (equals == std::string::npos) return std::nullopt;
  std::string name = first.text.substr(0, equals);
  if (name.ends_with('+')) name.pop_back();
  if (!is_name(name)) return std::nullopt;
  Assignment result{std::move(name), word};
  result.value.parts.front().text.erase(0, equals + 1);
  return result;
}

std::string ShellValues::printed(const std::vector<Argument>& words) const {
  const std::string unknown(1, kUnknown);
  if (words.empty()) return unknown;
  const std::string name = words[0].text.substr(words[0].text.rfind('/') + 1);  // npos + 1 is 0
  size_t at = 1;
  if (name == "pwd") return folder_;
  if (name == "printf") {
    while (at < words.size() && words[at].text == "--") ++at;
    return at < words.size() ? formatted(words, at) : std::string();
  }
  if (name == "find" || name == "ls" || name == "basename" || name == "realpath" ||
      name == "readlink") {
    return named_by(name, words);
  }
  if (name != "echo") return unknown;
  bool has_escapes = false;
  for (; at < words.size() && (words[at].text == "-n" || words[at].text.starts_with("-e")); ++at) {
    has_escapes = has_escapes || words[at].text != "-n";
  }
  std::string out;
  for (; at < words.size(); ++at) out += (out.empty() ? "" : " ") + words[at].text;
  return has_escapes ? with_escapes(out) : out;
}

std::string ShellValues::output_of(const std::vector<ShellCommand>& commands) {
  std::vector<Argument> words;
  if (commands.size() == 1) {
    for (const ShellWord& word : commands[0].words) {
      std::vector<Argument> some = expand(word);
      std::move(some.begin(), some.end(), std::back_inserter(words));
    }
  }
  return printed(words);
}

std::vector<std::string> ShellValues::values_of(const WordPart& part) {
  if (part.kind == WordPart::Kind::kText) return {part.text};
  if (part.kind == WordPart::Kind::kCommand) return {output_of(part.commands)};
  std::vector<std::string> values;
  if (part.text == "PWD") values.push_back(folder_);
  if (const auto known = variables_.find(part.text); known != variables_.end()) {
    values.insert(values.end(), known->second.begin(), known->second.end());
  }
  if (!part.instead.empty()) values.push_back(text_of(part.instead));
  if (values.empty()) values.emplace_back(1, kUnknown);
  return values;
}

std::string ShellValues::text_of(const std::vector<WordPart>& parts) {
  std::string text;
  for (const WordPart& part : parts) {
    if (is_exhausted()) break;
    text += values_of(part).front();
    spend(text.size() < 4096 ? 1 : text.size());
  }
  return text;
}

// Each text with each value behind it.
void ShellValues::append(std::vector<Marked>& all, const std::vector<std::string>& values,
                         char mark) {
  std::vector<Marked> longer;
  for (const Marked& before : all) {
    for (const std::string& value : values) {
      if (longer.size() >= kMostValues) break;
      Marked next = before;
      next.text += value;
      next.marks.append(value.size(), mark);
      spend(next.text.size() + 1);
      longer.push_back(std::move(next));
      if (is_exhausted()) return;
    }
  }
  all = std::move(longer);
}

// a{b,c}d as abd and acd. What has no comma, or was quoted, stays.
void ShellValues::open_braces(const Marked& word, int depth, std::vector<Marked>& out) {
  spend(word.text.size() + 1);
  if (depth > kDeepestBraces || out.size() >= kMostValues) left_ = 0;
  if (is_exhausted()) return;
  std::vector<size_t> opened;               // where braces begin
  std::vector<std::vector<size_t>> commas;  // of each
  for (size_t i = 0; i < word.text.size(); ++i) {
    if (word.marks[i] != kPlain) continue;
    if (word.text[i] == '{') {
      opened.push_back(i);
      commas.emplace_back();
    } else if (word.text[i] == ',' && !opened.empty()) {
      commas.back().push_back(i);
    } else if (word.text[i] == '}' && !opened.empty()) {
      const size_t open = opened.back();
      std::vector<size_t> ends = commas.back();
      opened.pop_back();
      commas.pop_back();
      if (ends.empty()) continue;
      ends.push_back(i);
      size_t from = open + 1;
      for (const size_t end : ends) {
        Marked one{word.text.substr(0, open) + word.text.substr(from, end - from) +
                       word.text.substr(i + 1),
                   word.marks.substr(0, open) + word.marks.substr(from, end - from) +
                       word.marks.substr(i + 1)};
        open_braces(one, depth + 1, out);
        from = end + 1;
      }
      return;
    }
  }
  out.push_back(word);
}

void ShellValues::split(const Marked& word, std::vector<Argument>& out) const {
  Argument current;
  bool is_there = word.text.empty();
  for (size_t i = 0; i < word.text.size(); ++i) {
    if (word.marks[i] == kReplaced && is_blank(word.text[i])) {
      if (is_there) out.push_back(std::move(current));
      current = {};
      is_there = false;
      continue;
    }
    is_there = true;
    const bool is_special = word.text[i] == '*' || word.text[i] == '?' || word.text[i] == '[';
    current.has_glob = current.has_glob || (is_special && word.marks[i] != kQuoted);
    current.text += word.text[i];
  }
  if (is_there) out.push_back(std::move(current));
}

std::vector<Argument> ShellValues::expand(const ShellWord& word) {
  std::vector<Marked> all(1);
  bool has_braces = false;
  for (const WordPart& part : word.parts) {
    const bool is_text = part.kind == WordPart::Kind::kText;
    append(all, values_of(part), part.is_quoted ? kQuoted : is_text ? kPlain : kReplaced);
    has_braces = has_braces || (is_text && part.text.find('{') != std::string::npos);
    if (is_exhausted()) return {};
  }
  std::vector<Argument> out;
  for (const Marked& one : all) {
    std::vector<Marked> opened;
    if (has_braces) {
      open_braces(one, 0, opened);
    } else {
      opened.push_back(one);
    }
    for (const Marked& plain : opened) split(plain, out);
  }
  return out;
}

}  // namespace aegis::agent

#include "scanner/git/config.h"

#include <algorithm>

namespace aegis::git {

namespace {

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t';
}
constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}
constexpr bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
  }

  Result<std::vector<ConfigSection>> parse() {
    for (;;) {
      while (is_space(peek()) || peek() == '\n' || peek() == '\r') take();
      if (at_end()) return std::move(sections_);
      const char c = peek();
      bool is_sound = true;
      if (c == '#' || c == ';') {
        skip_line();
      } else if (c == '[') {
        is_sound = parse_section();
      } else {
        is_sound = parse_variable();
      }
      if (!is_sound) return unreadable("config is malformed in line " + std::to_string(line_));
    }
  }

 private:
  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  char take() {
    const char c = peek();
    if (c == '\n') ++line_;
    if (!at_end()) ++at_;
    return c;
  }
  bool accept(char c) {
    if (at_end() || peek() != c) return false;
    take();
    return true;
  }
  void skip_line() {
    while (!at_end() && peek() != '\n') take();
  }

  std::string take_name() {
    std::string name;
    while (is_name_char(peek())) name.push_back(to_lower(take()));
    return name;
  }

  // [section], [section "subsection"] or the old [section.subsection].
  bool parse_section() {
    take();
    ConfigSection& section = sections_.emplace_back();
    section.name = take_name();
    if (accept('.')) {
      while (is_name_char(peek()) || peek() == '.') section.subsection.push_back(to_lower(take()));
    }
    while (is_space(peek())) take();
    if (accept('"') && !parse_subsection(section.subsection)) return false;
    return !section.name.empty() && accept(']');
  }

  bool parse_subsection(std::string& subsection) {
    while (!at_end() && peek() != '\n') {
      if (accept('"')) return true;
      accept('\\');
      subsection.push_back(take());
    }
    return false;
  }

  bool parse_variable() {
    ConfigVariable variable{take_name(), "true"};
    if (variable.name.empty() || sections_.empty()) return false;
    while (is_space(peek())) take();
    if (accept('=')) {
      variable.value.clear();
      if (!parse_value(variable.value)) return false;
    } else if (peek() == '#' || peek() == ';') {
      skip_line();
    } else if (accept('\r'); !at_end() && peek() != '\n') {
      return false;
    }
    sections_.back().variables.push_back(std::move(variable));
    return true;
  }

  bool parse_value(std::string& value) {
    bool is_quoted = false;
    size_t kept = 0;  // what lies beyond is space that only counts if something follows
    while (is_space(peek())) take();
    while (!at_end() && peek() != '\n') {
      const char c = take();
      if (c == '"') {
        is_quoted = !is_quoted;
        kept = value.size();
      } else if (c == '\\') {
        if (!parse_escape(value)) return false;
        kept = value.size();
      } else if ((c == '#' || c == ';') && !is_quoted) {
        skip_line();
      } else {
        value.push_back(c);
        if (is_quoted || !(is_space(c) || c == '\r')) kept = value.size();
      }
    }
    value.resize(kept);
    return !is_quoted;
  }

  bool parse_escape(std::string& value) {
    accept('\r');
    switch (take()) {
      case '\n':
        return true;
      case 't':
        value.push_back('\t');
        return true;
      case 'n':
        value.push_back('\n');
        return true;
      case 'b':
        value.push_back('\b');
        return true;
      case '"':
        value.push_back('"');
        return true;
      case '\\':
        value.push_back('\\');
        return true;
      default:
        return false;
    }
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1;
  std::vector<ConfigSection> sections_;
};

}  // namespace

Result<Config> Config::parse(std::string_view text) {
  auto sections = Parser(text).parse();
  if (!sections) return std::move(sections).error();
  Config config;
  config.sections_ = *std::move(sections);
  return config;
}

std::optional<std::string_view> Config::get(std::string_view section, std::string_view name) const {
  std::optional<std::string_view> value;
  for (const ConfigSection& candidate : sections_) {
    if (candidate.name != section || !candidate.subsection.empty()) continue;
    for (const ConfigVariable& variable : candidate.variables) {
      if (variable.name == name) value = variable.value;
    }
  }
  return value;
}

std::optional<bool> Config::get_bool(std::string_view section, std::string_view name) const {
  const auto value = get(section, name);
  if (!value) return std::nullopt;
  std::string lower(*value);
  std::transform(lower.begin(), lower.end(), lower.begin(), to_lower);
  if (lower == "true" || lower == "yes" || lower == "on") return true;
  return !lower.empty() && lower.find_first_not_of("0123456789") == std::string::npos &&
         lower.find_first_not_of('0') != std::string::npos;
}

}  // namespace aegis::git

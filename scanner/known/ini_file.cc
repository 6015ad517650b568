#include "scanner/known/ini_file.h"

#include "scanner/base/char_set.h"
#include "scanner/base/lines.h"

namespace aegis {

namespace {

constexpr CharSet kBlank(" \t\r");

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && kBlank.contains(text.front())) text.remove_prefix(1);
  while (!text.empty() && kBlank.contains(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
                      text.front() == text.back();
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// Where name and value part: at the first '=', or at a ':' before it that a blank follows (the
// names of .npmrc hold others).
size_t separator_in(std::string_view line) {
  const size_t equals = line.find('=');
  for (size_t colon = line.find(':'); colon < equals; colon = line.find(':', colon + 1)) {
    if (colon + 1 == line.size() || kBlank.contains(line[colon + 1])) return colon;
  }
  return equals;
}

class IniReader {
 public:
  void read_line(std::string_view line) {
    ++line_;
    const std::string_view text = trimmed(line);
    if (text.empty() || text[0] == '#' || text[0] == ';' || text[0] == '!') return;
    const bool indented = kBlank.contains(line[0]);
    if (text[0] == '[' && text.back() == ']' && !indented) {
      section_ = trimmed(text.substr(1, text.size() - 2));
      name_.clear();
      return;
    }
    const size_t separator = separator_in(text);
    if (separator != std::string_view::npos && separator > 0) {
      const std::string_view name = trimmed(text.substr(0, separator));
      name_ = section_.empty() ? std::string(name) : section_ + "." + std::string(name);
      add(trimmed(text.substr(separator + 1)));
    } else if (indented && !name_.empty()) {
      add(text);
    } else if (text.find_first_of(" \t=") != std::string_view::npos) {
      out_.blame(line_, "not NAME = VALUE");
    }  // else a switch, which has no value
  }

  StoredValues take() { return std::move(out_); }

 private:
  void add(std::string_view value) {
    out_.add(name_, unquoted(value));
    for (const char* comment : {" #", " ;", "\t#", "\t;"}) {
      const size_t at = value.find(comment);
      if (at != std::string_view::npos) out_.add(name_, unquoted(trimmed(value.substr(0, at))));
    }
  }

  size_t line_ = 0;
  std::string section_;
  std::string name_;
  StoredValues out_;
};

}  // namespace

StoredValues read_ini_file(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  IniReader reader;
  while (!text.empty()) reader.read_line(take_line(text));
  return reader.take();
}

}  // namespace aegis

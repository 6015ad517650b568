#include "scanner/known/login_files.h"

#include <vector>

#include "scanner/base/char_set.h"
#include "scanner/base/lines.h"

namespace aegis {

namespace {

constexpr CharSet kSpace(" \t\r\n");

// The words of a netrc file, one after the other.
class NetrcWords {
 public:
  explicit NetrcWords(std::string_view text) : text_(text) {}

  bool next(std::string& word) {
    wipe(word);
    while (at_ < text_.size() && (kSpace.contains(text_[at_]) || text_[at_] == '#')) {
      at_ = text_[at_] == '#' ? end_of_line() : at_ + 1;
    }
    if (at_ >= text_.size()) return false;
    if (text_[at_] == '"') {
      read_quoted(word);
    } else {
      while (at_ < text_.size() && !kSpace.contains(text_[at_])) word += text_[at_++];
    }
    return true;
  }

  // A macro's body goes to the first empty line.
  void skip_macro() {
    for (;;) {
      at_ = end_of_line();
      if (at_ >= text_.size()) return;
      ++at_;
      const std::string_view rest = text_.substr(at_, 2);
      if (rest.starts_with("\n") || rest == "\r\n") return;
    }
  }

 private:
  size_t end_of_line() const { return std::min(text_.find('\n', at_), text_.size()); }

  void read_quoted(std::string& word) {
    for (++at_; at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n'; ++at_) {
      char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        c = text_[++at_];
        c = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
      }
      word += c;
    }
    if (at_ < text_.size()) ++at_;
  }

  std::string_view text_;
  size_t at_ = 0;
};

bool is_entry(const std::string& word) {
  return word == "machine" || word == "default" || word == "login" || word == "password" ||
         word == "account" || word == "macdef";
}

// Up to the next ':' that no backslash stands before.
std::string take_field(std::string_view& line) {
  std::string field;
  while (!line.empty() && line[0] != ':') {
    if (line[0] == '\\' && line.size() > 1) line.remove_prefix(1);
    field += line[0];
    line.remove_prefix(1);
  }
  if (!line.empty()) line.remove_prefix(1);
  return field;
}

}  // namespace

StoredValues read_netrc(std::string_view text) {
  StoredValues out;
  NetrcWords words(text);
  std::string machine = "default";
  std::string word;
  while (words.next(word)) {
    const std::string entry = word;
    if (!is_entry(entry)) {
      if (!out.problem) out.problem = "a word is none of machine, login, password and the like";
    } else if (entry == "default") {
      machine = "default";
    } else if (!words.next(word)) {
      out.problem = "ends behind " + entry;
    } else if (entry == "machine") {
      machine = "machine " + word;
    } else if (entry == "macdef") {
      words.skip_macro();
    } else if (entry != "login") {
      out.add(machine + " " + entry, word);
    }
  }
  return out;
}

StoredValues read_pgpass(std::string_view text) {
  StoredValues out;
  for (size_t number = 1; !text.empty(); ++number) {
    std::string_view line = take_line(text);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line[0] == '#') continue;
    std::string name;
    for (int i = 0; i < 4; ++i) name += (i > 0 ? ":" : "") + take_field(line);
    std::string password = take_field(line);
    if (password.empty()) {
      out.blame(number, "not host:port:database:user:password");
    } else {
      out.add(std::move(name), password);
    }
    wipe(password);
  }
  return out;
}

}  // namespace aegis

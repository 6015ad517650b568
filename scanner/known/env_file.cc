#include "scanner/known/env_file.h"

#include <optional>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr CharSet kBlank(" \t");
constexpr CharSet kNameStart = kAlpha | CharSet("_");
constexpr CharSet kName = kWord | CharSet(".-");

struct Reading {
  Secret plain;               // without escapes
  std::optional<Secret> raw;  // as typed, where that differs
};

class EnvReader {
 public:
  explicit EnvReader(std::string_view text) : text_(text) {}

  StoredValues read() {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
    while (at_ < text_.size()) {
      skip_blanks();
      if (at_end_of_line() || text_[at_] == '#') {
        skip_line();
      } else {
        read_assignment();
      }
    }
    return std::move(out_);
  }

 private:
  bool at_end_of_line() const {
    const std::string_view rest = text_.substr(at_, 2);
    return rest.empty() || rest[0] == '\n' || rest == "\r\n" || rest == "\r";
  }
  void skip_blanks() {
    while (at_ < text_.size() && kBlank.contains(text_[at_])) ++at_;
  }
  void skip_line() {
    at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
    ++line_;
  }

  void read_assignment() {
    constexpr std::string_view kExport = "export";
    if (text_.substr(at_).starts_with(kExport) && at_ + kExport.size() < text_.size() &&
        kBlank.contains(text_[at_ + kExport.size()])) {
      at_ += kExport.size();
      skip_blanks();
    }
    const size_t begin = at_;
    if (at_ < text_.size() && kNameStart.contains(text_[at_])) {
      while (at_ < text_.size() && kName.contains(text_[at_])) ++at_;
    }
    std::string name(text_.substr(begin, at_ - begin));
    skip_blanks();
    if (name.empty() || at_ >= text_.size() || text_[at_] != '=') {
      out_.blame(line_, "not NAME=VALUE");
      skip_line();
      return;
    }
    ++at_;
    skip_blanks();
    const bool quoted = at_ < text_.size() && is_quote(text_[at_]);
    const Reading reading = quoted ? read_word() : read_rest_of_line();
    out_.add(name, reading.plain.reveal());
    if (reading.raw) out_.add(std::move(name), reading.raw->reveal());
    skip_line();
  }

  static bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

  // Without quotes the value goes to the end of the line, or to a comment.
  Reading read_rest_of_line() {
    const size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view value = text_.substr(at_, end - at_);
    for (size_t i = 1; i < value.size(); ++i) {
      if (value[i] == '#' && kBlank.contains(value[i - 1])) value = value.substr(0, i - 1);
    }
    value = value.substr(0, value.find_last_not_of(" \t\r") + 1);
    if (value.find('\\') == std::string_view::npos) return {Secret(value, 0), std::nullopt};
    std::string plain;
    for (size_t i = 0; i < value.size(); ++i) {
      if (value[i] == '\\' && i + 1 < value.size()) ++i;
      plain += value[i];
    }
    Reading reading{Secret(plain, 0), Secret(value, 0)};
    wipe(plain);
    return reading;
  }

  // Quoted pieces, and what stands between them, up to a blank.
  Reading read_word() {
    std::string plain;
    std::string raw;
    while (!at_end_of_line() && !kBlank.contains(text_[at_])) {
      const char c = text_[at_];
      if (!is_quote(c)) {
        plain += c;
        raw += c;
        ++at_;
      } else if (!read_quoted(c, plain, raw)) {
        out_.blame(line_, "a quote is not closed");
        break;
      }
    }
    Reading reading{Secret(plain, 0), std::nullopt};
    if (raw != plain) reading.raw = Secret(raw, 0);
    wipe(plain);
    wipe(raw);
    return reading;
  }

  // From the opening quote to behind the closing one. Without a closing one the line is the value.
  bool read_quoted(char quote, std::string& plain, std::string& raw) {
    size_t end = ++at_;
    while (end < text_.size() && text_[end] != quote) {
      end += quote != '\'' && text_[end] == '\\' ? 2 : 1;
    }
    const bool closed = end < text_.size();
    if (!closed) end = std::min(text_.find('\n', at_), text_.size());
    for (size_t i = at_; i < end; ++i) {
      const char c = text_[i];
      if (c == '\r' && i + 1 < end && text_[i + 1] == '\n') continue;
      if (c == '\n') ++line_;
      raw += c;
      if (c == '\\' && quote != '\'' && i + 1 < end) {
        raw += text_[++i];
        append_unescaped(text_[i], plain);
      } else {
        plain += c;
      }
    }
    at_ = closed ? end + 1 : end;
    return closed;
  }

  static void append_unescaped(char c, std::string& plain) {
    constexpr std::string_view kEscapes = "nrt\"\\$`'";
    constexpr std::string_view kMeant = "\n\r\t\"\\$`'";
    const size_t known = kEscapes.find(c);
    if (known == std::string_view::npos) plain += '\\';
    plain += known == std::string_view::npos ? c : kMeant[known];
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1;
  StoredValues out_;
};

}  // namespace

StoredValues read_env_file(std::string_view text) {
  return EnvReader(text).read();
}

}  // namespace aegis

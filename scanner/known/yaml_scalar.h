// The words of a YAML text: where a reader of its collections stands, and the scalars there.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aegis {

// A place in a text. Every function that takes something goes behind it.
class YamlText {
 public:
  explicit YamlText(std::string_view text) : text_(text) {}

  std::string_view rest() const { return text_.substr(at_); }
  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool is_space(size_t ahead) const;  // also where the text ends
  bool at_blank_line() const;         // nothing but blanks follows on the line
  size_t line() const { return line_; }

  void skip(size_t count);
  size_t skip_spaces();  // and says how many
  void skip_blanks();    // tabs too
  void skip_line();
  void skip_properties();  // tags and anchors
  void skip_space_and_comments();

  // A key of a block mapping and its colon; nothing, and nothing skipped, where there is none.
  std::optional<std::string> take_key();
  // Nothing where the quote is not closed; the line is skipped.
  std::optional<std::string> take_quoted();
  // Up to a comment or a line that is indented by `indent` or less.
  std::string take_plain(size_t indent);
  std::string take_flow_plain();
  // The lines below that are indented by more than `indent`; without line feeds at the end.
  std::string take_block_scalar(size_t indent);

 private:
  std::string_view line_here() const;  // from here on, without its end
  void append_escape(std::string& out);
  void fold_lines(std::string& out);

  std::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1;
};

}  // namespace aegis

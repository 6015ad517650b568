#include "scanner/known/yaml_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "scanner/base/char_set.h"
#include "scanner/known/yaml_scalar.h"

namespace aegis {

namespace {

constexpr size_t kDeepest = 64;

struct Level {
  size_t indent = 0;
  std::string key;       // empty for an element of a sequence
  bool is_item = false;  // which may stand below a key that is indented as far
};

// Goes through the text from left to right; a scalar may take several lines.
class YamlReader {
 public:
  explicit YamlReader(std::string_view text) : at_(text) {}

  StoredValues read() {
    if (at_.rest().starts_with("\xef\xbb\xbf")) at_.skip(3);
    while (!at_.at_end()) read_line();
    return std::move(out_);
  }

 private:
  void read_line() {
    const size_t indent = at_.skip_spaces();
    if (at_.peek() == '\t' && !at_.at_blank_line()) return blame("a tab in the indentation");
    if (at_.at_blank_line() || at_.peek() == '#' || at_marker(indent)) return at_.skip_line();
    const bool is_item = at_dash();
    while (!levels_.empty() && levels_.back().indent >= indent) {
      const bool holds_it = is_item && !levels_.back().is_item && levels_.back().indent == indent;
      if (holds_it) break;
      levels_.pop_back();
    }
    read_node(indent);
  }

  bool at_dash() const { return at_.peek() == '-' && at_.is_space(1); }

  bool at_marker(size_t indent) const {
    if (indent != 0) return false;
    const std::string_view rest = at_.rest();
    return rest.starts_with("---") || rest.starts_with("...") || rest.starts_with("%");
  }

  // What stands at `indent`: dashes, keys, and at last a value or the end of the line.
  void read_node(size_t indent) {
    for (;;) {
      if (at_.rest().starts_with("? ")) return blame("a complex key");
      if (at_dash()) {
        levels_.push_back({indent, "", true});
        at_.skip(1);
        indent += 1 + at_.skip_spaces();
      } else {
        if (auto key = at_.take_key()) levels_.push_back({indent, *std::move(key), false});
        at_.skip_blanks();
        return read_value();
      }
      if (at_.at_blank_line() || at_.peek() == '#') return at_.skip_line();
      if (levels_.size() > kDeepest) return blame("nests too deeply");
    }
  }

  // Lines that are indented further than its key or dash may belong to it.
  void read_value() {
    const size_t indent = levels_.empty() ? 0 : levels_.back().indent;
    at_.skip_properties();
    switch (at_.peek()) {
      case '\0':
      case '\n':
      case '\r':
      case '#':  // a collection on the lines below, or nothing
      case '*':
        return at_.skip_line();
      case '{':
      case '[':
        return read_flow();
      case '|':
      case '>':
        return add(at_.take_block_scalar(indent));
      case '"':
      case '\'': {
        auto text = at_.take_quoted();
        if (!text) return blame("a quote is not closed");
        add(*std::move(text));
        return at_.skip_line();
      }
      default:
        return add(at_.take_plain(indent));
    }
  }

  // `{a: b, c: [d, "e"]}`, perhaps over several lines.
  void read_flow() {
    const size_t outside = levels_.size();
    std::vector<char> open;
    do {
      at_.skip_space_and_comments();
      const char c = at_.peek();
      if (at_.at_end() || open.size() > kDeepest) return blame("a collection is not closed");
      if (c == '{' || c == '[') {
        open.push_back(c);
        levels_.push_back({SIZE_MAX, "", false});
        at_.skip(1);
      } else if (c == '}' || c == ']') {
        open.pop_back();
        levels_.pop_back();
        at_.skip(1);
      } else if (c == ',') {
        levels_.back().key.clear();
        at_.skip(1);
      } else {
        read_flow_scalar();
      }
    } while (!open.empty());
    levels_.resize(outside);
    at_.skip_line();
  }

  void read_flow_scalar() {
    at_.skip_properties();
    const bool quoted = at_.peek() == '"' || at_.peek() == '\'';
    auto text = quoted ? at_.take_quoted() : at_.take_flow_plain();
    if (!text) {
      blame("a quote is not closed");
      return;
    }
    at_.skip_space_and_comments();
    if (at_.peek() == ':') {
      at_.skip(1);
      levels_.back().key = *std::move(text);
    } else {
      add(*std::move(text));
    }
  }

  void add(std::string value) {
    std::string name;
    for (const Level& level : levels_) {
      if (!name.empty() && !level.key.empty()) name += '.';
      name += level.key;
    }
    out_.add(name.empty() ? "value" : std::move(name), value);
    wipe(value);
  }

  void blame(const char* what) {
    out_.blame(at_.line(), what);
    at_.skip_line();
  }

  YamlText at_;
  std::vector<Level> levels_;
  StoredValues out_;
};

}  // namespace

StoredValues read_yaml_file(std::string_view text) {
  return YamlReader(text).read();
}

}  // namespace aegis

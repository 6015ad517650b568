#include "scanner/logs/json_path.h"

#include <algorithm>
#include <vector>

#include "scanner/base/char_set.h"
#include "scanner/decode/escape.h"

namespace aegis {

namespace {

constexpr size_t kDeepest = 64;
constexpr size_t kLongestName = 64;
constexpr size_t kMostBefore = 256;  // bytes of other text before the JSON

// What is open around a place: an object with the name of its current member, or a list with the
// number of its current item.
struct Level {
  bool is_list = false;
  size_t item = 0;
  std::string_view name;
};

std::string part_of_path(const Level& level) {
  if (level.is_list) return '[' + std::to_string(level.item) + ']';
  const std::string_view name = level.name.substr(0, kLongestName);
  const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return kWord.contains(c) || c == '-' || c == '@';
  });
  return plain ? '.' + std::string(name) : "[\"" + std::string(name) + "\"]";
}

// The end of the string whose opening quote is at `at`: of its closing quote.
size_t end_of_string(std::string_view text, size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at;
    }
  }
  return text.size();
}

class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  // Reads up to the token that holds `goal`; whether that is a value.
  bool reach(size_t goal) {
    for (size_t at = 0; at < text_.size();) {
      const char c = text_[at];
      size_t end = at + 1;
      if (c == '"') {
        end = std::min(end_of_string(text_, at) + 1, text_.size());
        if (goal < end) return !is_name(end);
        if (is_name(end) && !levels_.empty()) {
          levels_.back().name = text_.substr(at + 1, end - at - 2);
        }
      } else if (!step(c)) {
        return false;
      }
      if (goal < end) return !levels_.empty() && kWord.contains(c);
      at = end;
    }
    return false;
  }

  std::string path() const {
    std::string path = "$";
    for (const Level& level : levels_) path += part_of_path(level);
    return path;
  }

 private:
  bool is_name(size_t end) const {
    if (levels_.empty() || levels_.back().is_list) return false;
    const size_t next = text_.find_first_not_of(" \t", end);
    return next != std::string_view::npos && text_[next] == ':';
  }

  // False when what follows is no longer within the JSON.
  bool step(char c) {
    if (c == '{' || c == '[') {
      if (levels_.size() == kDeepest) return false;
      levels_.push_back({c == '[', 0, {}});
    } else if (c == '}' || c == ']') {
      if (levels_.empty()) return false;
      levels_.pop_back();
      return !levels_.empty();
    } else if (c == ',' && !levels_.empty()) {
      ++levels_.back().item;
    }
    return true;
  }

  std::string_view text_;
  std::vector<Level> levels_;
};

}  // namespace

std::string json_path_at(std::string_view line, size_t at) {
  const size_t begin = line.substr(0, kMostBefore).find("{\"");
  if (begin == std::string_view::npos || at < begin) return "";
  Walk walk(line.substr(begin));
  return walk.reach(at - begin) ? walk.path() : "";
}

std::string unescaped_json(std::string_view text) {
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const bool quote = text[at] == '\\' && at + 1 < text.size() && text[at + 1] == '"';
    const Escape escape = text[at] == '\\' && !quote ? escape_at(text, at) : Escape{};
    if (quote) {
      plain += '"';
      at += 2;
    } else if (escape.size > 0) {
      plain.append(escape.bytes.data(), escape.count);
      at += escape.size;
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

}  // namespace aegis

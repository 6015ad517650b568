#include "scanner/base/json_strings.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace aegis {

namespace {

using Path = std::vector<JsonStep>;

// What the library's parser calls as it reads. A function that returns false ends the parsing.
class StringWatch {
 public:
  using Visit = std::function<void(const Path&, std::string&)>;
  StringWatch(size_t deepest, const Visit& visit) : deepest_(deepest), visit_(visit) {}

  bool null() { return passed(); }
  bool boolean(bool) { return passed(); }
  bool number_integer(nlohmann::json::number_integer_t) { return passed(); }
  bool number_unsigned(nlohmann::json::number_unsigned_t) { return passed(); }
  bool number_float(nlohmann::json::number_float_t, const std::string&) { return passed(); }
  bool binary(nlohmann::json::binary_t&) { return passed(); }
  bool string(std::string& value) {
    visit_(path_, value);
    return passed();
  }
  bool start_object(size_t) { return enter(JsonStep{}); }
  bool key(std::string& name) {
    path_.back().key = name;
    return true;
  }
  bool end_object() { return leave(); }
  bool start_array(size_t) { return enter(JsonStep{.key = {}, .index = 0, .in_array = true}); }
  bool end_array() { return leave(); }
  bool parse_error(size_t position, const std::string&, const nlohmann::json::exception&) {
    error_at_ = position;
    return false;
  }

  size_t error_at() const { return error_at_; }
  bool is_too_deep() const { return too_deep_; }

 private:
  bool enter(JsonStep step) {
    too_deep_ = path_.size() >= deepest_;
    if (too_deep_) return false;
    path_.push_back(std::move(step));
    return true;
  }
  bool leave() {
    path_.pop_back();
    return passed();
  }
  // A value has ended: the next one of an array has the next index.
  bool passed() {
    if (!path_.empty() && path_.back().in_array) ++path_.back().index;
    return true;
  }

  size_t deepest_;
  const Visit& visit_;
  Path path_;
  size_t error_at_ = 0;
  bool too_deep_ = false;
};

}  // namespace

Result<void> for_each_json_string(
    std::string_view text, size_t deepest,
    const std::function<void(const Path& path, std::string& value)>& visit) {
  StringWatch watch(deepest, visit);
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &watch,
                                nlohmann::json::input_format_t::json, true, true)) {
    return {};
  }
  if (watch.is_too_deep()) return usage_error("nests too deeply");
  const auto end =
      text.begin() + static_cast<std::ptrdiff_t>(std::min(watch.error_at(), text.size()));
  const auto line = 1 + std::count(text.begin(), end, '\n');
  return usage_error("line " + std::to_string(line) + ": not valid JSON");
}

std::string joined_path(const Path& path) {
  std::string text;
  for (const JsonStep& step : path) {
    if (step.in_array) {
      text += "[" + std::to_string(step.index) + "]";
    } else {
      text += text.empty() ? step.key : "." + step.key;
    }
  }
  return text;
}

}  // namespace aegis

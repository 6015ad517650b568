#include "scanner/base/json.h"

#include <algorithm>
#include <set>
#include <vector>

namespace aegis {

namespace {

size_t line_at(std::string_view text, size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return 1 + static_cast<size_t>(std::count(text.begin(), end, '\n'));
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
  std::vector<std::set<std::string>> open;  // the keys seen in each open object
  std::string twice;
  const auto watch = [&](int, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::object_start) open.emplace_back();
    if (event == Json::parse_event_t::object_end && !open.empty()) open.pop_back();
    if (event == Json::parse_event_t::key && !open.empty()) {
      auto key = value.get<std::string>();
      if (!open.back().insert(key).second && twice.empty()) twice = std::move(key);
    }
    return true;
  };
  try {
    Json value = Json::parse(text.begin(), text.end(), watch, true, true);
    if (!twice.empty()) {
      const std::string quoted = '"' + twice + '"';
      const size_t first = text.find(quoted);
      const size_t line = line_of(text, quoted, first == std::string_view::npos ? 0 : first + 1);
      return usage_error("line " + std::to_string(line) + ": key " + quoted + " stands twice");
    }
    return value;
  } catch (const Json::parse_error& problem) {
    return usage_error("line " + std::to_string(line_at(text, problem.byte)) + ": not valid JSON");
  }
}

std::string to_json_line(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_json_pretty(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace);
}

size_t line_of(std::string_view text, std::string_view needle, size_t from) {
  const size_t at = text.find(needle, from);
  return at == std::string_view::npos ? 0 : line_at(text, at);
}

}  // namespace aegis

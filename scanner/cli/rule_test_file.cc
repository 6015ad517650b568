#include "scanner/cli/rule_test_file.h"

#include <algorithm>

#include "scanner/base/fd.h"
#include "scanner/base/json.h"
#include "scanner/rule/rule_names.h"

namespace aegis {

namespace {

constexpr uint64_t kMostBytes = 16 << 20;

Error wrong(const std::string& key, const char* what) {
  return usage_error('"' + key + "\" must be " + what);
}

Result<void> take_text(const std::string& key, const Json& value, std::string& into) {
  if (!value.is_string()) return wrong(key, "a string");
  into = value.get<std::string>();
  return {};
}

Result<void> take_list(const std::string& key, const Json& value, std::vector<std::string>& into) {
  const bool fits =
      value.is_array() &&
      std::all_of(value.begin(), value.end(), [](const Json& one) { return one.is_string(); });
  if (!fits) return wrong(key, "a list of strings");
  into = value.get<std::vector<std::string>>();
  return {};
}

Result<void> take_samples(const Json& value, RuleTest& test) {
  if (!value.is_object()) return wrong("samples", "an object of words and shapes");
  for (const auto& [word, shape] : value.items()) {
    if (!shape.is_string() || word.empty())
      return wrong("samples", "an object of words and shapes");
    if (test.text.find(word) == std::string::npos) {
      return usage_error("the text does not hold " + word + ", of which there is a sample");
    }
    test.samples.emplace_back(word, shape.get<std::string>());
  }
  return {};
}

Result<void> take_key(const std::string& key, const Json& value, RuleTest& test) {
  if (key == "name") return take_text(key, value, test.name);
  if (key == "text") return take_text(key, value, test.text);
  if (key == "file") return take_text(key, value, test.file);
  if (key == "finds") return take_list(key, value, test.finds);
  if (key == "samples") return {};  // when the text is known
  if (key != "confidence") {
    return usage_error("unknown key \"" + key +
                       "\"; known are name, text, samples, finds, file and confidence");
  }
  const auto level = value.is_string() ? confidence_from(value.get<std::string>()) : std::nullopt;
  if (!level) return wrong(key, "low, medium or high");
  test.confidence = *level;
  return {};
}

Result<RuleTest> parse_test(const Json& json, size_t number) {
  RuleTest test;
  test.name = "test " + std::to_string(number);
  if (!json.is_object()) return usage_error(test.name + " must be an object");
  for (const char* key : {"text", "finds"}) {
    if (!json.contains(key)) return usage_error(test.name + " has no \"" + key + '"');
  }
  for (const auto& [key, value] : json.items()) {
    if (auto ok = take_key(key, value, test); !ok) {
      return std::move(ok).error().in("test " + std::to_string(number));
    }
  }
  if (json.contains("samples")) {
    if (auto ok = take_samples(json["samples"], test); !ok)
      return std::move(ok).error().in(test.name);
  }
  std::sort(test.finds.begin(), test.finds.end());
  return test;
}

Result<RuleTestFile> parse(const Json& json) {
  RuleTestFile file;
  if (!json.is_object()) return usage_error("must be an object with \"tests\"");
  for (const auto& [key, value] : json.items()) {
    if (key == "rules") {
      if (auto ok = take_list(key, value, file.rules); !ok) return std::move(ok).error();
    } else if (key != "tests" && key != "$schema") {
      return usage_error("unknown key \"" + key + "\"; known are rules and tests");
    }
  }
  if (!json.contains("tests") || !json["tests"].is_array() || json["tests"].empty()) {
    return usage_error("\"tests\" must be a list of one test or more");
  }
  for (const Json& one : json["tests"]) {
    auto test = parse_test(one, file.tests.size() + 1);
    if (!test) return std::move(test).error();
    file.tests.push_back(*std::move(test));
  }
  return file;
}

}  // namespace

Result<RuleTestFile> load_rule_tests(const std::string& path) {
  auto text = read_file(path, kMostBytes);
  if (!text) return usage_error(text.error().message()).in(path);
  const auto json = parse_json(*text);
  auto file = json ? parse(*json) : Result<RuleTestFile>(json.error());
  if (!file) return std::move(file).error().in(path);
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  for (std::string& rules : file->rules) {
    if (!rules.starts_with('/')) rules = folder + rules;
  }
  return file;
}

}  // namespace aegis

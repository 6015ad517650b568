#include "scanner/gitleaks/exceptions.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "scanner/base/json.h"
#include "scanner/base/lines.h"

namespace aegis::gitleaks {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

std::string text_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

uint64_t number_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_number_unsigned() ? at->get<uint64_t>() : 0;
}

}  // namespace

void Exceptions::add_ignore_lines(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = trimmed(take_line(text));
    if (line.empty() || line[0] == '#') continue;
    const auto colons = std::count(line.begin(), line.end(), ':');
    if (colons != 2 && colons != 3) ++invalid_lines_;
    std::string entry(line);
    std::replace(entry.begin(), entry.end(), '\\', '/');
    fingerprints_.insert(std::move(entry));
  }
}

Result<void> Exceptions::add_baseline(std::string_view json) {
  auto parsed = parse_json(json);
  if (!parsed) return std::move(parsed).error();
  if (parsed->is_null()) return {};  // what gitleaks writes where there is none
  if (!parsed->is_array()) return usage_error("is no report of gitleaks in JSON: no list");
  for (const Json& entry : *parsed) {
    if (!entry.is_object() || text_of(entry, "RuleID").empty()) {
      return usage_error("is no report of gitleaks in JSON: an entry without RuleID");
    }
    const std::string commit = text_of(entry, "Commit");
    const std::string place = text_of(entry, "File") + ":" + text_of(entry, "RuleID") + ":" +
                              std::to_string(number_of(entry, "StartLine"));
    Known known;
    known.secret = text_of(entry, "Secret");
    if (is_redacted(known.secret)) known.secret.clear();
    const auto entropy = entry.find("Entropy");
    if (entropy != entry.end() && entropy->is_number()) known.entropy = entropy->get<float>();
    baseline_.emplace(commit.empty() ? place : commit + ":" + place, std::move(known));
  }
  return {};
}

bool Exceptions::names(const Leak& leak) const {
  return names(leak, leak.rule) ||
         std::any_of(leak.other_names.begin(), leak.other_names.end(),
                     [&](const std::string& rule) { return names(leak, rule); });
}

bool Exceptions::names(const Leak& leak, const std::string& rule) const {
  const std::string fingerprint = fingerprint_of(leak, rule);
  if (fingerprints_.count(place_of(leak, rule)) != 0 || fingerprints_.count(fingerprint) != 0) {
    return true;
  }
  const auto [begin, end] = baseline_.equal_range(fingerprint);
  return std::any_of(begin, end, [&](const auto& entry) {
    const Known& known = entry.second;
    if (!known.secret.empty()) return known.secret == leak.secret.reveal();
    return std::abs(known.entropy - leak.entropy) < 1e-4F;
  });
}

}  // namespace aegis::gitleaks

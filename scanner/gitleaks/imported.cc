#include "scanner/gitleaks/imported.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "scanner/base/hex.h"
#include "scanner/base/json.h"
#include "scanner/base/lines.h"
#include "scanner/base/sha.h"
#include "scanner/gitleaks/leak.h"
#include "scanner/gitleaks/rule_names.h"

namespace aegis::gitleaks {

namespace {

constexpr size_t kSha1Digits = 40;
constexpr const char* kPrivateKey =
    "Private Key";  // detect-secrets' type, whose hash is of a header

std::string text_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

uint64_t number_of(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_number_unsigned() ? at->get<uint64_t>() : 0;
}

std::string with_slashes(std::string path) {
  std::replace(path.begin(), path.end(), '\\', '/');
  return path.compare(0, 2, "./") == 0 ? path.substr(2) : path;
}

bool is_generic(const std::string& rule) {
  return rule.find("generic") != std::string::npos;
}

// Whether gitleaks' rule finds what ours does. A generic one may be right about anything.
bool is_same(const std::string& theirs, const std::string& own) {
  if (theirs.empty() || is_generic(theirs) || theirs == own) return true;
  const auto names = gitleaks_names_of(own);
  return std::find(names.begin(), names.end(), theirs) != names.end();
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

std::vector<std::string> parts_of(std::string_view line) {
  std::vector<std::string> parts;
  while (true) {
    const size_t colon = line.find(':');
    parts.emplace_back(line.substr(0, colon));
    if (colon == std::string_view::npos) return parts;
    line.remove_prefix(colon + 1);
  }
}

}  // namespace

Result<Imported> Imported::parse(std::string_view text) {
  Imported imported;
  const size_t first = text.find_first_not_of(" \t\r\n");
  const char begins = first == std::string_view::npos ? '\0' : text[first];
  auto status = begins == '{'   ? imported.add_detect_secrets(text)
                : begins == '[' ? imported.add_report(text)
                                : imported.add_ignore_lines(text);
  if (!status) return std::move(status).error();
  return imported;
}

void Imported::add(Entry entry) {
  by_file_.emplace(entry.file, entries_.size());
  entries_.push_back(std::move(entry));
}

Result<void> Imported::add_detect_secrets(std::string_view json) {
  const auto parsed = parse_json(json);
  if (!parsed) return parsed.error();
  const auto results = parsed->find("results");
  if (results == parsed->end() || !results->is_object()) {
    return usage_error("is no baseline of detect-secrets: no results");
  }
  for (const auto& [file, secrets] : results->items()) {
    if (!secrets.is_array()) return usage_error("results of " + file + ": no list");
    for (const Json& secret : secrets) {
      const std::string hash = secret.is_object() ? text_of(secret, "hashed_secret") : "";
      if (hash.size() != kSha1Digits) {
        return usage_error("results of " + file + ": an entry without hashed_secret");
      }
      Entry entry;
      const bool is_key = text_of(secret, "type") == kPrivateKey;
      entry.by = is_key ? By::kLine : By::kHash;
      entry.file = with_slashes(file);
      entry.secret = hash;
      entry.rule = is_key ? "private-key" : "";
      entry.line = entry.end_line = number_of(secret, "line_number");
      add(std::move(entry));
    }
  }
  return {};
}

Result<void> Imported::add_report(std::string_view json) {
  const auto parsed = parse_json(json);
  if (!parsed) return parsed.error();
  for (const Json& leak : *parsed) {
    if (!leak.is_object() || text_of(leak, "File").empty() || text_of(leak, "RuleID").empty()) {
      return usage_error("is no report of gitleaks: an entry without File or RuleID");
    }
    Entry entry;
    entry.file = with_slashes(text_of(leak, "File"));
    entry.rule = text_of(leak, "RuleID");
    entry.line = number_of(leak, "StartLine");
    entry.end_line = std::max(entry.line, number_of(leak, "EndLine"));
    entry.secret = text_of(leak, "Secret");
    entry.by = is_redacted(entry.secret) ? By::kLine : By::kSecret;
    add(std::move(entry));
  }
  return {};
}

Result<void> Imported::add_ignore_lines(std::string_view text) {
  for (size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = trimmed(take_line(text));
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> parts = parts_of(line);
    Entry entry;
    const std::string& last = parts.back();
    const auto [end, error] = std::from_chars(last.data(), last.data() + last.size(), entry.line);
    if (parts.size() < 3 || parts.size() > 4 || error != std::errc() ||
        end != last.data() + last.size()) {
      return usage_error("line " + std::to_string(number) +
                         ": is neither file:rule:line nor commit:file:rule:line");
    }
    entry.file = with_slashes(parts[parts.size() - 3]);
    entry.rule = parts[parts.size() - 2];
    entry.end_line = entry.line;
    add(std::move(entry));
  }
  return {};
}

bool Imported::names(const Entry& entry, const Finding& finding, const std::string& hash) {
  if (entry.by == By::kHash) return entry.secret == hash;
  if (entry.by == By::kSecret) return entry.secret == finding.secret.reveal();
  return finding.place.line <= entry.end_line && finding.place.end_line >= entry.line &&
         is_same(entry.rule, finding.rule->id);
}

std::vector<size_t> Imported::entries_of(const Finding& finding) const {
  std::vector<size_t> found;
  const auto [begin, end] = by_file_.equal_range(finding.origin->identity);
  if (begin == end) return found;
  const auto digest = sha1(finding.secret.reveal());
  const std::string hash = to_hex(digest);
  for (auto at = begin; at != end; ++at) {
    if (names(entries_[at->second], finding, hash)) found.push_back(at->second);
  }
  return found;
}

}  // namespace aegis::gitleaks

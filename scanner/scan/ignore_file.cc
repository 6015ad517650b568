#include "scanner/scan/ignore_file.h"

#include <algorithm>
#include <utility>

#include "scanner/base/char_set.h"
#include "scanner/base/fd.h"
#include "scanner/base/lines.h"
#include "scanner/scan/date.h"

namespace aegis {

namespace {

constexpr size_t kFingerprint = 32;
constexpr uint64_t kMostBytes = 4 << 20;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kUntil = "until=";
constexpr std::string_view kOwner = "owner=";

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// Up to the first blank that no backslash stands before.
size_t end_of_word(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && kBlanks.find(text[end]) == std::string_view::npos) {
    end += text[end] == '\\' && end + 1 < text.size() ? 2 : 1;
  }
  return end;
}

Result<void> take_setting(std::string_view word, int64_t now, Suppression& entry) {
  if (word.starts_with(kOwner) && word.size() > kOwner.size()) {
    entry.owner = word.substr(kOwner.size());
    return {};
  }
  if (word.starts_with(kUntil)) {
    entry.until = word.substr(kUntil.size());
    const auto day = entry.until.size() == 10 ? parse_date(entry.until) : std::nullopt;
    if (!day) return usage_error("until= takes a day, such as until=2027-01-31");
    entry.is_expired = now >= *day + kSecondsOfDay;
    return {};
  }
  return usage_error("only until=YYYY-MM-DD and owner=NAME may follow; write a reason behind a #");
}

// What follows the first word: settings, and behind a `#` the reason.
Result<void> take_settings(std::string_view text, int64_t now, Suppression& entry) {
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    if (text[0] == '#') {
      entry.reason = trimmed(text.substr(1));
      return {};
    }
    const size_t end = std::min(text.find_first_of(" \t#"), text.size());
    if (auto ok = take_setting(text.substr(0, end), now, entry); !ok) return ok;
    text.remove_prefix(end);
  }
  return {};
}

Result<void> take_finding(std::string_view line, int64_t now, Suppression& entry) {
  const std::string_view print =
      line.substr(kFindingWord.size(), line.find_first_of(" \t\r#") - kFindingWord.size());
  if (!is_fingerprint(print)) {
    return usage_error("finding: takes the 32 hex digits that a report prints");
  }
  entry.what = line.substr(0, kFindingWord.size() + print.size());
  return take_settings(line.substr(entry.what.size()), now, entry);
}

Result<void> take_path(std::string_view line, int64_t now, Suppression& entry) {
  line.remove_prefix(kPathWord.size());
  const size_t end = end_of_word(line);
  if (end == 0) return usage_error("path: takes a pattern at once, as in path:docs/*.md");
  entry.is_of_path = true;
  entry.what = line.substr(0, end);
  return take_settings(line.substr(end), now, entry);
}

Result<void> take_entry(std::string_view line, int64_t now, Suppression& entry) {
  if (line.find('\0') != std::string_view::npos) {
    return usage_error("holds a NUL byte; the file must be text in UTF-8");
  }
  if (line.starts_with(kFindingWord)) return take_finding(line, now, entry);
  if (line.starts_with(kPathWord)) return take_path(line, now, entry);
  entry.is_of_path = true;
  entry.what = line;
  return {};
}

}  // namespace

bool is_fingerprint(std::string_view text) {
  return text.size() == kFingerprint && std::all_of(text.begin(), text.end(), [](char c) {
           return kHex.contains(c) && !kUpper.contains(c);
         });
}

void IgnoreFile::add(Suppression entry) {
  const size_t number = entries_.size();
  if (entry.is_of_path && !entry.is_expired) {
    const size_t before = paths_.size();
    paths_.add(entry.what);
    if (paths_.size() > before) path_entries_.push_back(number);
  } else if (!entry.is_of_path && !entry.is_expired) {
    findings_.emplace(entry.what.substr(kFindingWord.size()), number);
  }
  entries_.push_back(std::move(entry));
}

std::optional<size_t> IgnoreFile::covering(const Finding& finding) const {
  const auto found = findings_.find(finding.fingerprint);
  if (found == findings_.end()) return std::nullopt;
  return found->second;
}

Result<IgnoreFile> parse_ignore_file(std::string_view text, std::string name, int64_t now) {
  IgnoreFile file(std::move(name));
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::string_view heading;  // the comment above the paragraph
  for (uint64_t number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    if (trimmed(line).empty()) {
      heading = {};
    } else if (line[0] == '#') {
      heading = trimmed(line.substr(1));
    } else {
      Suppression entry;
      entry.line = number;
      if (auto ok = take_entry(line, now, entry); !ok) {
        return std::move(ok).error().in("line " + std::to_string(number));
      }
      if (entry.reason.empty()) entry.reason = heading;
      file.add(std::move(entry));
    }
  }
  return file;
}

Result<IgnoreFile> load_ignore_file(const std::string& folder, int64_t now) {
  const std::string path = folder + "/" + std::string(kIgnoreFileName);
  if (!exists(path)) return IgnoreFile();
  auto text = read_file(path, kMostBytes);
  if (!text) return usage_error(text.error().message()).in(path);
  auto file = parse_ignore_file(*text, path, now);
  if (!file) return std::move(file).error().in(path);
  return file;
}

}  // namespace aegis

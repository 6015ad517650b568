#include "scanner/scan/ignore_file.h"

#include <algorithm>

#include "scanner/base/char_set.h"
#include "scanner/base/fd.h"

namespace aegis {

namespace {

constexpr std::string_view kFinding = "finding:";
constexpr size_t kFingerprint = 32;
constexpr uint64_t kMostBytes = 4 << 20;

bool is_fingerprint(std::string_view text) {
  return text.size() == kFingerprint && std::all_of(text.begin(), text.end(), [](char c) {
           return kHex.contains(c) && !kUpper.contains(c);
         });
}

}  // namespace

Result<IgnoreFile> parse_ignore_file(std::string_view text) {
  IgnoreFile file;
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t newline = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, newline);
    text.remove_prefix(std::min(newline + 1, text.size()));
    if (!line.starts_with(kFinding)) {
      file.paths.add(line);
      continue;
    }
    std::string_view print = line.substr(kFinding.size());
    print = print.substr(0, print.find_first_of(" \t\r#"));
    if (!is_fingerprint(print)) {
      return usage_error("line " + std::to_string(number) +
                         ": finding: takes the 32 hex digits that a report prints");
    }
    file.findings.emplace(print);
  }
  return file;
}

Result<IgnoreFile> load_ignore_file(const std::string& folder) {
  const std::string path = folder + "/" + std::string(kIgnoreFileName);
  if (!exists(path)) return IgnoreFile{};
  auto text = read_file(path, kMostBytes);
  if (!text) return usage_error(text.error().message()).in(path);
  auto file = parse_ignore_file(*text);
  if (!file) return std::move(file).error().in(path);
  return file;
}

}  // namespace aegis

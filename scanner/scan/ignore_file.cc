#include "scanner/scan/ignore_file.h"

#include <algorithm>

#include "scanner/base/char_set.h"
#include "scanner/base/fd.h"
#include "scanner/base/lines.h"

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
    const std::string_view line = take_line(text);
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

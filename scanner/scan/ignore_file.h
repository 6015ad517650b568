// .aegisignore: what not to scan, and which findings are known to be none.
//
//   # a comment
//   docs/generated/                      a path, as in .gitignore
//   finding:0f3a...  # why it is none    a fingerprint, as a report prints it
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "scanner/base/glob.h"
#include "scanner/base/result.h"

namespace aegis {

struct IgnoreFile {
  IgnoreRules paths;
  std::set<std::string, std::less<>> findings;
};

inline constexpr std::string_view kIgnoreFileName = ".aegisignore";

// A line that begins with `finding:` and holds no fingerprint is an error with its number.
Result<IgnoreFile> parse_ignore_file(std::string_view text);

// The one in `folder`; empty where there is none. One that cannot be read is an error.
Result<IgnoreFile> load_ignore_file(const std::string& folder);

}  // namespace aegis

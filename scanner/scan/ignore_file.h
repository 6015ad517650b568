// .aegisignore: what not to scan, and which findings are known to be none.
//
//   # a comment
//   docs/generated/                                a path, as in .gitignore
//   finding:0f3a...  until=2027-01-31 owner=ana  # why it is none
//   path:old/**      until=2027-01-31 owner=ana  # the same of a path; "\ " is a blank in it
//
// The reason of a line is what stands behind its `#`, or else the comment above its paragraph. A
// line counts to the end of the day of `until`, in UTC.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/glob.h"
#include "scanner/base/result.h"
#include "scanner/scan/suppression.h"

namespace aegis {

inline constexpr std::string_view kIgnoreFileName = ".aegisignore";

class IgnoreFile : public SuppressionList {
 public:
  explicit IgnoreFile(std::string file = std::string(kIgnoreFileName))
      : SuppressionList(Kind::kIgnoreFile, std::move(file)) {}

  std::optional<size_t> covering(const Finding& finding) const override;
  size_t size() const override { return entries_.size(); }
  Suppression entry(size_t number) const override { return entries_[number]; }
  // Of those that have not expired.
  const IgnoreRules* paths() const override { return &paths_; }
  size_t entry_of_path_rule(size_t rule) const override { return path_entries_[rule]; }

  // What is expired is kept, and counts for nothing.
  void add(Suppression entry);

 private:
  std::vector<Suppression> entries_;  // in the order of their lines
  IgnoreRules paths_;
  std::vector<size_t> path_entries_;                     // by rule of `paths_`
  std::map<std::string, size_t, std::less<>> findings_;  // by fingerprint
};

inline constexpr std::string_view kFindingWord = "finding:";
inline constexpr std::string_view kPathWord = "path:";

// Whether `text` is a fingerprint as reports print it: 32 lower-case hex digits.
bool is_fingerprint(std::string_view text);

// `file` is what messages call it, `now` in seconds since 1970. A line that cannot be understood is
// an error with its number and what it should look like.
Result<IgnoreFile> parse_ignore_file(std::string_view text, std::string file, int64_t now);

// The one in `folder`; empty where there is none. One that cannot be read is an error.
Result<IgnoreFile> load_ignore_file(const std::string& folder, int64_t now);

}  // namespace aegis

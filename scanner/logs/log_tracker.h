// Which of the logs that are known a file is, and where to go on in it.
//
// A log is recognised by its content: the mark of its beginning and that of the bytes before the
// place where the last run ended. So a log stays itself when it is renamed, copied before it is
// truncated, or compressed; and a file that only has the inode, or the name, of a log that was
// known is scanned from its beginning.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "scanner/logs/log_state.h"

namespace aegis {

// A log of the last run that this run was asked for and has not come upon.
struct MissingLog {
  const LogPosition* position = nullptr;
  bool replaced = false;  // its path now leads to other content
};

class LogTracker {
 public:
  // `before` outlives it.
  LogTracker(const Key& key, const std::vector<LogPosition>& before);

  // The known log that a file still is, byte for byte as when it was read to its end; or null.
  const LogPosition* unchanged(const FileFacts& facts) const;

  // The known logs whose beginning this file has, the likeliest first.
  std::vector<const LogPosition*> candidates(const FileFacts& facts, std::string_view head,
                                             const std::string& path) const;

  // Whether `before_end`, the bytes before position.scanned in a file, are those of the log.
  bool continues(const LogPosition& position, std::string_view before_end) const;

  // Says that a file was met, and that it is the log `known`, if it is one; null for a new one.
  void met(const FileFacts& facts, const std::string& real_path, const LogPosition* known);
  bool has_met(const FileFacts& facts) const;

  // What is to be remembered: `position` for the file that is met at present.
  void remember(LogPosition position);

  // All that is to be remembered if the run ends here: what was met, and what is still as it was.
  std::vector<LogPosition> positions() const;

  // Logs that `asked`, words of the command line, led to before, and that were not met now. Each is
  // to be looked for beside its path; when nothing comes of it, forget() it.
  std::vector<MissingLog> missing(const std::set<std::string>& asked) const;
  void forget(const LogPosition& position);

 private:
  using FileKey = std::pair<uint64_t, uint64_t>;

  Mark mark(std::string_view bytes) const { return mark_of(key_, {bytes}); }
  bool is_there(const LogPosition& position) const;

  const Key& key_;
  const std::vector<LogPosition>& before_;
  std::multimap<FileKey, const LogPosition*> by_file_;
  std::multimap<std::string, const LogPosition*> by_name_;  // before rotation
  std::map<FileKey, LogPosition> after_;
  std::set<FileKey> met_;
  std::set<std::string> met_paths_;  // real ones
  // Known logs whose content was met, and in which file; those that are forgotten, in none.
  std::map<const LogPosition*, std::optional<FileKey>> superseded_;
};

}  // namespace aegis

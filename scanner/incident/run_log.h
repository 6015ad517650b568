// What each run of the watch has covered, so that the next one can tell when it covers less.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/incident/database.h"

namespace aegis {

struct Coverage {
  std::string source;      // "repository /srv/app"
  uint64_t documents = 0;  // of a repository, objects; of logs, files
  uint64_t bytes = 0;
  std::string problem;  // why it was not seen whole; empty: it was
};

struct RunRecord {
  int64_t id = 0;
  int64_t started = 0;
  int64_t ended = 0;  // 0: it was cut off
  int64_t code = 0;   // its exit code
  std::vector<Coverage> coverage;
};

// "8119 documents before, 40 now", or nothing where there is nothing to worry about: a source
// shrinks by little, or grows. Less than half, or nothing left, is an alarm.
std::optional<std::string> shrinking(const Coverage& before, const Coverage& now);

class RunLog {
 public:
  // `database` is a store's, and outlives this.
  explicit RunLog(const Database& database) : database_(database) {}

  // A new run. Of old ones, the last thousand are kept.
  Result<int64_t> begin(int64_t now);
  Result<void> add(int64_t run, const Coverage& coverage);
  Result<void> end(int64_t run, int64_t now, int64_t code);

  // Of the last run before `run` that saw the source whole.
  Result<std::optional<Coverage>> last_whole(const std::string& source, int64_t run) const;
  // The last `count` runs, the newest first.
  Result<std::vector<RunRecord>> last(int64_t count) const;

 private:
  const Database& database_;
};

}  // namespace aegis

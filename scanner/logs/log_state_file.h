// The state of logs in a file of its own (--state FILE).
#pragma once

#include "scanner/logs/log_state.h"
#include "scanner/state/state_file.h"

namespace aegis {

class LogStateFile : public LogStore {
 public:
  // An error where StateFile::open gives one.
  static Result<LogStateFile> open(const std::string& path);

  Result<LogState> load(std::vector<std::string>& notes) override;
  Result<void> commit(const LogState& state) override;

  const StateFile& file() const { return file_; }

 private:
  explicit LogStateFile(StateFile file) : file_(std::move(file)) {}

  StateFile file_;
};

}  // namespace aegis

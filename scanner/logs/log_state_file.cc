#include "scanner/logs/log_state_file.h"

namespace aegis {

namespace {

constexpr std::string_view kKind = "logs 1";

}  // namespace

Result<LogStateFile> LogStateFile::open(const std::string& path) {
  auto file = StateFile::open(path, kKind);
  if (!file) return std::move(file).error();
  return LogStateFile(*std::move(file));
}

Result<LogState> LogStateFile::load(std::vector<std::string>& notes) {
  std::string damage = file_.damage();
  if (file_.content()) {
    if (auto state = decode_state(*file_.content())) return *std::move(state);
    damage = "cannot be read";
  }
  if (!damage.empty()) {
    notes.push_back("the state " + file_.path() + ' ' + damage +
                    "; everything is scanned, and reported, anew");
  }
  auto key = random_key();
  if (!key) return std::move(key).error();
  LogState state;
  state.key = *key;
  return state;
}

Result<void> LogStateFile::commit(const LogState& state) {
  return file_.commit(encode_state(state));
}

}  // namespace aegis

#include <cstdlib>

#include "scanner/watch/watch_config.h"

namespace aegis {

namespace {

std::string absolute_variable(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && value[0] == '/' ? value : "";
}

}  // namespace

Result<Places> Places::from_environment() {
  Places places;
  places.home = absolute_variable("HOME");
  if (places.home.empty()) return usage_error("HOME is not set; set it, or name the file");
  std::string config = absolute_variable("XDG_CONFIG_HOME");
  if (config.empty()) config = places.home + "/.config";
  places.config = config + "/aegis/watch.json";
  std::string state = absolute_variable("XDG_STATE_HOME");
  if (state.empty()) state = places.home + "/.local/state";
  places.state = state + "/aegis";
  return places;
}

}  // namespace aegis

// The user's own systemd timer that runs the watch daily.
#pragma once

#include <string>

#include "scanner/base/result.h"

namespace aegis {

// Writes aegis-watch.service and aegis-watch.timer below `config` (XDG_CONFIG_HOME, or ~/.config),
// for the program at `program`, and has systemd start the timer. Says what was done, and what is
// left to do where there is no systemd for this user. Files of these names that are there are
// replaced.
Result<std::string> install_timer(const std::string& config, const std::string& program);

// Stops it and takes the files away.
Result<std::string> remove_timer(const std::string& config);

// Whether it is there, and runs.
std::string timer_status(const std::string& config);

}  // namespace aegis

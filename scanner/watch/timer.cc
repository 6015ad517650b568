#include "scanner/watch/timer.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <vector>

#include "scanner/base/fd.h"
#include "scanner/base/program.h"
#include "scanner/base/replace_file.h"

namespace aegis {

namespace {

constexpr std::string_view kTimer = R"(# Written by `aegis watch --install-timer`.
[Unit]
Description=Daily look for secrets in repositories and logs

[Timer]
OnCalendar=daily
Persistent=true
RandomizedDelaySec=30min

[Install]
WantedBy=timers.target
)";

std::string folder_of(const std::string& config) {
  return config + "/systemd/user";
}
std::string service_file(const std::string& config) {
  return folder_of(config) + "/aegis-watch.service";
}
std::string timer_file(const std::string& config) {
  return folder_of(config) + "/aegis-watch.timer";
}

// In a unit, % begins a specifier and $ a variable.
std::string in_unit(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '%' || c == '$') out += c;
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string service(const std::string& program) {
  return "# Written by `aegis watch --install-timer`. Findings (1) and what was not scanned (3) "
         "are\n"
         "# told in the journal and by alerts; the unit fails for them, so that `systemctl` shows "
         "it.\n"
         "[Unit]\nDescription=Look for secrets in repositories and logs\n\n"
         "[Service]\nType=oneshot\nExecStart=" +
         in_unit(program) +
         " watch\nNice=10\nIOSchedulingClass=idle\nNoNewPrivileges=true\nLockPersonality=true\n"
         "RestrictRealtime=true\nUMask=0077\n";
}

Result<ProgramRun> systemctl(std::vector<std::string> arguments) {
  Program program;
  program.words = {"systemctl", "--user"};
  program.words.insert(program.words.end(), arguments.begin(), arguments.end());
  program.variables = own_variables();
  program.deadline = std::chrono::seconds(20);
  return run_program(program);
}

bool succeeds(const std::vector<std::string>& arguments) {
  const auto run = systemctl(arguments);
  return run && run->code == 0;
}

Result<void> make_folders(const std::string& config) {
  for (const std::string& folder : {config, config + "/systemd", folder_of(config)}) {
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
      return system_error(ErrorKind::kUsage, "cannot make the folder " + folder, errno);
    }
  }
  return {};
}

}  // namespace

Result<std::string> install_timer(const std::string& config, const std::string& program) {
  if (auto made = make_folders(config); !made) return std::move(made).error();
  auto written = replace_file(service_file(config), service(program), 0644, ErrorKind::kUsage);
  if (written) written = replace_file(timer_file(config), kTimer, 0644, ErrorKind::kUsage);
  if (!written) return std::move(written).error();
  const std::string files =
      "written: " + service_file(config) + "\nwritten: " + timer_file(config) + "\n";
  if (succeeds({"daemon-reload"}) && succeeds({"enable", "--now", "aegis-watch.timer"})) {
    return files +
           "the timer is on: daily. To have it run while you are not logged in: loginctl "
           "enable-linger\n";
  }
  return files +
         "systemd does not answer for this user; when it does, run:\n"
         "  systemctl --user daemon-reload && systemctl --user enable --now aegis-watch.timer\n"
         "without it, a line of crontab does: 17 3 * * * " +
         program + " watch\n";
}

Result<std::string> remove_timer(const std::string& config) {
  if (!exists(timer_file(config)) && !exists(service_file(config))) {
    return std::string("no timer of this user is there\n");
  }
  succeeds({"disable", "--now", "aegis-watch.timer"});
  for (const std::string& file : {timer_file(config), service_file(config)}) {
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
      return system_error(ErrorKind::kUsage, "cannot remove " + file, errno);
    }
  }
  succeeds({"daemon-reload"});
  return std::string("the timer is gone\n");
}

std::string timer_status(const std::string& config) {
  if (!exists(timer_file(config)))
    return "timer: not installed; `aegis watch --install-timer` does it\n";
  if (succeeds({"is-active", "--quiet", "aegis-watch.timer"})) return "timer: on, daily\n";
  return "timer: installed, but not on; `systemctl --user enable --now aegis-watch.timer` starts "
         "it\n";
}

}  // namespace aegis

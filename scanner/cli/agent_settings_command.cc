// agent install, uninstall, status: whether coding agents ask Aegis.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "scanner/agent/client_settings.h"
#include "scanner/base/fd.h"
#include "scanner/base/replace_file.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/home_folder.h"
#include "scanner/cli/output.h"
#include "scanner/cli/own_path.h"

namespace aegis {

namespace {

using agent::Client;

constexpr uint64_t kMostSettings = 16 << 20;

// Where a link leads, so that it is the file that is replaced and not the link to it.
std::string followed(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  return real ? std::string(real.get()) : path;
}

// Empty where there is no such file.
Result<std::string> read_settings_file(const std::string& path) {
  if (!exists(path)) return std::string();
  auto text = read_file(path, kMostSettings);
  if (!text) return usage_error(text.error().message()).in(path);
  return text;
}

Result<void> make_folders_above(const std::string& path) {
  for (size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    const std::string folder = path.substr(0, slash);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
      return system_error(ErrorKind::kUsage, "cannot make the folder " + folder, errno);
    }
  }
  return {};
}

// Whole or not at all, with the rights that the file had.
Result<void> replace(const std::string& path, const std::string& text) {
  if (auto ok = make_folders_above(path); !ok) return ok;
  const std::string file = followed(path);
  struct stat before {};
  const bool is_there = ::stat(file.c_str(), &before) == 0;
  return replace_file(file, text, is_there ? before.st_mode & 07777 : 0600, ErrorKind::kUsage);
}

Result<std::string> change(const Options& options, Client client, const std::string& path) {
  auto text = read_settings_file(path);
  if (!text) return text;
  const bool installs = options.command == Command::kAgentInstall;
  auto changed =
      installs ? agent::with_hooks(client, *text, own_path()) : agent::without_hooks(client, *text);
  if (!changed) return std::move(changed).error().in(path);
  if (*changed == *text) {
    return path + (installs ? " has them already\n" : " has no hooks of Aegis\n");
  }
  if (auto ok = replace(path, *changed); !ok) return std::move(ok).error();
  if (!installs) return path + ": the hooks of Aegis are gone\n";
  return path + ": " + name_of(client) + " asks Aegis from now on; " +
         agent::after_install(client) + "\n";
}

Result<std::string> status(Client client, const std::string& path) {
  auto text = read_settings_file(path);
  if (!text) return text;
  const auto count = agent::count_hooks(client, *text);
  if (!count) return Error(count.error()).in(path);
  std::string line = std::string(name_of(client)) + ": ";
  if (count->there == 0) {
    line += "not installed";
  } else if (count->there == count->all) {
    line += "installed";
  } else {
    line += "installed in part (" + std::to_string(count->there) + " of " +
            std::to_string(count->all) + " events); run `aegis agent install` again";
  }
  return line + "  " + path + '\n';
}

Result<std::string> said(const Options& options) {
  std::string all;
  for (const Client client : agent::kClients) {
    if (!options.client.empty() && options.client != name_of(client)) continue;
    const std::string path =
        options.settings.empty() ? agent::settings_path(client, home_folder()) : options.settings;
    auto one = options.command == Command::kAgentStatus ? status(client, path)
                                                        : change(options, client, path);
    if (!one) return one;
    all += *one;
  }
  return all;
}

}  // namespace

int run_agent_settings_command(const Options& options) {
  // A limit on file sizes is an error of a write, not the end of the program.
  std::signal(SIGXFSZ, SIG_IGN);
  if (!options.settings.empty() && options.client.empty()) {
    complain("--settings: of which agent? name it: aegis agent status claude-code");
    return kExitUsage;
  }
  const auto text = said(options);
  if (!text) {
    complain(text.error().message());
    return exit_code_of(text.error());
  }
  return write_all(STDOUT_FILENO, *text) ? kExitClean : kExitInternal;
}

}  // namespace aegis

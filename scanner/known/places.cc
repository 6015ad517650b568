#include "scanner/known/places.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <span>

#include "scanner/base/char_set.h"
#include "scanner/base/fd.h"
#include "scanner/base/secret.h"
#include "scanner/known/store_walk.h"
#include "scanner/source/chunker.h"

namespace aegis {

namespace {

constexpr const char* kOfUser[] = {
    // histories
    "~/.bash_history", "~/.zsh_history", "~/.zhistory", "~/.histfile", "~/.ash_history",
    "~/.local/share/fish/fish_history", "~/.python_history", "~/.node_repl_history",
    "~/.psql_history", "~/.mysql_history", "~/.mariadb_history", "~/.sqlite_history",
    "~/.rediscli_history", "~/.dbshell", "~/.mongodb", "~/.lesshst", "~/.viminfo",
    // what shells and sessions read as they start
    "~/.bashrc", "~/.bash_profile", "~/.bash_login", "~/.bash_logout", "~/.bash_aliases",
    "~/.profile", "~/.zshrc", "~/.zshenv", "~/.zprofile", "~/.zlogin", "~/.kshrc", "~/.inputrc",
    "~/.config/fish", "~/.pam_environment", "~/.xprofile", "~/.xsessionrc",
    "~/.config/environment.d", "~/.ssh/environment", "~/.ssh/config", "~/.gitconfig",
    "~/.config/git", "~/.tmux.conf",
    // what is run for the user
    "~/.config/systemd", "~/.config/autostart", "~/.crontab"};

constexpr const char* kOfSystem[] = {
    "/etc/environment",      "/etc/environment.d", "/etc/profile",        "/etc/profile.d",
    "/etc/bash.bashrc",      "/etc/zsh",           "/etc/default",        "/etc/crontab",
    "/etc/cron.d",           "/etc/cron.hourly",   "/etc/cron.daily",     "/etc/cron.weekly",
    "/etc/cron.monthly",     "/var/spool/cron",    "/etc/systemd/system", "/etc/systemd/user",
    "/usr/local/lib/systemd"};

// What is in memory already.
class TextDocument : public Document {
 public:
  TextDocument(const std::string& name, std::string text)
      : origin_(std::make_shared<const Origin>(Origin{name, name, {}})), text_(std::move(text)) {}
  ~TextDocument() override { wipe(text_); }

  std::shared_ptr<const Origin> origin() const override { return origin_; }
  Result<void> read(size_t core, const ChunkVisitor& visit) override {
    visit_bytes(origin_, text_, core, visit);
    return {};
  }

 private:
  std::shared_ptr<const Origin> origin_;
  std::string text_;
};

// A file of /proc, which has no size until it is read.
Result<std::string> read_to_end(const std::string& path) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return system_error(ErrorKind::kUnreadable, "cannot open", errno);
  std::string text;
  for (size_t end = 0;;) {
    text.resize(end + 64 * 1024);
    const auto size = read_fully(fd.get(), std::span(text).subspan(end));
    if (!size) return size.error();
    end += *size;
    if (end == text.size()) continue;
    text.resize(end);
    return text;
  }
}

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return kDigits.contains(c); });
}

}  // namespace

std::vector<std::string> usual_places(std::vector<std::string>& unreadable) {
  std::vector<std::string> places;
  for (const char* place : kOfUser) {
    std::string path = from_home(place);
    if (path[0] == '/' && ::access(path.c_str(), F_OK) == 0) places.push_back(std::move(path));
  }
  for (const char* place : kOfSystem) {
    if (::access(place, F_OK) != 0) continue;
    (::access(place, R_OK) == 0 ? places : unreadable).emplace_back(place);
  }
  return places;
}

Result<void> ProcessSource::list(DocumentSink& sink) {
  const std::unique_ptr<DIR, int (*)(DIR*)> processes(::opendir("/proc"), &::closedir);
  if (!processes) return system_error(ErrorKind::kUnreadable, "cannot list /proc", errno);
  std::vector<long> ids;
  while (const dirent* entry = ::readdir(processes.get())) {
    const long id = is_number(entry->d_name) ? std::strtol(entry->d_name, nullptr, 10) : 0;
    if (id > 0 && id != ::getpid()) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  for (const long id : ids) {
    const std::string folder = "/proc/" + std::to_string(id);
    auto text = read_to_end(folder + "/environ");
    if (!text) {
      if (exists(folder)) sink.excluded(folder);
      continue;
    }
    auto name = read_to_end(folder + "/comm");
    const std::string shown = name ? name->substr(0, name->find('\n')) : "?";
    sink.document(
        std::make_unique<TextDocument>(folder + "/environ (" + shown + ")", *std::move(text)));
  }
  return {};
}

}  // namespace aegis

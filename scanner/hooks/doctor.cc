#include "scanner/hooks/doctor.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "scanner/base/fd.h"
#include "scanner/hooks/git_program.h"
#include "scanner/hooks/hook_files.h"
#include "scanner/hooks/hook_manager.h"
#include "scanner/hooks/trial_folder.h"

namespace aegis {

namespace {

constexpr const char* kCanaryFile = "aegis-canary.txt";
constexpr const char* kCleanFile = "aegis-clean.txt";
// The name under which a finding in the commit message stands in the report.
constexpr const char* kMessageName = "the commit message";

Result<std::string> first_line_of_git(const std::vector<std::string>& arguments) {
  auto run = run_git(arguments);
  if (!run) return std::move(run).error();
  const std::string line = run->output.substr(0, run->output.find('\n'));
  if (run->code != 0) return usage_error(line);
  return line;
}

std::string indented(std::string_view text) {
  constexpr int kMostLines = 12;
  std::string lines;
  for (int n = 0; n < kMostLines && !text.empty(); ++n) {
    const std::string_view line = text.substr(0, text.find('\n'));
    lines += "    " + std::string(line) + '\n';
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return lines;
}

// The clone in which hooks are tried.
class Ward {
 public:
  Ward(std::string folder, std::string hooks)
      : folder_(std::move(folder)), clone_(folder_ + "/clone"), hooks_(std::move(hooks)) {}

  Result<void> set_up(const std::string& top) {
    auto run =
        run_git({"clone", "--quiet", "--shared", "--", top, clone_}, GitEnvironment::kForeign);
    if (!run) return std::move(run).error();
    if (run->code != 0) return usage_error("cannot clone this repository:\n" + run->output);
    return {};
  }

  Result<GitRun> git(std::vector<std::string> arguments) const {
    std::vector<std::string> all = {"-C", clone_,
                                    "-c", "core.hooksPath=" + hooks_,
                                    "-c", "user.name=aegis",
                                    "-c", "user.email=aegis@localhost",
                                    "-c", "commit.gpgSign=false",
                                    "-c", "gc.auto=0"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_git(all, GitEnvironment::kForeign);
  }

  Result<void> stage(const char* name, const std::string& text) const {
    const std::string path = clone_ + "/" + name;
    const Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!fd) return system_error(ErrorKind::kUsage, "cannot write " + path, errno);
    if (auto ok = write_all(fd.get(), text); !ok) return ok;
    return must({"add", "--force", "--", name});
  }

  Result<void> must(std::vector<std::string> arguments) const {
    auto run = git(std::move(arguments));
    if (!run) return std::move(run).error();
    if (run->code != 0) return usage_error(run->output);
    return {};
  }

  std::string path(const char* name) const { return folder_ + "/" + name; }

 private:
  std::string folder_;
  std::string clone_;
  std::string hooks_;
};

class Examination {
 public:
  Examination(const Ward& ward, const std::string& top, const std::string& hooks,
              const std::string& canary)
      : ward_(ward), top_(top), hooks_(hooks), canary_(canary + '\n') {}

  Result<void> try_commit() {
    if (auto ok = ward_.stage(kCanaryFile, canary_); !ok) return ok;
    auto run = ward_.git({"commit", "--quiet", "-m", "aegis: a planted credential"});
    if (!run) return std::move(run).error();
    judge(HookKind::kPreCommit, "a commit of a planted credential", kCanaryFile, *run);
    return {};
  }

  // The planted one may have been committed; here it is taken out in any case.
  Result<void> try_clean_commit() {
    if (auto ok = ward_.must({"rm", "--quiet", "--force", "--cached", "--", kCanaryFile}); !ok) {
      return ok;
    }
    if (auto ok = ward_.stage(kCleanFile, "nothing to hide\n"); !ok) return ok;
    auto run = ward_.git({"commit", "--quiet", "-m", "aegis: nothing planted"});
    if (!run) return std::move(run).error();
    if (run->code == 0) {
      say(true, "a commit without one passes");
    } else {
      say(false, "a commit without one is stopped as well:");
      diagnosis_.text += indented(run->output);
    }
    return {};
  }

  Result<void> try_message() {
    if (!is_meant(HookKind::kCommitMsg)) return {};
    auto run = ward_.git({"commit", "--quiet", "--allow-empty", "-m", canary_});
    if (!run) return std::move(run).error();
    judge(HookKind::kCommitMsg, "a commit message with a planted credential", kMessageName, *run);
    return {};
  }

  Result<void> try_push() {
    if (!is_meant(HookKind::kPrePush)) return {};
    const std::string remote = ward_.path("remote.git");
    if (auto ok = ward_.must({"init", "--quiet", "--bare", remote}); !ok) return ok;
    if (auto ok = ward_.stage(kCanaryFile, canary_); !ok) return ok;
    if (auto ok = ward_.must({"commit", "--quiet", "--no-verify", "-m", "aegis: planted"}); !ok) {
      return ok;
    }
    auto run = ward_.git({"push", "--quiet", remote, "HEAD:refs/heads/aegis-canary"});
    if (!run) return std::move(run).error();
    judge(HookKind::kPrePush, "a push of a planted credential", kCanaryFile, *run);
    return {};
  }

  Diagnosis result() { return std::move(diagnosis_); }

 private:
  // Whether a hook that is no must is there, and is meant to run aegis.
  bool is_meant(HookKind kind) const {
    const auto manager = manager_of(top_, hooks_, kind);
    if (manager && *manager) return (*manager)->runs_aegis;
    const HookFile file(hooks_, kind);
    const auto text = file.text();
    return text && text->find("aegis") != std::string::npos && !file.passes_on();
  }

  void say(bool good, const std::string& what) {
    diagnosis_.healthy = diagnosis_.healthy && good;
    diagnosis_.text += (good ? "ok      " : "FAILED  ") + what + '\n';
  }

  // It must have failed, and for aegis's finding.
  void judge(HookKind kind, const std::string& what, const std::string& where, const GitRun& run) {
    if (run.code != 0 && run.output.find(where + ":") != std::string::npos) {
      say(true, what + " is stopped (" + name_of(kind) + ")");
      return;
    }
    if (run.code != 0) {
      say(false, what + " is stopped, but not by aegis; what the hook says:");
      diagnosis_.text += indented(run.output);
      return;
    }
    say(false, what + " is not stopped (" + name_of(kind) + "):");
    diagnosis_.text += indented(why(kind));
  }

  std::string why(HookKind kind) const {
    const HookFile file(hooks_, kind);
    const auto manager = manager_of(top_, hooks_, kind);
    if (manager && *manager && !(*manager)->runs_aegis) {
      return (*manager)->name + " runs the hooks here; add this to " + (*manager)->file + ":\n" +
             (*manager)->addition;
    }
    const auto status = file.status();
    if (!status) return status.error().message();
    return status->starts_with("installed: ")
               ? *status +
                     "it ran and let the planted credential pass; see what .aegis.json and"
                     " .aegisignore leave out\n"
               : *status + "`aegis hooks install` installs it\n";
  }

  const Ward& ward_;
  std::string top_;
  std::string hooks_;
  std::string canary_;
  Diagnosis diagnosis_;
};

}  // namespace

Result<Diagnosis> examine_hooks(const std::string& canary) {
  auto hooks = hooks_folder();
  if (!hooks) return std::move(hooks).error();
  auto top = first_line_of_git({"rev-parse", "--show-toplevel"});
  if (!top) return std::move(top).error();
  auto folder = TrialFolder::make();
  if (!folder) return std::move(folder).error();
  Ward ward(folder->path(), *hooks);
  if (auto ok = ward.set_up(*top); !ok) return std::move(ok).error();
  Examination examination(ward, *top, *hooks, canary);
  for (const auto step : {&Examination::try_commit, &Examination::try_clean_commit,
                          &Examination::try_message, &Examination::try_push}) {
    if (auto ok = (examination.*step)(); !ok) return std::move(ok).error();
  }
  return examination.result();
}

}  // namespace aegis

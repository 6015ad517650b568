// A new repository, which has hooks of its own, is what hooks for all repositories are tried in.
#include <sys/stat.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "scanner/base/fd.h"
#include "scanner/base/replace_file.h"
#include "scanner/hooks/doctor.h"
#include "scanner/hooks/git_program.h"
#include "scanner/hooks/trial_folder.h"

namespace aegis {

namespace {

constexpr const char* kFile = "aegis-canary.txt";

class Trial {
 public:
  explicit Trial(std::string folder)
      : repository_(folder + "/repository"), mark_(std::move(folder) + "/own-hook-ran") {}

  Result<void> set_up() {
    auto ok = must({"init", "--quiet", "--template=", repository_});
    if (!ok) return ok;
    const std::string hooks = repository_ + "/.git/hooks";
    if (::mkdir(hooks.c_str(), 0777) != 0) {
      return system_error(ErrorKind::kUsage, "cannot make " + hooks, errno);
    }
    for (const char* name : {"pre-commit", "post-commit"}) {
      const std::string text = "#!/bin/sh\necho " + std::string(name) + " >>'" + mark_ + "'\n";
      ok = replace_file(hooks + "/" + name, text, 0755, ErrorKind::kUsage);
      if (!ok) return ok;
    }
    return {};
  }

  Result<GitRun> commit(const std::string& text) {
    auto ok = replace_file(repository_ + "/" + kFile, text, 0644, ErrorKind::kUsage);
    if (ok) ok = must(here({"add", "--force", "--", kFile}));
    if (!ok) return std::move(ok).error();
    return run_git(here({"-c", "user.name=aegis", "-c", "user.email=aegis@localhost", "-c",
                         "commit.gpgSign=false", "commit", "--quiet", "-m", "aegis: a trial"}),
                   GitEnvironment::kForeign);
  }

  // The names of the hooks of its own that have run, a line each.
  std::string ran() const {
    auto text = read_file(mark_, 4096);
    return text ? *text : std::string();
  }

 private:
  std::vector<std::string> here(std::vector<std::string> words) const {
    words.insert(words.begin(), {"-C", repository_});
    return words;
  }

  static Result<void> must(const std::vector<std::string>& words) {
    auto run = run_git(words, GitEnvironment::kForeign);
    if (!run) return std::move(run).error();
    if (run->code != 0) return usage_error(run->output);
    return {};
  }

  std::string repository_;
  std::string mark_;
};

void say(Diagnosis& diagnosis, bool good, const std::string& what) {
  diagnosis.healthy = diagnosis.healthy && good;
  diagnosis.text += (good ? "ok      " : "FAILED  ") + what + '\n';
}

}  // namespace

Result<Diagnosis> examine_global_hooks(const std::string& canary) {
  auto folder = TrialFolder::make();
  if (!folder) return std::move(folder).error();
  Trial trial(folder->path());
  if (auto ok = trial.set_up(); !ok) return std::move(ok).error();
  Diagnosis diagnosis;
  auto run = trial.commit("nothing to hide\n");
  if (!run) return std::move(run).error();
  say(diagnosis, run->code == 0, "in a new repository a commit without a credential passes");
  say(diagnosis, trial.ran() == "pre-commit\npost-commit\n", "the repository's own hooks run");
  run = trial.commit(canary + '\n');
  if (!run) return std::move(run).error();
  const bool is_ours =
      run->code != 0 && run->output.find(std::string(kFile) + ":") != std::string::npos;
  say(diagnosis, is_ours, "a commit of a planted credential is stopped (pre-commit)");
  if (!is_ours) diagnosis.text += "    `aegis hooks install --global` installs it\n";
  return diagnosis;
}

}  // namespace aegis

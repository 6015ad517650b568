#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "scanner/cli/commands.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/home_folder.h"
#include "scanner/cli/hook_script.h"
#include "scanner/cli/output.h"
#include "scanner/cli/own_path.h"
#include "scanner/detect/embedded_rules.h"
#include "scanner/detect/rule_book.h"
#include "scanner/hooks/doctor.h"
#include "scanner/hooks/git_program.h"
#include "scanner/hooks/global_hooks.h"
#include "scanner/hooks/hook_files.h"
#include "scanner/hooks/hook_manager.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/sample.h"

namespace aegis {

namespace {

// Empty in a bare repository.
Result<std::string> top_of_work_tree() {
  auto run = run_git({"rev-parse", "--show-toplevel"});
  if (!run) return std::move(run).error();
  return run->code == 0 ? run->output.substr(0, run->output.find('\n')) : std::string();
}

struct Answer {
  std::string text;
  int code = kExitClean;
};

Answer owned(const HookManager& manager, HookKind kind) {
  return {"the hooks here are those of " + manager.name + "; nothing was installed for " +
              name_of(kind) + ". Add this to " + manager.file +
              ", then try `aegis hooks doctor`:\n" + manager.addition,
          kExitUsage};
}

Result<Answer> plain(Result<std::string> text) {
  if (!text) return std::move(text).error();
  return Answer{*std::move(text)};
}

Result<Answer> install(const std::string& folder, HookKind kind) {
  auto top = top_of_work_tree();
  if (!top) return std::move(top).error();
  auto manager = manager_of(*top, folder, kind);
  if (!manager) return std::move(manager).error();
  if (!*manager) return plain(HookFile(folder, kind).install(hook_script(), own_path()));
  if (!(*manager)->runs_aegis) return owned(**manager, kind);
  return Answer{(*manager)->name + " runs aegis already, as " + (*manager)->file + " says\n"};
}

Result<std::string> status(const std::string& folder, HookKind kind) {
  auto top = top_of_work_tree();
  if (!top) return top;
  const auto manager = manager_of(*top, folder, kind);
  if (manager && *manager && (*manager)->runs_aegis) {
    return "run by " + (*manager)->name + ", as " + (*manager)->file + " says\n";
  }
  return HookFile(folder, kind).status();
}

Result<Answer> answer_for(Command command, const std::string& folder, HookKind kind) {
  switch (command) {
    case Command::kHooksInstall:
      return install(folder, kind);
    case Command::kHooksUninstall:
      return plain(HookFile(folder, kind).uninstall());
    default:
      return plain(status(folder, kind));
  }
}

// Where files go that a user's programs use.
std::string global_folder() {
  const char* data = std::getenv("XDG_DATA_HOME");
  const bool is_set = data != nullptr && data[0] == '/';
  return (is_set ? data : home_folder() + "/.local/share") + std::string("/aegis/hooks");
}

Result<Answer> answer_for_all(const Options& options, const std::vector<HookKind>& kinds) {
  auto hooks = GlobalHooks::find(global_folder());
  if (!hooks) return std::move(hooks).error();
  switch (options.command) {
    case Command::kHooksInstall:
      return plain(hooks->install(hook_script(), own_path(), kinds));
    case Command::kHooksUninstall:
      return plain(hooks->uninstall());
    default:
      return plain(hooks->status());
  }
}

Result<Answer> answer(const Options& options) {
  auto kinds = hook_kinds_from(options.hooks);
  if (!kinds) return std::move(kinds).error();
  if (options.global) return answer_for_all(options, *kinds);
  auto folder = hooks_folder();
  // Files of all repositories are no place for what one of them is to do: they run its own.
  const bool changes = options.command != Command::kHooksStatus;
  if (folder && changes && *folder == global_folder()) folder = own_hooks_folder();
  if (!folder) return std::move(folder).error();
  // Git makes none in some templates; an error shows when writing.
  if (options.command == Command::kHooksInstall) ::mkdir(folder->c_str(), 0777);
  Answer all;
  for (const HookKind kind : *kinds) {
    auto one = answer_for(options.command, *folder, kind);
    if (!one) return one;
    all.text += one->text;
    all.code = std::max(all.code, one->code);
  }
  return all;
}

// A line that the rules report, made now: it opens nothing.
Result<std::string> canary() {
  auto book = decode_rule_book(embedded_rules());
  if (!book) return std::move(book).error();
  const Rule* rule = book->set.find("github-token");
  const auto shape = rule != nullptr ? shape_of(*rule) : Result<Shape>(Shape{});
  if (!shape || shape->variants.empty()) return internal_error("no rule to make a canary from");
  SampleRandom random(seed_of(*rule) + static_cast<uint64_t>(::getpid()));
  auto token = make_example(*rule, shape->variants.front(), random);
  if (!token) return internal_error("no canary could be made");
  return "token = " + *token;
}

Result<Diagnosis> diagnosis_of(const Options& options) {
  const auto planted = canary();
  if (!planted) return planted.error();
  return options.global ? examine_global_hooks(*planted) : examine_hooks(*planted);
}

int run_doctor(const Options& options) {
  const auto diagnosis = diagnosis_of(options);
  if (!diagnosis) {
    complain(diagnosis.error().message());
    return exit_code_of(diagnosis.error());
  }
  if (!write_all(STDOUT_FILENO, diagnosis->text)) return kExitInternal;
  return diagnosis->healthy ? kExitClean : kExitFindings;
}

}  // namespace

int run_hooks_command(const Options& options) {
  if (options.command == Command::kHooksDoctor) return run_doctor(options);
  auto said = answer(options);
  if (!said) {
    complain(said.error().message());
    return exit_code_of(said.error());
  }
  return write_all(STDOUT_FILENO, said->text) ? said->code : kExitInternal;
}

}  // namespace aegis

#include "scanner/hooks/global_hooks.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/base/replace_file.h"
#include "scanner/hooks/git_program.h"
#include "scanner/hooks/hook_files.h"

namespace aegis {

namespace {

// All that git (2.39 to 2.50) looks for in a folder of hooks.
constexpr const char* kAllHooks[] = {"applypatch-msg",
                                     "commit-msg",
                                     "p4-changelist",
                                     "p4-post-changelist",
                                     "p4-pre-submit",
                                     "p4-prepare-changelist",
                                     "post-applypatch",
                                     "post-checkout",
                                     "post-commit",
                                     "post-index-change",
                                     "post-merge",
                                     "post-receive",
                                     "post-rewrite",
                                     "post-update",
                                     "pre-applypatch",
                                     "pre-auto-gc",
                                     "pre-commit",
                                     "pre-merge-commit",
                                     "pre-push",
                                     "pre-rebase",
                                     "pre-receive",
                                     "prepare-commit-msg",
                                     "proc-receive",
                                     "push-to-checkout",
                                     "reference-transaction",
                                     "sendemail-validate",
                                     "update"};

Result<std::string> named_in(const char* scope) {
  auto run = run_git({"config", scope, "--type=path", "--get", "core.hooksPath"});
  if (!run) return std::move(run).error();
  return run->code == 0 ? run->output.substr(0, run->output.find('\n')) : std::string();
}

Result<void> configure(const std::vector<std::string>& words) {
  std::vector<std::string> arguments = {"config", "--global"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  auto run = run_git(arguments);
  if (!run) return std::move(run).error();
  if (run->code != 0) return usage_error("git config --global: " + run->output);
  return {};
}

bool does_scan(const char* name, const std::vector<HookKind>& kinds) {
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](HookKind kind) { return std::string_view(name_of(kind)) == name; });
}

Error failed(const std::string& what, const std::error_code& code) {
  return usage_error(what + ": " + code.message());
}

}  // namespace

Result<GlobalHooks> GlobalHooks::find(std::string folder) {
  auto named = named_in("--global");
  if (!named) return std::move(named).error();
  return GlobalHooks(std::move(folder), *std::move(named));
}

Result<std::string> GlobalHooks::install(std::string_view script, const std::string& program,
                                         const std::vector<HookKind>& kinds) const {
  std::string said;
  if (!named_.empty() && !is_named()) {
    for (const HookKind kind : kinds) {
      auto one = HookFile(named_, kind).install(script, program);
      if (!one) return one;
      said += *one;
    }
    return said;
  }
  auto of_machine = named_in("--system");
  if (!of_machine) return of_machine;
  if (!of_machine->empty()) {
    return usage_error("this machine's configuration has the hooks in " + *of_machine +
                       "; they would not run any more. Have aegis installed there");
  }
  std::error_code code;
  std::filesystem::create_directories(folder_, code);
  if (code) return failed("cannot make " + folder_, code);
  for (const char* name : kAllHooks) {
    const char* everywhere = does_scan(name, kinds) ? "scan" : "pass";
    const std::string path = folder_ + "/" + name;
    const std::string text = hook_text(script, program, everywhere);
    if (auto ok = replace_file(path, text, 0755, ErrorKind::kUsage); !ok)
      return std::move(ok).error();
    if (does_scan(name, kinds)) said += "installed " + path + "\n";
  }
  if (auto ok = configure({"core.hooksPath", folder_}); !ok) return std::move(ok).error();
  return said + "git takes all hooks from " + folder_ +
         " now; each repository's own run first, from there\n";
}

Result<std::string> GlobalHooks::uninstall() const {
  std::string said;
  if (!named_.empty() && !is_named()) {
    for (const HookKind kind : kHookKinds) {
      const HookFile file(named_, kind);
      const auto found = file.found();
      if (!found) return found.error();
      if (*found != InstalledHook::kOurs) continue;
      auto one = file.uninstall();
      if (!one) return one;
      said += *one;
    }
    return said.empty() ? "no Aegis hook in " + named_ + "; nothing done\n" : said;
  }
  if (is_named()) {
    if (auto ok = configure({"--unset", "core.hooksPath"}); !ok) return std::move(ok).error();
    said = "git takes hooks from each repository again\n";
  }
  if (!exists(folder_)) return said.empty() ? "no Aegis hooks for all repositories\n" : said;
  std::error_code code;
  for (const char* name : kAllHooks) std::filesystem::remove(folder_ + "/" + name, code);
  std::filesystem::remove(folder_, code);  // unless there is something else in it
  return said + "removed the hooks in " + folder_ + "\n";
}

Result<std::string> GlobalHooks::status() const {
  if (named_.empty()) return std::string("not installed for all repositories\n");
  std::string said = "git takes hooks from " + named_ + ", by your global configuration\n";
  for (const HookKind kind : kHookKinds) {
    auto one = HookFile(named_, kind).status();
    if (!one) return one;
    said += *one;
  }
  return said;
}

}  // namespace aegis

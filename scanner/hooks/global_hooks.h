// Hooks for all repositories of a user: a folder that core.hooksPath of their own configuration
// names.
//
// Why not init.templateDir: it reaches new repositories only. With core.hooksPath git looks into no
// repository's own hooks any more; so there is a file here for every hook that git knows, which
// runs the repository's own. A repository that has a core.hooksPath itself (husky) keeps it, and is
// not reached.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/hooks/hook_kind.h"

namespace aegis {

class GlobalHooks {
 public:
  // `folder` is where the files go: $XDG_DATA_HOME/aegis/hooks. An error where git cannot be run.
  static Result<GlobalHooks> find(std::string folder);

  // What each did, or what there is, in lines. `script` is that of githooks/; `program` the path of
  // aegis. Where the user's configuration names another folder already, hooks are installed there,
  // as in a repository. An error where the machine's configuration names one: it would be hidden.
  Result<std::string> install(std::string_view script, const std::string& program,
                              const std::vector<HookKind>& kinds) const;
  Result<std::string> uninstall() const;
  Result<std::string> status() const;

 private:
  GlobalHooks(std::string folder, std::string named)
      : folder_(std::move(folder)), named_(std::move(named)) {}
  bool is_named() const { return named_ == folder_; }

  std::string folder_;
  std::string named_;  // by the user's configuration; empty: none
};

}  // namespace aegis

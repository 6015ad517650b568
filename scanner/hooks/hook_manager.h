// Programs that own the hooks of a repository: husky, lefthook, the pre-commit framework.
//
// What they put into git's folder they write anew whenever they like, so a hook of our own would
// not last there. They run aegis when their own configuration says so.
#pragma once

#include <optional>
#include <string>

#include "scanner/base/result.h"
#include "scanner/hooks/hook_files.h"

namespace aegis {

struct HookManager {
  std::string name;
  std::string file;         // of its configuration: a path from the top of the work tree
  std::string addition;     // what is to stand in it, in lines
  bool runs_aegis = false;  // the file names aegis
};

// Who owns the hook of that kind; nothing when nobody does. `top` is that of the work tree;
// `folder` is hooks_folder()'s.
Result<std::optional<HookManager>> manager_of(const std::string& top, const std::string& folder,
                                              HookKind kind);

}  // namespace aegis

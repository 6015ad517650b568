// Puts hooks where git looks for them, and takes them away.
//
// A hook that is there already is kept beside the new one, and the new one runs it first.
#pragma once

#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/hooks/hook_kind.h"

namespace aegis {

// The folder that git takes hooks from, here: an absolute path. An error outside a repository.
Result<std::string> hooks_folder();
// The one that is this repository's own, whether git looks there or not.
Result<std::string> own_hooks_folder();

// The text of a hook: `script`, that of githooks/, with the path of aegis in it. `everywhere` is
// empty, or for hooks of all repositories "scan" or "pass", as the script says.
std::string hook_text(std::string_view script, const std::string& program,
                      std::string_view everywhere = {});

enum class InstalledHook { kNone, kOurs, kOther };

// The hook of one kind in one folder. Each function that changes something says what it did, in
// lines.
class HookFile {
 public:
  HookFile(const std::string& folder, HookKind kind);

  const std::string& path() const { return path_; }
  Result<InstalledHook> found() const;
  // Its text; empty when there is none.
  Result<std::string> text() const;
  bool is_executable() const;
  // Whether it is one of those for all repositories that do no more than run the repository's own.
  bool passes_on() const;

  // `script` is that of githooks/; `program` is the path of aegis that it is to run.
  Result<std::string> install(std::string_view script, const std::string& program) const;
  Result<std::string> uninstall() const;
  Result<std::string> status() const;

 private:
  std::string path_;
  std::string before_;  // where a hook that was there before is kept
};

}  // namespace aegis

// The hooks that aegis can be.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace aegis {

enum class HookKind { kPreCommit, kPreMergeCommit, kCommitMsg, kPrePush, kPreReceive };

inline constexpr HookKind kHookKinds[] = {HookKind::kPreCommit, HookKind::kPreMergeCommit,
                                          HookKind::kCommitMsg, HookKind::kPrePush,
                                          HookKind::kPreReceive};

// Git's name of it, which is that of its file.
const char* name_of(HookKind kind);

// "pre-commit,pre-push": each once, in the order of kHookKinds.
Result<std::vector<HookKind>> hook_kinds_from(std::string_view list);

}  // namespace aegis

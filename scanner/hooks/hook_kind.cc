#include "scanner/hooks/hook_kind.h"

#include <algorithm>
#include <string>

namespace aegis {

namespace {

std::optional<HookKind> hook_kind_from(std::string_view name) {
  for (const HookKind kind : kHookKinds) {
    if (name == name_of(kind)) return kind;
  }
  return std::nullopt;
}

std::string all_names() {
  std::string names;
  for (const HookKind kind : kHookKinds) {
    names += names.empty() ? "" : ", ";
    names += name_of(kind);
  }
  return names;
}

}  // namespace

const char* name_of(HookKind kind) {
  switch (kind) {
    case HookKind::kPreCommit:
      return "pre-commit";
    case HookKind::kPreMergeCommit:
      return "pre-merge-commit";
    case HookKind::kCommitMsg:
      return "commit-msg";
    case HookKind::kPrePush:
      return "pre-push";
    case HookKind::kPreReceive:
      return "pre-receive";
  }
  return "";
}

Result<std::vector<HookKind>> hook_kinds_from(std::string_view list) {
  std::vector<HookKind> kinds;
  while (true) {
    const size_t comma = list.find(',');
    const auto kind = hook_kind_from(list.substr(0, comma));
    if (!kind) {
      return usage_error("'" + std::string(list.substr(0, comma)) + "' is none of the hooks " +
                         all_names());
    }
    kinds.push_back(*kind);
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  return kinds;
}

}  // namespace aegis

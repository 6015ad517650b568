#include "scanner/git/upstream.h"

#include <optional>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/git/config.h"

namespace aegis::git {

namespace {

constexpr uint64_t kMaxConfigSize = 1024 * 1024;

std::optional<std::string> last_value(const Config& config, std::string_view section,
                                      std::string_view subsection, std::string_view name) {
  std::optional<std::string> value;
  for (const ConfigSection& part : config.sections()) {
    if (part.name != section || part.subsection != subsection) continue;
    for (const auto& variable : part.variables) {
      if (variable.name == name) value = variable.value;
    }
  }
  return value;
}

// "refs/heads/main" through "+refs/heads/*:refs/remotes/origin/*".
std::optional<std::string> map_through(std::string_view refspec, std::string_view name) {
  if (refspec.starts_with('+')) refspec.remove_prefix(1);
  const size_t colon = refspec.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view from = refspec.substr(0, colon);
  const std::string_view to = refspec.substr(colon + 1);
  const size_t star = from.find('*');
  const size_t to_star = to.find('*');
  if (star == std::string_view::npos) {
    return from == name ? std::optional(std::string(to)) : std::nullopt;
  }
  const std::string_view end = from.substr(star + 1);
  if (to_star == std::string_view::npos || name.size() < from.size() - 1 ||
      !name.starts_with(from.substr(0, star)) || !name.ends_with(end)) {
    return std::nullopt;
  }
  const std::string_view middle = name.substr(star, name.size() - star - end.size());
  return std::string(to.substr(0, to_star)).append(middle).append(to.substr(to_star + 1));
}

}  // namespace

Result<std::string> upstream_of(const Repository& repository, std::string_view branch) {
  const std::string path = repository.common_dir() + "/config";
  auto text = read_file(path, kMaxConfigSize);
  if (!text) return std::move(text).error().in(path);
  auto config = Config::parse(*text);
  if (!config) return std::move(config).error().in(path);
  const Error none = unreadable("branch " + std::string(branch) +
                                " has no upstream; set one with `git branch --set-upstream-to`");
  const auto remote = last_value(*config, "branch", branch, "remote");
  const auto merge = last_value(*config, "branch", branch, "merge");
  if (!remote || !merge) return none;
  if (*remote == ".") return *merge;
  for (const ConfigSection& part : config->sections()) {
    if (part.name != "remote" || part.subsection != *remote) continue;
    for (const auto& variable : part.variables) {
      if (variable.name != "fetch") continue;
      if (auto mapped = map_through(variable.value, *merge)) return *std::move(mapped);
    }
  }
  return none;
}

}  // namespace aegis::git

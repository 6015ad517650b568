#include "scanner/scan/policy.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "scanner/base/fd.h"
#include "scanner/git/commit_files.h"

namespace aegis {

namespace {

constexpr uint64_t kMostBytes = 4 << 20;  // of any of these files

bool is_rule_file(const std::string& name) {
  return name.ends_with(".json") && name != "schema.json";
}

// What read_rule_texts() does with the files of a disk.
Result<void> read_rules(git::CommitFiles& files, const std::string& path,
                        std::vector<RuleText>& texts) {
  const auto names = files.list(path);
  if (!names) return names.error();
  std::vector<std::string> paths;
  if (*names) {
    for (const std::string& name : **names) {
      if (is_rule_file(name)) paths.push_back(path + "/" + name);
    }
  } else {
    paths.push_back(path);
  }
  if (paths.empty()) return usage_error("holds no *.json").in(path);
  for (const std::string& one : paths) {
    auto text = files.read(one, kMostBytes);
    if (!text) return std::move(text).error();
    if (!*text) return usage_error("is not there").in(one);
    texts.push_back({one, **std::move(text)});
  }
  return {};
}

using Text = std::optional<std::string>;

Result<void> take_baseline(const Text& text, const std::string& name, Policy& policy) {
  if (!text) return {};
  auto parsed = parse_baseline(*text, name);
  if (!parsed) return std::move(parsed).error().in(name);
  policy.baseline = std::make_shared<const Baseline>(*std::move(parsed));
  return {};
}

Result<void> load_named_baseline(const std::string& path, Policy& policy) {
  auto loaded = load_baseline(path);
  if (!loaded) return std::move(loaded).error();
  policy.baseline = std::make_shared<const Baseline>(*std::move(loaded));
  return {};
}

// The path below `top` of a file that need not be there; nothing where it is elsewhere.
std::optional<std::string> path_below(const std::string& top, const std::string& path) {
  if (top.empty()) return std::nullopt;
  std::error_code failed;
  const auto real_top = std::filesystem::canonical(top, failed);
  // As it is written first: a link in the work tree may lead out of it, and what is pushed made it.
  for (const auto& whole : {std::filesystem::absolute(path, failed).lexically_normal(),
                            std::filesystem::weakly_canonical(path, failed)}) {
    const std::string below = whole.lexically_relative(real_top).string();
    if (!below.empty() && below != "." && !below.starts_with("..")) return below;
  }
  return std::nullopt;
}

Result<void> read_ignore(git::CommitFiles& files, int64_t now, Policy& policy) {
  const auto text = files.read(kIgnoreFileName, kMostBytes);
  if (!text) return text.error();
  if (!*text) return {};
  auto parsed = parse_ignore_file(**text, std::string(kIgnoreFileName), now);
  if (!parsed) return std::move(parsed).error().in(kIgnoreFileName);
  policy.ignore = std::make_shared<const IgnoreFile>(*std::move(parsed));
  policy.is_there = true;
  return {};
}

Result<void> read_config(git::CommitFiles& files, Policy& policy) {
  const auto text = files.read(kConfigName, kMostBytes);
  if (!text) return text.error();
  if (!*text) return {};
  auto parsed = parse_config(**text);
  if (!parsed) return std::move(parsed).error().in(kConfigName);
  policy.config = *std::move(parsed);
  policy.is_there = true;
  for (const std::string& path : std::exchange(policy.config.rules, {})) {
    if (auto ok = read_rules(files, path, policy.config.rule_texts); !ok) return ok;
  }
  return {};
}

Result<void> read_baseline(git::CommitFiles& files, const std::string& path, Policy& policy) {
  const auto text = files.read(path, kMostBaselineBytes);
  if (!text) return text.error();
  if (auto ok = take_baseline(*text, path, policy); !ok) return ok;
  policy.is_there = policy.is_there || *text;
  return {};
}

Result<Policy> read_policy(git::CommitFiles& files, const std::string& top,
                           const PolicyRequest& request) {
  Policy policy;
  if (auto ok = read_ignore(files, request.now, policy); !ok) return std::move(ok).error();
  if (auto ok = read_config(files, policy); !ok) return std::move(ok).error();
  const bool is_named = !request.baseline.empty();
  const auto path = is_named ? path_below(top, request.baseline) : std::string(kBaselineName);
  const auto read =
      path ? read_baseline(files, *path, policy) : load_named_baseline(request.baseline, policy);
  if (!read) return read.error();
  return policy;
}

}  // namespace

Result<Policy> policy_of_folder(const std::string& folder, const PolicyRequest& request) {
  Policy policy;
  auto ignore = load_ignore_file(folder, request.now);
  if (!ignore) return std::move(ignore).error();
  policy.ignore = std::make_shared<const IgnoreFile>(*std::move(ignore));
  auto config = load_config(folder);
  if (!config) return std::move(config).error();
  policy.config = *std::move(config);
  const std::string usual = folder + "/" + std::string(kBaselineName);
  if (!request.baseline.empty() || exists(usual)) {
    const std::string& path = request.baseline.empty() ? usual : request.baseline;
    if (auto ok = load_named_baseline(path, policy); !ok) return std::move(ok).error();
  }
  policy.is_there = policy.baseline || exists(folder + "/" + std::string(kIgnoreFileName)) ||
                    exists(folder + "/" + kConfigName);
  return policy;
}

Result<Policy> policy_of_commit(const git::ObjectStore& store, const git::Oid& commit,
                                const std::string& top, const PolicyRequest& request) {
  auto files = git::CommitFiles::open(store, commit);
  auto policy =
      files ? read_policy(*files, top, request) : Result<Policy>(std::move(files).error());
  if (!policy) return std::move(policy).error().in("commit " + commit.hex());
  return policy;
}

}  // namespace aegis

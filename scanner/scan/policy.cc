#include "scanner/scan/policy.h"

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

Result<Policy> read_policy(git::CommitFiles& files) {
  Policy policy;
  auto ignore = files.read(kIgnoreFileName, kMostBytes);
  if (!ignore) return std::move(ignore).error();
  if (*ignore) {
    auto parsed = parse_ignore_file(**ignore);
    if (!parsed) return std::move(parsed).error().in(std::string(kIgnoreFileName));
    policy.ignore = *std::move(parsed);
  }
  auto config = files.read(kConfigName, kMostBytes);
  if (!config) return std::move(config).error();
  if (*config) {
    auto parsed = parse_config(**config);
    if (!parsed) return std::move(parsed).error().in(kConfigName);
    policy.config = *std::move(parsed);
  }
  for (const std::string& path : std::exchange(policy.config.rules, {})) {
    if (auto ok = read_rules(files, path, policy.config.rule_texts); !ok) {
      return std::move(ok).error();
    }
  }
  policy.is_there = *ignore || *config;
  return policy;
}

}  // namespace

Result<Policy> policy_of_folder(const std::string& folder) {
  Policy policy;
  auto ignore = load_ignore_file(folder);
  if (!ignore) return std::move(ignore).error();
  policy.ignore = *std::move(ignore);
  auto config = load_config(folder);
  if (!config) return std::move(config).error();
  policy.config = *std::move(config);
  policy.is_there =
      exists(folder + "/" + std::string(kIgnoreFileName)) || exists(folder + "/" + kConfigName);
  return policy;
}

Result<Policy> policy_of_commit(const git::ObjectStore& store, const git::Oid& commit) {
  auto files = git::CommitFiles::open(store, commit);
  auto policy = files ? read_policy(*files) : Result<Policy>(std::move(files).error());
  if (!policy) return std::move(policy).error().in("commit " + commit.hex());
  return policy;
}

}  // namespace aegis

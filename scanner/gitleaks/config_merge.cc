#include "scanner/gitleaks/config_merge.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <utility>

#include "scanner/base/fd.h"

namespace aegis::gitleaks {

namespace {

constexpr int kDeepest = 2;                                // files that extend each other
constexpr std::array<int, 3> kLatestVersion = {8, 30, 1};  // whose configuration this is

// Those numbers of "v8.25.0" that are there.
std::array<int, 3> version_of(std::string_view text) {
  std::array<int, 3> numbers{};
  if (!text.empty() && text[0] == 'v') text.remove_prefix(1);
  for (int& number : numbers) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) break;
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    if (text.empty() || text[0] != '.') break;
    text.remove_prefix(1);
  }
  return numbers;
}

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// Of rules with one id in one file the last counts.
std::vector<RuleText> each_once(std::vector<RuleText> rules) {
  std::vector<RuleText> all;
  std::map<std::string, size_t> places;
  for (RuleText& rule : rules) {
    const auto [at, is_new] = places.emplace(rule.id, all.size());
    if (is_new) all.emplace_back();
    all[at->second] = std::move(rule);
  }
  return all;
}

Result<void> check_required(const std::vector<RuleText>& rules) {
  std::set<std::string_view> ids;
  for (const RuleText& rule : rules) ids.insert(rule.id);
  for (const RuleText& rule : rules) {
    for (const Required& required : rule.required) {
      if (ids.count(required.id) == 0) {
        return usage_error("rule " + rule.id + ": requires " + required.id +
                           ", which is no rule of this file");
      }
    }
  }
  return {};
}

// Merges files, the extending one first.
class Merge {
 public:
  explicit Merge(MergedConfig& out) : out_(out) {}

  Result<void> add(const std::string& text, const std::string& name, const std::string& folder) {
    auto file = parse_config_file(text);
    if (!file) return std::move(file).error().in(name);
    file->rules = each_once(std::move(file->rules));
    if (auto ok = check_required(file->rules); !ok) return std::move(ok).error().in(name);
    note(*file, name);
    if (depth_ > 0) drop_targeted(*file, name);
    take(*file, name);
    return extend(*file, name, folder);
  }

 private:
  void note(const ConfigFile& file, const std::string& name) {
    for (const std::string& key : file.unknown_keys) {
      out_.notes.push_back(name + ": " + key + " is no key of gitleaks' configuration; ignored");
    }
    if (version_of(file.min_version) > kLatestVersion) {
      out_.notes.push_back(name + ": is for gitleaks " + file.min_version +
                           ", later than what is known here (8.30.1)");
    }
  }

  void drop_targeted(ConfigFile& file, const std::string& name) {
    const size_t before = file.allowlists.size();
    std::erase_if(file.allowlists,
                  [](const AllowlistText& list) { return !list.target_rules.empty(); });
    if (file.allowlists.size() == before) return;
    out_.notes.push_back(name +
                         ": allowlists with targetRules do not count in a file that is"
                         " extended; move them to the one that extends it");
  }

  void take(const ConfigFile& file, const std::string& name) {
    for (const RuleText& rule : file.rules) {
      if (is_disabled(rule.id)) continue;
      const auto [at, is_new] = places_.emplace(rule.id, out_.rules.size());
      if (is_new) {
        out_.rules.push_back(rule);
      } else {
        merge(out_.rules[at->second], rule, name);
      }
    }
    append(out_.allowlists, file.allowlists);
  }

  bool is_disabled(const std::string& id) const { return disabled_.count(id) != 0; }

  void merge(RuleText& mine, const RuleText& base, const std::string& name) {
    if (mine.description.empty()) mine.description = base.description;
    if (mine.entropy == 0) mine.entropy = base.entropy;
    if (mine.secret_group == 0) mine.secret_group = base.secret_group;
    if (mine.regex.empty()) mine.regex = base.regex;
    if (mine.path.empty()) mine.path = base.path;
    mine.tags.insert(mine.tags.begin(), base.tags.begin(), base.tags.end());
    mine.keywords.insert(mine.keywords.begin(), base.keywords.begin(), base.keywords.end());
    mine.allowlists.insert(mine.allowlists.begin(), base.allowlists.begin(), base.allowlists.end());
    if (!mine.required.empty() || (mine.skip_report && !base.skip_report)) {
      out_.notes.push_back("rule " + mine.id + ": required and skipReport are those of " + name +
                           ", which has the rule as well");
    }
    mine.required = base.required;
    mine.skip_report = base.skip_report;
  }

  Result<void> extend(const ConfigFile& file, const std::string& name, const std::string& folder) {
    if (!file.extend_url.empty()) {
      return usage_error(name + ": extend.url: nothing is fetched; save " + file.extend_url +
                         " to a file and name it as extend.path");
    }
    if (file.extend_default && !file.extend_path.empty()) {
      return usage_error(name + ": extend has both useDefault and path; keep one of them");
    }
    if (!file.extend_default && file.extend_path.empty()) return {};
    if (depth_ == kDeepest) {
      out_.notes.push_back(name +
                           ": what it extends is not read: two files deep is the end, as in"
                           " gitleaks");
      return {};
    }
    append(out_.disabled_rules, file.disabled_rules);
    disabled_.insert(file.disabled_rules.begin(), file.disabled_rules.end());
    out_.extends = true;
    if (file.extend_default) out_.extends_default = true;
    return file.extend_default ? Result<void>() : read(file.extend_path, name, folder);
  }

  Result<void> read(const std::string& path, const std::string& name, const std::string& folder) {
    const std::string beside = folder + "/" + path;
    const std::string& found = exists(path) || path[0] == '/' ? path : beside;
    if (std::find(read_.begin(), read_.end(), found) != read_.end()) {
      return usage_error(name + ": extends " + path + ", which extends it in turn");
    }
    read_.push_back(found);
    auto text = read_file(found, kMostConfigBytes);
    if (!text) {
      return usage_error(name + ": cannot extend " + found + ": " + text.error().message());
    }
    ++depth_;
    const size_t slash = found.rfind('/');
    return add(*text, found, slash == std::string::npos ? "." : found.substr(0, slash));
  }

  MergedConfig& out_;
  int depth_ = 0;
  std::vector<std::string> read_;
  std::map<std::string, size_t> places_;  // of rules by their ids
  std::set<std::string> disabled_;
};

}  // namespace

Result<MergedConfig> merge_config(const std::string& text, const std::string& name,
                                  const std::string& folder) {
  MergedConfig merged;
  if (auto ok = Merge(merged).add(text, name, folder); !ok) return std::move(ok).error();
  if (merged.extends) {
    std::sort(merged.rules.begin(), merged.rules.end(),
              [](const RuleText& a, const RuleText& b) { return a.id < b.id; });
  }
  return merged;
}

}  // namespace aegis::gitleaks

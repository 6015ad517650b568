#include "scanner/detect/file_rules.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scanner/base/ascii.h"
#include "scanner/base/glob.h"
#include "scanner/detect/allow_comment.h"
#include "scanner/detect/engine.h"
#include "scanner/detect/file_content.h"

namespace aegis {

namespace {

bool matches_any(const std::vector<std::string>& globs, const std::string& path) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return glob_matches("**/" + glob, path); });
}

// What a rule names whole is meant, whatever files of its kind are mostly.
bool is_named_whole(const FileRule& rule, std::string_view lower_path) {
  const std::string_view last = lower_path.substr(lower_path.rfind('/') + 1);  // npos + 1 is 0
  return std::any_of(rule.names.begin(), rule.names.end(),
                     [&](const std::string& name) { return lowered(name) == last; });
}

// In a folder of what tests and documentation need, a name alone says little.
bool is_test_data(std::string_view path) {
  constexpr std::string_view kFolders[] = {"testdata",  "test-data", "test_data", "tests",
                                           "__tests__", "fixtures",  "fixture",   "__fixtures__",
                                           "spec",      "specs",     "mocks",     "__mocks__",
                                           "examples",  "example",   "samples",   "sample"};
  std::string_view above;
  for (size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    const std::string_view folder = path.substr(0, slash);
    if (std::find(std::begin(kFolders), std::end(kFolders), folder) != std::end(kFolders)) {
      return true;
    }
    // An environment may be called so as well: environments/test/terraform.tfstate.
    if (folder == "test" && (above.empty() || above == "src")) return true;
    above = folder;
    path.remove_prefix(slash + 1);
  }
  return false;
}

Finding finding_of(const FileRule& rule, const Provider& provider, const Chunk& chunk) {
  Finding finding;
  finding.rule = &rule.rule;
  finding.provider = &provider;
  finding.origin = chunk.origin;
  finding.severity = rule.rule.severity;
  finding.confidence = rule.rule.confidence;
  finding.proof = Proof::kContext;
  return finding;
}

}  // namespace

void FileRules::add(const RuleSet& set) {
  for (const FileRule& rule : set.file_rules) {
    const auto id = static_cast<uint32_t>(entries_.size());
    entries_.push_back({&rule, &set.provider_of(rule.rule)});
    for (const std::string& name : rule.names) {
      globs_.add(name, id);
      names_.push_back(name);
    }
  }
}

const FileRules::Entry* FileRules::entry_for(std::string_view path) const {
  const std::vector<uint32_t> ids = globs_.matches(path);
  if (ids.empty()) return nullptr;
  const std::string lower = lowered(path);
  const Entry* best = nullptr;
  for (const uint32_t id : ids) {
    const Entry& entry = entries_[id];
    if (matches_any(entry.rule->except, lower)) continue;
    if (matches_any(entry.provider->except, lower) && !is_named_whole(*entry.rule, lower)) continue;
    const auto rank = [](const Entry& e) {
      return std::tuple(e.rule->rule.severity, e.rule->rule.confidence);
    };
    if (best == nullptr || rank(*best) < rank(entry)) best = &entry;
  }
  return best;
}

bool FileRules::watches(std::string_view path) const {
  return entry_for(path) != nullptr;
}

void FileRules::judge(const Chunk& chunk, Detections& out) const {
  const std::string& path = chunk.origin->identity;
  const Entry* const entry = entry_for(path);
  if (entry == nullptr) return;
  const std::string_view head = chunk.bytes.substr(0, kFileHead);
  Finding finding = finding_of(*entry->rule, *entry->provider, chunk);
  ContentJudgement content = judge_content(entry->rule->content, head);
  std::string dropped_by = content.drop ? content.objection : "";
  const std::string_view comment = allow_comment(head, {0, 0}, finding.rule->id);
  if (!comment.empty()) dropped_by = "comment " + std::string(comment);
  if (!dropped_by.empty()) {
    if (!out.keep_dropped) return;
    out.dropped.push_back({finding.rule, chunk.origin, 1, 1, "", std::move(dropped_by)});
    return;
  }
  if (is_test_data(lowered(path))) content.objection = "test data";
  finding.doubt = content.objection;
  if (!finding.doubt.empty()) finding.confidence = Confidence::kLow;
  out.findings.push_back(std::move(finding));
}

bool FileRules::gives_way(const Rule& rule) const {
  const auto entry = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& e) { return &e.rule->rule == &rule; });
  if (entry == entries_.end()) return false;
  const FileContent content = entry->rule->content;
  return content != FileContent::kAny && content != FileContent::kSettings;
}

}  // namespace aegis

#include "scanner/gitleaks/allowlist.h"

#include <utility>
#include <vector>

#include "scanner/base/ascii.h"

namespace aegis::gitleaks {

namespace {

std::string trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// Each is compiled by itself first: one that is wrong should not be mended by its neighbours.
Result<std::optional<GoRegex>> joined(const std::vector<std::string>& patterns) {
  if (patterns.empty()) return std::optional<GoRegex>();
  std::string all = "(?:";
  for (const std::string& pattern : patterns) {
    auto regex = GoRegex::compile(pattern);
    if (!regex) return std::move(regex).error().in("allowlist: " + pattern);
    if (all.size() > 3) all += '|';
    all += pattern;
  }
  auto regex = GoRegex::compile(all + ")");
  if (!regex) return std::move(regex).error().in("allowlist, all regexes together");
  return std::optional<GoRegex>(*std::move(regex));
}

}  // namespace

Result<Allowlist> Allowlist::create(const AllowlistText& text) {
  Allowlist list;
  list.condition_ = text.condition;
  list.target_ = text.target;
  for (const std::string& commit : text.commits) list.commits_.insert(lowered(trimmed(commit)));
  auto paths = joined(text.paths);
  if (!paths) return std::move(paths).error();
  list.paths_ = *std::move(paths);
  auto regexes = joined(text.regexes);
  if (!regexes) return std::move(regexes).error();
  list.regexes_ = *std::move(regexes);
  auto stopwords = WordFinder::create(text.stopwords);
  if (!stopwords) return std::move(stopwords).error().in("allowlist");
  list.has_stopwords_ = !text.stopwords.empty();
  list.stopwords_ = *std::move(stopwords);
  return list;
}

bool Allowlist::names_commit(const Site& site) const {
  return !commits_.empty() && commits_.count(lowered(site.commit)) != 0;
}

bool Allowlist::names_path(std::string_view path) const {
  return paths_ && !path.empty() && paths_->matches(path);
}

bool Allowlist::names(const Passage& passage) const {
  const std::string_view text = target_ == RegexTarget::kMatch  ? passage.match
                                : target_ == RegexTarget::kLine ? passage.line
                                                                : passage.secret;
  return regexes_ && !text.empty() && regexes_->matches(text);
}

bool Allowlist::allows(const Site& site) const {
  if (condition_ == Condition::kOr) return names_commit(site) || names_path(site.path);
  if (regexes_ || has_stopwords_) return false;  // the match has a say
  return (commits_.empty() || names_commit(site)) && (!paths_ || names_path(site.path));
}

bool Allowlist::allows(const Site& site, const Passage& passage) const {
  if (condition_ == Condition::kOr) return names(passage) || has_stopword(passage);
  return (commits_.empty() || names_commit(site)) && (!paths_ || names_path(site.path)) &&
         (!regexes_ || names(passage)) && (!has_stopwords_ || has_stopword(passage));
}

bool Allowlist::allows_path(std::string_view path) const {
  const bool only_paths = commits_.empty() && !regexes_ && !has_stopwords_;
  return (condition_ == Condition::kOr || only_paths) && names_path(path);
}

}  // namespace aegis::gitleaks

#include "scanner/gitleaks/log_options.h"

#include <algorithm>
#include <string_view>

namespace aegis::gitleaks {

namespace {

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_revision_option(std::string_view word) {
  return is_one_of(word, {"--all", "--branches", "--tags", "--remotes", "--not"}) ||
         begins(word, "--branches=") || begins(word, "--tags=") || begins(word, "--remotes=");
}

bool is_about_looks(std::string_view word) {
  return is_one_of(word, {"-p", "-u", "--patch", "-m", "-c", "--cc", "--reverse", "--full-history",
                          "--topo-order", "--date-order", "--no-ext-diff", "--no-textconv",
                          "--no-color", "--no-renames", "--text", "-a"}) ||
         begins(word, "-U") || begins(word, "--unified=");
}

// Without these more is scanned.
bool only_narrows(std::string_view word) {
  return is_one_of(word, {"--no-merges", "--first-parent"}) || begins(word, "--diff-filter=");
}

std::vector<std::string> split(const std::string& words) {
  std::vector<std::string> all;
  for (size_t begin = 0; begin < words.size();) {
    const size_t end = std::min(words.find(' ', begin), words.size());
    if (end > begin) all.push_back(words.substr(begin, end - begin));
    begin = end + 1;
  }
  return all;
}

// Whether it asks for the latest commit only; takes a value that stands apart.
bool asks_for_one(const std::vector<std::string>& words, size_t& at) {
  if (is_one_of(words[at], {"-1", "-n1", "--max-count=1"})) return true;
  if (words[at] != "-n" || at + 1 == words.size() || words[at + 1] != "1") return false;
  ++at;
  return true;
}

}  // namespace

Result<LogOptions> parse_log_options(const std::string& words) {
  LogOptions options;
  const std::vector<std::string> all = split(words);
  if (all.empty()) options.revisions = {"--all"};
  bool one = false;
  for (size_t i = 0; i < all.size(); ++i) {
    const std::string& word = all[i];
    if (asks_for_one(all, i)) {
      one = true;
    } else if (word[0] != '-' || is_revision_option(word)) {
      options.revisions.push_back(word);
    } else if (only_narrows(word)) {
      options.notes.push_back("--log-opts: " + word +
                              " is not heeded; what it would leave out is"
                              " scanned");
    } else if (!is_about_looks(word)) {
      return usage_error("--log-opts: " + word +
                         " cannot be followed; name the commits as"
                         " revisions: main..HEAD, v1.0, --branches");
    }
  }
  if (options.revisions.empty()) options.revisions = {"HEAD"};
  if (!one) return options;
  if (options.revisions.size() != 1 || options.revisions[0][0] == '-' ||
      options.revisions[0].find("..") != std::string::npos) {
    return usage_error("--log-opts: -1 goes with one commit; name the commits as revisions");
  }
  options.revisions[0] += "^!";
  return options;
}

}  // namespace aegis::gitleaks

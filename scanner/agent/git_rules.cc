#include "scanner/agent/git_rules.h"

#include <algorithm>
#include <string_view>

#include "scanner/base/ascii.h"

namespace aegis::agent {

namespace {

using Objection = std::optional<std::string>;

constexpr std::string_view kNoHooks = "it may change core.hooksPath, and so leave hooks out";

// Of git itself, before the subcommand, those that take the next word.
bool takes_next(std::string_view option) {
  constexpr std::string_view kOptions[] = {
      "-C",          "-c",          "--git-dir",      "--work-tree",
      "--namespace", "--exec-path", "--super-prefix", "--config-env"};
  return std::find(std::begin(kOptions), std::end(kOptions), option) != std::end(kOptions);
}

bool starts_ignoring_case(std::string_view text, std::string_view begin) {
  return equals_ignoring_case(text.substr(0, begin.size()), begin);
}

bool sets_hooks_path(std::string_view setting) {
  return starts_ignoring_case(setting, "core.hookspath");
}

// For one command: also by a file that is included.
bool may_set_hooks_path(std::string_view setting) {
  return sets_hooks_path(setting) || starts_ignoring_case(setting, "include.path") ||
         starts_ignoring_case(setting, "includeif.");
}

// The subcommand and its arguments; empty where there is none. Objects to settings on the way.
Words subcommand_of(Words words, Objection& why) {
  for (size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i].text;
    const bool is_glued = word.starts_with("-c") && word.size() > 2;
    const bool is_setting = (word == "-c" || word == "--config-env") && i + 1 < words.size();
    if (is_setting && may_set_hooks_path(words[i + 1].text)) why = kNoHooks;
    if (is_glued && may_set_hooks_path(word.substr(2))) why = kNoHooks;
    if (word.starts_with("--config-env=core.hooks")) why = kNoHooks;
    if (takes_next(word)) {
      ++i;
    } else if (!word.starts_with('-')) {
      return words.subspan(i);
    }
  }
  return {};
}

// -n among the letters of `git commit`, before one that takes the rest as its value.
bool commits_without_hooks(Words words) {
  for (const Argument& word : words.subspan(1)) {
    const std::string_view text = word.text;
    if (text == "--") break;
    if (!text.starts_with('-') || text.starts_with("--")) continue;
    for (const char letter : text.substr(1)) {
      if (letter == 'n') return true;
      if (std::string_view("mFCctSu").find(letter) != std::string_view::npos) break;
    }
  }
  return false;
}

// Long options may be cut short as far as they stay the only one.
bool has_no_verify(Words words) {
  return std::any_of(words.begin() + 1, words.end(), [](const Argument& word) {
    return word.text.size() >= 7 && std::string_view("--no-verify").starts_with(word.text);
  });
}

Objection push_objection(Words words) {
  for (const Argument& word : words.subspan(1)) {
    const std::string_view text = word.text;
    if (text.starts_with("--force") || text.starts_with("--forc")) return "it is a force push";
    if (text == "--mirror" || text == "--prune") return "it would remove branches of the remote";
    if (text == "--delete" || text == "-d") return "it would remove a branch of the remote";
    if (text.starts_with('+') && text.size() > 1) return "it is a force push";
    if (text.starts_with(':') && text.size() > 1) return "it would remove a branch of the remote";
  }
  if (has_option(words, 'f', "--force")) return "it is a force push";
  return std::nullopt;
}

Objection config_objection(Words words) {
  constexpr std::string_view kReads[] = {"--get", "--get-all", "--get-regexp", "--list",
                                         "-l",    "get",       "list",         "--get-urlmatch"};
  const bool reads = std::any_of(std::begin(kReads), std::end(kReads),
                                 [&](std::string_view read) { return has_word(words, read); });
  if (reads) return std::nullopt;
  const std::vector<Argument> operands = operands_of(words);
  for (size_t i = 0; i < operands.size(); ++i) {
    if (starts_ignoring_case(operands[i].text, "alias.") && i + 1 < operands.size() &&
        operands[i + 1].text.find("no-verify") != std::string::npos) {
      return "it would make an alias that leaves hooks out";
    }
    if (!sets_hooks_path(operands[i].text)) continue;
    const bool removes = has_word(words, "--unset") || has_word(words, "--unset-all") ||
                         has_word(words, "unset") || has_word(words, "set");
    if (removes || i + 1 < operands.size()) return std::string(kNoHooks);
  }
  if (has_word(words, "--remove-section") && has_word(words, "core")) return std::string(kNoHooks);
  return std::nullopt;
}

Objection history_objection(std::string_view command, Words words) {
  if (command == "filter-branch" || command == "filter-repo") return "it would rewrite history";
  if (command == "reflog" && (has_word(words, "expire") || has_word(words, "delete"))) {
    return "it would remove the reflog, by which lost commits are found";
  }
  if (command == "gc" && has_word(words, "--prune=now")) return "it would remove lost commits";
  if (command == "prune") return "it would remove lost commits";
  if (command == "rebase" && has_word(words, "--root")) return "it would rewrite all of history";
  if (command == "update-ref" && has_option(words, 'd', "--delete")) return "it would remove a ref";
  if (command == "fast-import" && has_word(words, "--force")) return "it would rewrite history";
  if (command == "replace") return "it would replace objects of history";
  return std::nullopt;
}

bool lists_names_only(std::string_view command, Words words) {
  constexpr std::string_view kLists[] = {
      "status", "ls-files", "check-ignore", "ls-tree", "branch", "config", "rev-parse",
      "tag",    "remote",   "fetch",        "pull",    "push",   "help",   "check-attr"};
  if (std::find(std::begin(kLists), std::end(kLists), command) != std::end(kLists)) return true;
  if (command == "rm") return has_word(words, "--cached");
  if (command == "log") {
    return !has_option(words, 'p', "--patch") && !has_option(words, 'u', "--patch-with-stat") &&
           !has_word(words, "-L");
  }
  return (command == "diff" || command == "show") &&
         (has_word(words, "--name-only") || has_word(words, "--name-status") ||
          has_word(words, "--stat"));
}

}  // namespace

std::optional<std::string> git_objection(Words words) {
  const std::string_view program = program_of(words);
  if (program == "git-filter-repo" || program == "bfg") return "it would rewrite history";
  if (program != "git") return std::nullopt;
  Objection why;
  const Words sub = subcommand_of(words, why);
  if (why || sub.empty()) return why;
  const std::string_view command = sub[0].text;
  if (has_no_verify(sub)) return "--no-verify leaves the hooks out that look for secrets";
  if (command == "commit" && commits_without_hooks(sub)) {
    return "-n leaves the hooks out that look for secrets";
  }
  if (command == "push" || command == "send-pack") return push_objection(sub);
  if (command == "config") return config_objection(sub);
  return history_objection(command, sub);
}

std::optional<std::string> variable_objection(const std::string& name, const std::string& value) {
  const bool skips = (name == "HUSKY" || name == "LEFTHOOK") && (value == "0" || value == "false");
  const bool skips_by_name = name == "SKIP" || name == "LEFTHOOK_EXCLUDE" ||
                             name == "PRE_COMMIT_ALLOW_NO_CONFIG" || name == "HUSKY_SKIP_HOOKS";
  const bool configures = name.starts_with("GIT_CONFIG_KEY_") || name == "GIT_CONFIG_PARAMETERS";
  if (skips || skips_by_name) return name + " leaves git's hooks out";
  if (configures && contains_ignoring_case(value, "core.hookspath")) return std::string(kNoHooks);
  return std::nullopt;
}

std::vector<Argument> git_file_words(Words words) {
  Objection ignored;
  const Words sub = subcommand_of(words, ignored);
  std::vector<Argument> files;
  if (sub.empty() || lists_names_only(sub[0].text, sub)) return files;
  for (size_t i = 1; i < sub.size(); ++i) {
    const std::string_view text = sub[i].text;
    const bool is_message = text == "-m" || text == "--message" || text == "-am" ||
                            text == "--author" || text == "--date" || text == "-S" ||
                            text == "--grep" || text == "-G";
    if (is_message) {
      ++i;
    } else if (!text.starts_with("--message=") && !text.starts_with("--grep=")) {
      files.push_back(sub[i]);
    }
  }
  return files;
}

}  // namespace aegis::agent

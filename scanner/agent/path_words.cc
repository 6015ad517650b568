#include "scanner/agent/path_words.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>

#include "scanner/agent/protected_paths.h"
#include "scanner/base/glob.h"

namespace aegis::agent {

namespace {

constexpr size_t kLongestPath = 4096;
constexpr size_t kMostEntries = 10'000;  // of a folder that a pattern is matched against
constexpr size_t kMostStrings = 10'000;

// Names that a pattern may be about though no such file is there yet, or not in this folder.
constexpr std::string_view kUsualNames[] = {".env",
                                            ".env.local",
                                            ".env.production",
                                            "prod.env",
                                            "credentials",
                                            "credentials.json",
                                            "id_rsa",
                                            "id_ed25519",
                                            "id_ecdsa",
                                            ".netrc",
                                            ".pgpass",
                                            ".git-credentials",
                                            ".claude.json",
                                            ".secure",
                                            "service-account.json",
                                            "service_account.json",
                                            "restic-password",
                                            "key.pem",
                                            "server.key",
                                            "keystore.jks",
                                            "vault.kdbx"};

bool is_blank_in(std::string_view text) {
  return text.find_first_of(" \t\n") != std::string_view::npos;
}

void add_path(std::vector<std::string>& paths, std::string_view path) {
  while (!path.empty() && (path.front() == '"' || path.front() == '\'')) path.remove_prefix(1);
  while (!path.empty() && (path.back() == '"' || path.back() == '\'' || path.back() == ';')) {
    path.remove_suffix(1);
  }
  if (!path.empty() && path.size() <= kLongestPath) paths.emplace_back(path);
}

bool begins_like_path(std::string_view text) {
  return text.starts_with('/') || text.starts_with("~/") || text.starts_with("./") ||
         text.starts_with("../");
}

std::string last_part(const std::string& path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

// How much of a pattern stands for itself; [x] is x.
size_t plain_length(std::string_view pattern) {
  size_t at = 0;
  while (at < pattern.size() && pattern[at] != '*' && pattern[at] != '?') {
    const bool is_set = pattern[at] == '[';
    if (is_set && (at + 2 >= pattern.size() || pattern[at + 2] != ']')) break;
    at += is_set ? 3 : 1;
  }
  return at;
}

// "~/.s*cure/x" with each usual name that one of its parts is plainly about.
void add_usual(const std::string& pattern, std::vector<std::string>& files) {
  for (size_t begin = 0; begin <= pattern.size();) {
    const size_t end = std::min(pattern.find('/', begin), pattern.size());
    const std::string part = pattern.substr(begin, end - begin);
    const bool has_glob = plain_length(part) < part.size() || part.find('[') != std::string::npos;
    const bool is_hidden = part.starts_with('.') && part.size() >= 4;
    if (has_glob && (plain_length(part) >= 2 || is_hidden)) {
      for (const std::string_view usual : kUsualNames) {
        if (!glob_matches(part, usual)) continue;
        files.push_back(pattern.substr(0, begin) + std::string(usual) + pattern.substr(end));
      }
    }
    begin = end + 1;
  }
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

void add_entries(const std::string& folder, const std::string& pattern, const std::string& name,
                 std::vector<std::string>& files) {
  const std::unique_ptr<DIR, CloseFolder> entries(::opendir(folder.c_str()));
  if (!entries) return;
  const std::string above = pattern.substr(0, pattern.size() - name.size());
  size_t seen = 0;
  while (const dirent* entry = ::readdir(entries.get())) {
    if (++seen > kMostEntries) return;
    const std::string_view found = entry->d_name;
    if (found == "." || found == ".." || (found[0] == '.' && name[0] != '.')) continue;
    if (glob_matches(name, found)) files.push_back(above + std::string(found));
  }
}

// Programs whose first operand is a pattern or a program, unless an option gives it.
bool takes_pattern(std::string_view program) {
  constexpr std::string_view kPrograms[] = {"grep", "egrep", "fgrep", "zgrep", "rg",   "ag",
                                            "ack",  "sed",   "gsed",  "awk",   "gawk", "mawk",
                                            "jq",   "yq",    "tr",    "perl"};
  return std::find(std::begin(kPrograms), std::end(kPrograms), program) != std::end(kPrograms);
}

}  // namespace

std::vector<std::string> paths_in(const std::string& argument) {
  std::vector<std::string> paths;
  if (argument.size() > kLongestPath) return paths;
  if (is_blank_in(argument)) {
    if (begins_like_path(argument)) add_path(paths, argument);
    return paths;
  }
  if (const size_t scheme = argument.find("://"); scheme != std::string::npos) {
    const bool is_file = argument.find("file://") != std::string::npos;
    if (is_file) add_path(paths, std::string_view(argument).substr(scheme + 3));
    return paths;
  }
  const bool is_short_option = argument.size() > 2 && argument[0] == '-' && argument[1] != '-';
  if (is_short_option) add_path(paths, std::string_view(argument).substr(2));
  std::string_view rest = argument;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find_first_of("=@:,<>|"), rest.size());
    if (end < argument.size()) add_path(paths, rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  add_path(paths, argument);
  return paths;
}

std::vector<std::string> files_matching(const std::string& pattern, const std::string& folder,
                                        const std::string& home) {
  std::vector<std::string> files;
  const std::string name = last_part(pattern);
  const std::string above = pattern.substr(0, pattern.size() - name.size());
  add_usual(pattern, files);
  if (!name.empty() && plain_length(above) == above.size() && plain_length(name) < name.size()) {
    add_entries(normal_path(above.empty() ? "." : above, folder, home), pattern, name, files);
  }
  return files;
}

std::vector<Argument> file_words(Words words) {
  std::vector<Argument> files;
  bool pattern_is_next = takes_pattern(program_of(words)) && !has_option(words, 'e', "--regexp") &&
                         !has_option(words, 'f', "--file");
  for (size_t i = 1; i < words.size(); ++i) {
    const bool is_option = words[i].text.starts_with('-') && words[i].text.size() > 1;
    const bool leaves_out = words[i].text.starts_with("--exclude");
    if (pattern_is_next && !is_option) {
      pattern_is_next = false;
    } else if (leaves_out) {
      if (words[i].text == "--exclude") ++i;
    } else {
      files.push_back(words[i]);
    }
  }
  return files;
}

std::vector<std::string> strings_in_code(std::string_view code) {
  std::vector<std::string> strings;
  for (size_t at = 0; at < code.size() && strings.size() < kMostStrings; ++at) {
    const char quote = code[at];
    if (quote != '"' && quote != '\'' && quote != '`') continue;
    const size_t end = std::min(code.find_first_of(std::string{quote, '\n'}, at + 1), code.size());
    std::string_view text = code.substr(at + 1, end - at - 1);
    while (!text.empty() &&
           std::string_view("<>+| ").find(text.front()) != std::string_view::npos) {
      text.remove_prefix(1);
    }
    if (!text.empty() && text.size() <= kLongestPath) strings.emplace_back(text);
    // A string may begin where another one seems to end: an apostrophe in a comment.
    if (end < code.size() && code[end] == quote && text.find('/') != std::string_view::npos)
      at = end;
  }
  return strings;
}

}  // namespace aegis::agent

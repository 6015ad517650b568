#include "scanner/agent/destructive.h"

#include <algorithm>
#include <string_view>

#include "scanner/agent/protected_paths.h"
#include "scanner/base/fd.h"

namespace aegis::agent {

namespace {

using Objection = std::optional<std::string>;

bool is_below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) &&
         (folder == "/" || path[folder.size()] == '/');
}

// "/etc", "/home/x": nobody means to remove these. "/tmp/x" is for everybody.
bool is_top(std::string_view path) {
  const auto parts = std::count(path.begin(), path.end(), '/');
  if (path == "/" || parts == 1) return true;
  return parts == 2 && (path.starts_with("/home/") || path.starts_with("/Users/") ||
                        path.starts_with("/mnt/") || path.starts_with("/media/"));
}

// What is left of a pattern for all that a folder holds: the folder.
std::string_view without_all(std::string_view text) {
  for (const std::string_view end : {"/*", "/.*", "/.", "/{*,.*}", "/**"}) {
    if (text.ends_with(end)) return text.substr(0, text.size() - end.size() + 1);
  }
  if (text == "*" || text == ".*" || text == "**") return ".";
  return text;
}

// Why a whole tree must not go, or nothing.
Objection tree_objection(std::string_view operand, const std::string& folder,
                         const std::string& home) {
  const std::string_view tree = without_all(operand);
  // $UNSET/ and $UNSET/* are the root.
  if (operand.starts_with(kUnknown)) {
    const bool may_be_root = operand.size() > 1 && tree.size() <= 2 && tree.ends_with('/');
    if (may_be_root) return "it would remove / where the variable is empty";
    return std::nullopt;
  }
  const std::string path = normal_path(tree, folder, home);
  const bool keeps_folder = tree.size() != operand.size();
  if (path == "/tmp" && keeps_folder) return std::nullopt;
  if (is_top(path)) return "it would remove " + path;
  if (path == home || is_below(home, path)) return "it would remove the home folder";
  if (is_below(folder, path)) return "it would remove a folder above the current one";
  if (path == folder && !keeps_folder && exists(path + "/.git")) {
    return "it would remove the repository that this agent works in";
  }
  if (path.ends_with("/.git")) return "it would remove the repository's history";
  return std::nullopt;
}

Objection trees_objection(const std::vector<Argument>& operands, const std::string& folder,
                          const std::string& home) {
  for (const Argument& operand : operands) {
    if (auto why = tree_objection(operand.text, folder, home)) return why;
  }
  return std::nullopt;
}

Objection rm_objection(Words words, const std::string& folder, const std::string& home) {
  if (has_word(words, "--no-preserve-root")) return "it would remove /";
  const bool is_recursive =
      has_option(words, 'r', "--recursive") || has_option(words, 'R', "--recursive");
  if (!is_recursive) return std::nullopt;
  return trees_objection(operands_of(words), folder, home);
}

// chmod and chown of whole trees; the first operand is the mode or the owner.
Objection change_objection(Words words, const std::string& folder, const std::string& home) {
  if (!has_option(words, 'R', "--recursive")) return std::nullopt;
  std::vector<Argument> operands = operands_of(words);
  if (!operands.empty()) operands.erase(operands.begin());
  if (!trees_objection(operands, folder, home)) return std::nullopt;
  return "it would change the rights of a whole system or home folder";
}

Objection find_objection(Words words, const std::string& folder, const std::string& home) {
  const bool removes = has_word(words, "-delete") || has_word(words, "rm") ||
                       has_word(words, "/bin/rm") || has_word(words, "shred");
  if (!removes) return std::nullopt;
  // What narrows the search down to some names makes it an ordinary one.
  constexpr std::string_view kNarrow[] = {"-name",  "-iname", "-path", "-ipath", "-regex",
                                          "-mtime", "-mmin",  "-size", "-empty", "-newer"};
  for (const std::string_view option : kNarrow) {
    if (has_word(words, option)) return std::nullopt;
  }
  std::vector<Argument> places;
  for (size_t i = 1; i < words.size() && !words[i].text.starts_with('-'); ++i) {
    places.push_back(words[i]);
  }
  return trees_objection(places, folder, home);
}

bool is_disk(std::string_view path) {
  constexpr std::string_view kHarmless[] = {"/dev/null", "/dev/stdout", "/dev/stderr",
                                            "/dev/tty",  "/dev/zero",   "/dev/full"};
  const bool is_device = path.starts_with("/dev/") && !path.starts_with("/dev/fd/") &&
                         !path.starts_with("/dev/shm/") && !path.starts_with("/dev/pts/");
  return is_device &&
         std::find(std::begin(kHarmless), std::end(kHarmless), path) == std::end(kHarmless);
}

Objection disk_objection(Words words) {
  const std::string_view program = program_of(words);
  for (const Argument& word : words.subspan(1)) {
    std::string_view path = word.text;
    if (path.starts_with("of=")) path.remove_prefix(3);
    const bool writes = program != "dd" || path.size() != word.text.size();
    if (writes && is_disk(path)) return "it would overwrite a disk";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> destructive_objection(Words words, const std::string& folder,
                                                 const std::string& home) {
  const std::string_view program = program_of(words);
  if (program == "rm") return rm_objection(words, folder, home);
  if (program == "chmod" || program == "chown" || program == "chgrp") {
    return change_objection(words, folder, home);
  }
  if (program == "find") return find_objection(words, folder, home);
  if (program == "mv") {
    std::vector<Argument> operands = operands_of(words);
    if (!operands.empty()) operands.pop_back();
    if (trees_objection(operands, folder, home)) return "it would move a system or home folder";
  }
  const bool is_of_disks = program == "dd" || program == "shred" || program == "wipefs" ||
                           program == "blkdiscard" || program.starts_with("mkfs") ||
                           program == "tee" || program == "cp";
  return is_of_disks ? disk_objection(words) : std::nullopt;
}

}  // namespace aegis::agent

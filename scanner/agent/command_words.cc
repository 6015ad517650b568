#include "scanner/agent/command_words.h"

#include <algorithm>
#include <array>

namespace aegis::agent {

namespace {

using Names = std::span<const std::string_view>;

constexpr std::string_view kWrappers[] = {
    "sudo",   "doas",    "env",     "xargs",      "nohup",    "time",     "timeout", "nice",
    "ionice", "exec",    "command", "builtin",    "stdbuf",   "setsid",   "chrt",    "watch",
    "strace", "ltrace",  "busybox", "find",       "fd",       "parallel", "ssh",     "docker",
    "podman", "kubectl", "chroot",  "unshare",    "nsenter",  "su",       "runuser", "script",
    "flock",  "trap",    "eval",    "caffeinate", "npx",      "uv",       "poetry",  "pipenv",
    "direnv", "entr",    "rtk",     "toybox",     "firejail", "bwrap"};

constexpr std::string_view kShells[] = {"sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "mksh"};

constexpr std::string_view kInterpreters[] = {"node", "nodejs", "deno", "bun",  "ruby", "php",
                                              "awk",  "gawk",   "mawk", "nawk", "lua"};

constexpr std::string_view kOnlyNames[] = {
    "ls",      "dir",    "tree",   "test",     "[",        "[[",      "stat",   "file",  "basename",
    "dirname", "echo",   "printf", "realpath", "readlink", "which",   "type",   "du",    "pwd",
    "exit",    "return", "true",   "false",    ":",        "mkdir",   "rmdir",  "case",  "read",
    "pgrep",   "man",    "help",   "hash",     "alias",    "unalias", "set",    "shift", "wait",
    "sleep",   "exa",    "eza",    "lsd",      "fd",       "unset",   "locate", "umask"};

constexpr std::string_view kDeclarations[] = {"export", "declare", "local", "readonly", "typeset"};

constexpr std::string_view kDecoders[] = {"base64",  "base32", "basenc", "xxd",
                                          "openssl", "rev",    "tr",     "uudecode",
                                          "gpg",     "gunzip", "zcat",   "xz"};

constexpr std::string_view kTreeTakers[] = {"tar",    "zip",    "7z",     "cp",   "rsync",  "scp",
                                            "rclone", "docker", "podman", "cpio", "restic", "borg"};

constexpr std::string_view kReaders[] = {
    "cat", "less", "more", "head", "tail",   "grep",      "rg",  "wc", "diff", "cmp", "source", ".",
    "bat", "sort", "uniq", "jq",   "md5sum", "sha256sum", "git", "cd", "awk",  "cut", "aegis"};

constexpr std::string_view kStarters[] = {"system", "popen", "Popen",    "subprocess",
                                          "exec",   "spawn", "passthru", "qx",
                                          "%x",     "`",     "Command"};

bool is_in(Names names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Modes that let nobody in but the owner.
bool is_private_mode(std::string_view mode) {
  if (mode.size() == 4 && mode[0] == '0') mode.remove_prefix(1);
  if (mode.size() == 3 && mode.substr(1) == "00") return true;
  return mode.starts_with("go-") || mode.starts_with("o-") || mode.starts_with("g-");
}

bool find_only_names(Words words) {
  constexpr std::string_view kActs[] = {"-exec",   "-execdir", "-ok",  "-okdir",  "-delete",
                                        "-fprint", "-fprintf", "-fls", "-fprint0"};
  return std::none_of(words.begin(), words.end(),
                      [&](const Argument& word) { return is_in(kActs, word.text); });
}

}  // namespace

std::string_view program_of(Words words) {
  if (words.empty()) return {};
  const std::string_view name = words[0].text;
  return name.substr(name.rfind('/') + 1);  // npos + 1 is 0
}

bool has_word(Words words, std::string_view word) {
  return std::any_of(words.begin(), words.end(),
                     [&](const Argument& argument) { return argument.text == word; });
}

bool has_option(Words words, char letter, std::string_view long_name) {
  for (size_t i = 1; i < words.size(); ++i) {
    const std::string_view text = words[i].text;
    if (text == "--") return false;
    if (text.starts_with("--")) {
      if (!long_name.empty() && text.substr(0, text.find('=')) == long_name) return true;
    } else if (text.starts_with('-') && text.find(letter) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

std::vector<Argument> operands_of(Words words) {
  std::vector<Argument> operands;
  bool may_be_option = true;
  for (size_t i = 1; i < words.size(); ++i) {
    const std::string& text = words[i].text;
    if (may_be_option && text == "--") {
      may_be_option = false;
    } else if (!may_be_option || !text.starts_with('-') || text == "-") {
      operands.push_back(words[i]);
    }
  }
  return operands;
}

bool is_wrapper(std::string_view program) {
  return is_in(kWrappers, program);
}

Words wrapped_command(Words words) {
  if (!is_wrapper(program_of(words)) || program_of(words) == "find") return words;
  for (size_t at = 1; at < words.size(); ++at) {
    const std::string& text = words[at].text;
    if (text.starts_with('-') || text.find('=') != std::string::npos) continue;
    // What follows an option may be its value.
    return words[at - 1].text.starts_with('-') ? words : words.subspan(at);
  }
  return words;
}

bool is_shell(std::string_view program) {
  return is_in(kShells, program);
}

bool is_interpreter(std::string_view program) {
  return is_in(kInterpreters, program) || program.starts_with("python") ||
         program.starts_with("pypy") || program.starts_with("perl");
}

bool is_declaration(std::string_view program) {
  return is_in(kDeclarations, program);
}

bool decodes(std::string_view program) {
  return is_in(kDecoders, program);
}

bool takes_whole_trees(Words words) {
  const std::string_view program = program_of(words);
  if (program == "tar" && words.size() > 1) {
    const std::string_view mode = words[1].text;
    const bool is_short = !mode.starts_with("--");
    const bool unpacks = is_short ? mode.find_first_of("xt") != std::string_view::npos
                                  : mode == "--extract" || mode == "--list";
    return !unpacks;
  }
  return is_in(kTreeTakers, program);
}

bool ends_with_target(Words words) {
  constexpr std::string_view kPrograms[] = {"cp", "rsync", "scp", "rclone"};
  return is_in(kPrograms, program_of(words));
}

bool only_reads_files(std::string_view program) {
  return is_in(kReaders, program);
}

bool may_start_programs(std::string_view code) {
  return std::any_of(std::begin(kStarters), std::end(kStarters), [&](std::string_view word) {
    return code.find(word) != std::string_view::npos;
  });
}

bool only_names_files(Words words) {
  const std::string_view program = program_of(words);
  // It shows no secret of what it scans.
  if (program == "aegis") return !has_option(words, 'o', "--output") && !has_word(words, "--also");
  if (program == "find") return find_only_names(words);
  if (program == "chmod") return words.size() > 1 && is_private_mode(words[1].text);
  return is_in(kOnlyNames, program);
}

}  // namespace aegis::agent

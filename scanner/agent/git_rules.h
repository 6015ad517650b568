// Uses of git that lose history, or go around what watches over a repository.
#pragma once

#include <optional>
#include <string>

#include "scanner/agent/command_words.h"

namespace aegis::agent {

// Why the git command is not to be run, or nothing; nothing for other programs.
std::optional<std::string> git_objection(Words words);

// Why a variable must not be set for a command: it switches hooks off.
std::optional<std::string> variable_objection(const std::string& name, const std::string& value);

// The arguments of a git command that may name files whose contents it touches: not messages, and
// none where it only lists names.
std::vector<Argument> git_file_words(Words words);

}  // namespace aegis::agent

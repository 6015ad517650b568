// Which files the words of a command name.
#pragma once

#include <string>
#include <vector>

#include "scanner/agent/command_words.h"

namespace aegis::agent {

// What in one argument may be a path: all of it, what follows = @ : , or <, what is glued to an
// option letter. Of a text with blanks only what begins like a path.
std::vector<std::string> paths_in(const std::string& argument);

// The files that a pattern stands for: those that are there, and well-known names that it is
// plainly about ("cred*"), whether they are there or not.
std::vector<std::string> files_matching(const std::string& pattern, const std::string& folder,
                                        const std::string& home);

// The arguments that may name files: not the pattern of a grep, not a message.
std::vector<Argument> file_words(Words words);

// The strings in a program's text, each of which may be a path.
std::vector<std::string> strings_in_code(std::string_view code);

}  // namespace aegis::agent

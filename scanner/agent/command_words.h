// What the words of one command mean, as far as the judges of commands share it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/agent/shell_values.h"

namespace aegis::agent {

// A command's name and arguments.
using Words = std::span<const Argument>;

// "rm" of "/bin/rm"; "" where there are no words.
std::string_view program_of(Words words);

// Whether one of the arguments is this word.
bool has_word(Words words, std::string_view word);

// Whether the arguments hold this option, alone or with other letters ("-rf" has 'f'). Words after
// "--" are none.
bool has_option(Words words, char letter, std::string_view long_name);

// The arguments that are no options.
std::vector<Argument> operands_of(Words words);

// sudo, env, xargs and their like: one of their arguments is the name of a command.
bool is_wrapper(std::string_view program);
// Programs that run the shell text after their -c.
bool is_shell(std::string_view program);
// The command that a wrapper runs, where that is plain; else all of the words.
Words wrapped_command(Words words);
// python, node, perl and their like, which run the text after -c or -e.
bool is_interpreter(std::string_view program);
// export and its like.
bool is_declaration(std::string_view program);
// Programs whose output is another form of what they read.
bool decodes(std::string_view program);
// Commands that take a folder with all that it holds.
bool takes_whole_trees(Words words);
// Programs whose last argument is where something goes to.
bool ends_with_target(Words words);
// Programs that change none of the files that they are given.
bool only_reads_files(std::string_view program);
// os.system("cat .env"), and how other languages say it.
bool may_start_programs(std::string_view code);
// Commands that do no more with a file's name than look at it, or print it.
bool only_names_files(Words words);

}  // namespace aegis::agent

// Reads shell text: POSIX and what bash adds to it.
//
// Nothing is refused. What a shell would refuse, a quote without an end for instance, goes on to
// the end of the text, since a shell runs the lines before it.
#pragma once

#include <string_view>

#include "scanner/agent/shell_syntax.h"

namespace aegis::agent {

// Quotes and substitutions within each other are followed this far.
inline constexpr int kDeepestShell = 24;

// Takes time linear in the text. Never fails; see ShellScript::is_whole.
ShellScript parse_shell(std::string_view text);

}  // namespace aegis::agent

// Any bytes as a shell script, and as what a hook is told.
#include <string>

#include "scanner/agent/command_judge.h"
#include "scanner/agent/hook_answer.h"
#include "scanner/agent/hook_input.h"
#include "scanner/agent/shell_parser.h"
#include "scanner/agent/tool_call.h"
#include "tests/fuzz/fuzz.h"

namespace {

using aegis::agent::ShellCommand;
using aegis::agent::WordPart;

// Every part is one that its word can have, and none is deeper than promised.
void check_parts(const std::vector<WordPart>& parts, int depth);

void check_commands(const std::vector<ShellCommand>& commands, int depth) {
  aegis::must(depth <= aegis::agent::kDeepestShell);
  for (const ShellCommand& command : commands) {
    aegis::must(!command.words.empty() || !command.redirections.empty());
    for (const auto& word : command.words) check_parts(word.parts, depth);
    for (const auto& one : command.redirections) check_parts(one.target.parts, depth);
  }
}

void check_parts(const std::vector<WordPart>& parts, int depth) {
  for (const WordPart& part : parts) {
    aegis::must(part.commands.empty() || part.kind == WordPart::Kind::kCommand);
    check_commands(part.commands, depth + 1);
    check_parts(part.instead, depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = aegis::as_text(data, size);
  const auto script = aegis::agent::parse_shell(text);
  check_commands(script.commands, 0);
  const aegis::agent::ProtectedPaths paths({}, {}, "/home/u",
                                           [](std::string_view) { return false; });
  // What stands before a text is seen whatever the text is.
  aegis::must(aegis::agent::script_objection("cat .env\n" + std::string(text), "/nowhere", paths)
                  .has_value());
  const auto input = aegis::agent::read_hook_input(text, std::nullopt);
  if (!input) return 0;
  const auto call = aegis::agent::read_tool_call(*input);
  const aegis::agent::Verdict no{aegis::agent::Verdict::Kind::kBlock, "no", {}};
  const auto answer = aegis::agent::answer_to(*input, no);
  aegis::must(!answer.out.empty() || answer.exit_code == aegis::agent::kExitBlocked);
  for (const std::string& one : call.scripts) {
    (void)aegis::agent::script_objection(one, "/nowhere", paths);
  }
  return 0;
}

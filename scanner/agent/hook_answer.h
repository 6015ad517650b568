// A verdict in the words of the agent that asked.
#pragma once

#include <optional>
#include <string>

#include "scanner/agent/hook_input.h"
#include "scanner/agent/verdict.h"

namespace aegis::agent {

// Agents take any exit status but 0 and 2 for a hook that failed, and go on.
inline constexpr int kExitAnswered = 0;
inline constexpr int kExitBlocked = 2;

struct HookAnswer {
  std::string out;
  std::string err;
  int exit_code = kExitAnswered;
};

HookAnswer answer_to(const HookInput& input, const Verdict& verdict);

// For an input that could not be read. Without a client it is a no in every dialect.
HookAnswer answer_to_unread(std::optional<Client> client, const Verdict& verdict);

}  // namespace aegis::agent

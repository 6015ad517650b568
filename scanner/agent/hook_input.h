// What an agent tells its hooks, whichever agent it is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/agent/client.h"
#include "scanner/base/json.h"
#include "scanner/base/result.h"

namespace aegis::agent {

inline constexpr size_t kMostHookInput = 8 << 20;  // bytes

enum class Moment {
  kPreTool,   // a tool is about to be used
  kPostTool,  // it was, and the agent is about to see what came of it
  kPrompt,    // a person has written something
  kOther,     // nothing that is judged
};

struct HookInput {
  Client client = Client::kClaudeCode;
  Moment moment = Moment::kOther;
  std::string event;            // as the client names it; empty where it does not say
  std::string folder;           // the agent's current one; empty where it does not say
  std::string tool;             // its name
  Json input = Json::object();  // of the tool; an object
  Json output;                  // of the tool, after it was used; else null
  std::string prompt;
};

// The client is told by what it says, or is `client` where that is given. What is no JSON object,
// nests more than 64 deep, comes from no client that is known, or lacks what it must have is an
// error, which repeats nothing of the text.
Result<HookInput> read_hook_input(std::string_view text, std::optional<Client> client);

}  // namespace aegis::agent

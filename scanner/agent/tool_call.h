// What the arguments of a tool mean, whatever the tool is called and whoever made it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/agent/hook_input.h"
#include "scanner/agent/protected_paths.h"

namespace aegis::agent {

// The paths, shell scripts and texts among the arguments.
struct ToolCall {
  Access access = Access::kRead;
  std::vector<std::string> paths;
  std::vector<std::string> scripts;
};

ToolCall read_tool_call(const HookInput& input);

// Calls visit for each string in `value`, at any depth, with the name of the member that it stands
// in; visit may change it.
void for_each_text(Json& value,
                   const std::function<void(std::string_view name, std::string&)>& visit);

}  // namespace aegis::agent

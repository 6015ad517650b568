#include "scanner/agent/hook_answer.h"

namespace aegis::agent {

namespace {

HookAnswer said(const Json& object) {
  return {to_json_line(object) + '\n', {}, kExitAnswered};
}

// Claude Code and Codex; the latter refuses keys that it does not know.
HookAnswer claude_answer(const HookInput& input, const Verdict& verdict) {
  if (verdict.kind == Verdict::Kind::kPass) return {};
  if (verdict.kind == Verdict::Kind::kMask && input.client == Client::kClaudeCode) {
    return said({{"hookSpecificOutput",
                  {{"hookEventName", input.event},
                   {"updatedToolOutput", verdict.output},
                   {"additionalContext", verdict.reason}}}});
  }
  if (input.event == "PermissionRequest") {
    return said({{"hookSpecificOutput",
                  {{"hookEventName", input.event},
                   {"decision", {{"behavior", "deny"}, {"message", verdict.reason}}}}}});
  }
  if (input.moment == Moment::kPreTool) {
    return said({{"hookSpecificOutput",
                  {{"hookEventName", input.event},
                   {"permissionDecision", "deny"},
                   {"permissionDecisionReason", verdict.reason}}}});
  }
  return said({{"decision", "block"}, {"reason", verdict.reason}});
}

HookAnswer cursor_answer(const HookInput& input, const Verdict& verdict) {
  if (input.moment == Moment::kPrompt) {
    if (verdict.kind == Verdict::Kind::kPass) return said({{"continue", true}});
    return said({{"continue", false}, {"user_message", verdict.reason}});
  }
  if (verdict.kind == Verdict::Kind::kPass) return said(Json::object());
  if (input.moment == Moment::kPreTool) {
    return said({{"permission", "deny"},
                 {"user_message", verdict.reason},
                 {"agent_message", verdict.reason}});
  }
  Json answer = {{"additional_context", verdict.reason}};
  const bool is_mcp = input.tool.starts_with("MCP:") || input.event == "afterMCPExecution";
  if (is_mcp && verdict.kind == Verdict::Kind::kMask) {
    answer["updated_mcp_tool_output"] = verdict.output;
  }
  return said(answer);
}

HookAnswer copilot_answer(const HookInput& input, const Verdict& verdict) {
  if (verdict.kind == Verdict::Kind::kPass) return {};
  if (input.moment == Moment::kPreTool) {
    return said({{"permissionDecision", "deny"}, {"permissionDecisionReason", verdict.reason}});
  }
  if (input.moment == Moment::kPrompt) {
    return said({{"decision", "block"}, {"reason", verdict.reason}});
  }
  Json answer = {{"additionalContext", verdict.reason}};
  if (verdict.kind == Verdict::Kind::kMask) answer["modifiedResult"] = verdict.output;
  return said(answer);
}

// After a tool the reason takes the place of what it gave.
HookAnswer gemini_answer(const HookInput& input, const Verdict& verdict) {
  if (verdict.kind == Verdict::Kind::kPass) return said(Json::object());
  std::string reason = verdict.reason;
  if (verdict.kind == Verdict::Kind::kMask && input.moment == Moment::kPostTool) {
    reason += "\n" + to_json_line(verdict.output);
  }
  return said({{"decision", "deny"}, {"reason", reason}});
}

}  // namespace

HookAnswer answer_to(const HookInput& input, const Verdict& verdict) {
  switch (input.client) {
    case Client::kClaudeCode:
    case Client::kCodex:
      return claude_answer(input, verdict);
    case Client::kCursor:
      return cursor_answer(input, verdict);
    case Client::kCopilot:
      return copilot_answer(input, verdict);
    case Client::kGemini:
      return gemini_answer(input, verdict);
  }
  return {{}, {}, kExitBlocked};
}

HookAnswer answer_to_unread(std::optional<Client> client, const Verdict& verdict) {
  if (verdict.kind == Verdict::Kind::kPass) return {{}, verdict.reason + '\n', kExitAnswered};
  // Which moment it was is not known. Copilot reads the answer whatever the exit status is; the
  // others take 2 for a no, and the reason from standard error.
  const Json all = {{"permissionDecision", "deny"}, {"permissionDecisionReason", verdict.reason}};
  const int exit_code = client == Client::kCopilot ? kExitAnswered : kExitBlocked;
  return {to_json_line(all) + '\n', verdict.reason + '\n', exit_code};
}

}  // namespace aegis::agent

#include "scanner/agent/client.h"

namespace aegis::agent {

const char* name_of(Client client) {
  switch (client) {
    case Client::kClaudeCode:
      return "claude-code";
    case Client::kCursor:
      return "cursor";
    case Client::kCopilot:
      return "copilot";
    case Client::kGemini:
      return "gemini";
    case Client::kCodex:
      return "codex";
  }
  return "";
}

std::optional<Client> client_from(std::string_view name) {
  for (const Client client : kClients) {
    if (name == name_of(client)) return client;
  }
  return std::nullopt;
}

}  // namespace aegis::agent

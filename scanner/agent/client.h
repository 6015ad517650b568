// The coding agents whose hooks are answered.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace aegis::agent {

enum class Client { kClaudeCode, kCursor, kCopilot, kGemini, kCodex };

inline constexpr std::array kClients = {Client::kClaudeCode, Client::kCursor, Client::kCopilot,
                                        Client::kGemini, Client::kCodex};

// "claude-code", "cursor", "copilot", "gemini", "codex"
const char* name_of(Client client);
std::optional<Client> client_from(std::string_view name);

}  // namespace aegis::agent

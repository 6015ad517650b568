#include "scanner/agent/client_settings.h"

#include <span>
#include <utility>

#include "scanner/base/json.h"

namespace aegis::agent {

namespace {

// Seconds that an agent waits: more than Aegis takes, so that it is Aegis that gives up first.
constexpr int kPatience = 5;

// An event that hooks are for. A matcher says for which tools; none where the event has no tool.
struct Hook {
  const char* event;
  const char* matcher = nullptr;
};

constexpr Hook kClaudeHooks[] = {{"PreToolUse", "*"}, {"PostToolUse", "*"}, {"UserPromptSubmit"}};
constexpr Hook kCodexHooks[] = {{"PreToolUse", ".*"}, {"PostToolUse", ".*"}, {"UserPromptSubmit"}};
constexpr Hook kGeminiHooks[] = {{"BeforeTool", ".*"}, {"AfterTool", ".*"}, {"BeforeAgent"}};
// Those before a tool that older versions have, and the one that stands for all of them.
constexpr Hook kCursorHooks[] = {{"beforeShellExecution"}, {"beforeMCPExecution"},
                                 {"beforeReadFile"},       {"preToolUse"},
                                 {"postToolUse"},          {"beforeSubmitPrompt"}};
constexpr Hook kCopilotHooks[] = {{"preToolUse"}, {"postToolUse"}, {"userPromptSubmitted"}};

std::span<const Hook> hooks_of(Client client) {
  switch (client) {
    case Client::kClaudeCode:
      return kClaudeHooks;
    case Client::kCursor:
      return kCursorHooks;
    case Client::kCopilot:
      return kCopilotHooks;
    case Client::kGemini:
      return kGeminiHooks;
    case Client::kCodex:
      return kCodexHooks;
  }
  return {};
}

// Whether an event lists groups, which have hooks; else it lists hooks.
bool has_groups(Client client) {
  return client != Client::kCursor && client != Client::kCopilot;
}

const char* command_key(Client client) {
  return client == Client::kCopilot ? "bash" : "command";
}

std::string arguments_of(Client client) {
  return std::string(" agent --client ") + name_of(client);
}

// As one word to a shell.
std::string quoted(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+";
  if (word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? "'\\''" : std::string(1, c);
  return text + "'";
}

Json entry_of(Client client, const Hook& hook, const std::string& program) {
  const std::string command = quoted(program) + arguments_of(client);
  switch (client) {
    case Client::kCursor:
      return {{"command", command}, {"timeout", kPatience}, {"failClosed", true}};
    case Client::kCopilot:
      return {{"type", "command"}, {"bash", command}, {"timeoutSec", kPatience}};
    default:
      break;
  }
  Json handler = {{"type", "command"}, {"command", command}};
  if (client == Client::kGemini) handler["name"] = "aegis";
  handler["timeout"] = client == Client::kGemini ? kPatience * 1000 : kPatience;
  Json group = Json::object();
  if (hook.matcher != nullptr) group["matcher"] = hook.matcher;
  group["hooks"] = Json::array({std::move(handler)});
  return group;
}

bool is_ours(Client client, const Json& handler) {
  if (!handler.is_object()) return false;
  const auto command = handler.find(command_key(client));
  return command != handler.end() && command->is_string() &&
         command->get<std::string>().ends_with(arguments_of(client));
}

// Takes our handlers out of one event's list; says how many there were.
size_t take_out(Client client, Json& list) {
  size_t count = 0;
  for (size_t i = list.size(); i-- > 0;) {
    Json& entry = list[i];
    if (is_ours(client, entry)) {
      list.erase(i);
      ++count;
    } else if (has_groups(client) && entry.is_object() && entry.contains("hooks") &&
               entry["hooks"].is_array()) {
      Json& handlers = entry["hooks"];
      const size_t before = handlers.size();
      for (size_t j = handlers.size(); j-- > 0;) {
        if (is_ours(client, handlers[j])) handlers.erase(j);
      }
      count += before - handlers.size();
      if (handlers.empty() && before > 0) list.erase(i);
    }
  }
  return count;
}

// The settings as they are, of the form that the agent reads.
Result<Json> read_settings(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return Json::object();
  auto settings = parse_json(text);
  if (!settings) return settings;
  if (!settings->is_object()) return usage_error("is no JSON object");
  if (!Json::accept(text)) {
    return usage_error(
        "has comments, which would be lost; take them out, or add the hooks by hand");
  }
  const auto hooks = settings->find("hooks");
  if (hooks == settings->end()) return settings;
  if (!hooks->is_object()) return usage_error("\"hooks\" is no object");
  for (const auto& [event, list] : hooks->items()) {
    if (!list.is_array() && !list.is_boolean()) {
      return usage_error("\"hooks\": \"" + event + "\" is no list");
    }
  }
  return settings;
}

size_t take_all_out(Client client, Json& settings) {
  size_t events = 0;
  const auto hooks = settings.find("hooks");
  if (hooks == settings.end()) return 0;
  for (const Hook& hook : hooks_of(client)) {
    const auto list = hooks->find(hook.event);
    if (list == hooks->end() || !list->is_array()) continue;
    if (take_out(client, *list) == 0) continue;
    ++events;
    if (list->empty()) hooks->erase(hook.event);
  }
  if (events > 0 && hooks->empty()) settings.erase("hooks");
  return events;
}

}  // namespace

std::string settings_path(Client client, const std::string& home) {
  switch (client) {
    case Client::kClaudeCode:
      return home + "/.claude/settings.json";
    case Client::kCursor:
      return home + "/.cursor/hooks.json";
    case Client::kCopilot:
      return home + "/.copilot/hooks/aegis.json";
    case Client::kGemini:
      return home + "/.gemini/settings.json";
    case Client::kCodex:
      return home + "/.codex/hooks.json";
  }
  return {};
}

Result<std::string> with_hooks(Client client, std::string_view text, const std::string& program) {
  auto settings = read_settings(text);
  if (!settings) return std::move(settings).error();
  take_all_out(client, *settings);
  if (!has_groups(client) && !settings->contains("version")) (*settings)["version"] = 1;
  Json& hooks = (*settings)["hooks"];
  for (const Hook& hook : hooks_of(client)) {
    Json& list = hooks[hook.event];
    if (list.is_boolean()) {
      return usage_error(std::string("\"hooks\": \"") + hook.event + "\" is no list");
    }
    list.push_back(entry_of(client, hook, program));
  }
  return to_json_pretty(*settings) + '\n';
}

Result<std::string> without_hooks(Client client, std::string_view text) {
  auto settings = read_settings(text);
  if (!settings) return std::move(settings).error();
  if (take_all_out(client, *settings) == 0) return std::string(text);
  return to_json_pretty(*settings) + '\n';
}

Result<HookCount> count_hooks(Client client, std::string_view text) {
  auto settings = read_settings(text);
  if (!settings) return std::move(settings).error();
  return HookCount{take_all_out(client, *settings), hooks_of(client).size()};
}

std::string after_install(Client client) {
  if (client == Client::kCodex) {
    return "Codex runs a new hook only once you have trusted it: type /hooks in Codex";
  }
  return "sessions that run already may have to be started anew";
}

}  // namespace aegis::agent

#include "scanner/agent/hook_input.h"

#include <utility>

namespace aegis::agent {

namespace {

constexpr int kDeepestJson = 64;

struct Event {
  std::string_view name;
  Moment moment;
};

// By all clients' names; none means two things.
constexpr Event kEvents[] = {
    {"PreToolUse", Moment::kPreTool},           {"PermissionRequest", Moment::kPreTool},
    {"PostToolUse", Moment::kPostTool},         {"UserPromptSubmit", Moment::kPrompt},
    {"preToolUse", Moment::kPreTool},           {"beforeShellExecution", Moment::kPreTool},
    {"beforeMCPExecution", Moment::kPreTool},   {"beforeReadFile", Moment::kPreTool},
    {"beforeTabFileRead", Moment::kPreTool},    {"postToolUse", Moment::kPostTool},
    {"afterShellExecution", Moment::kPostTool}, {"afterMCPExecution", Moment::kPostTool},
    {"beforeSubmitPrompt", Moment::kPrompt},    {"userPromptSubmitted", Moment::kPrompt},
    {"BeforeTool", Moment::kPreTool},           {"AfterTool", Moment::kPostTool},
    {"BeforeAgent", Moment::kPrompt},
};

// Parsing takes memory for each level: a text of brackets only must not get that far.
bool nests_too_deeply(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\') ++i;
    if (c == '"') in_string = !in_string;
    if (in_string) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kDeepestJson) return true;
  }
  return false;
}

// The string of that name, or "". A member of another type is no string.
std::string text_in(const Json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
}

Moment moment_of(std::string_view event) {
  for (const Event& one : kEvents) {
    if (one.name == event) return one.moment;
  }
  return Moment::kOther;
}

std::optional<Client> client_of(const Json& said) {
  const std::string event = text_in(said, "hook_event_name");
  if (said.contains("cursor_version") || said.contains("workspace_roots")) return Client::kCursor;
  if (said.contains("toolName") || said.contains("toolArgs")) return Client::kCopilot;
  if (event == "BeforeTool" || event == "AfterTool" || event == "BeforeAgent") {
    return Client::kGemini;
  }
  if (event.empty()) {
    const bool is_copilot = said.contains("timestamp") && said.contains("cwd");
    return is_copilot ? std::optional(Client::kCopilot) : std::nullopt;
  }
  if (said.contains("turn_id")) return Client::kCodex;
  if (said.contains("timestamp")) return Client::kGemini;
  if (event.front() >= 'a') return Client::kCursor;
  return Client::kClaudeCode;
}

// A value that some clients write as a JSON text within the JSON.
Result<Json> unwrapped(const Json& value) {
  if (!value.is_string()) return value;
  const auto text = value.get<std::string>();
  if (nests_too_deeply(text)) return usage_error("nests too deeply");
  auto parsed = parse_json(text);
  if (!parsed) return usage_error("the tool's arguments are not valid JSON");
  return parsed;
}

Result<void> read_tool_input(const Json& said, HookInput& input) {
  for (const char* name : {"tool_input", "toolArgs", "toolInput"}) {
    const auto member = said.find(name);
    if (member == said.end() || member->is_null()) continue;
    auto value = unwrapped(*member);
    if (!value) return std::move(value).error();
    if (!value->is_object()) return usage_error("the tool's arguments are no object");
    input.input = *std::move(value);
    return {};
  }
  // Cursor's own events have the arguments beside all else.
  for (const char* name : {"command", "file_path", "content", "edits"}) {
    if (said.contains(name)) input.input[name] = said[name];
  }
  const bool is_told = !input.input.empty() || input.moment != Moment::kPreTool;
  return is_told ? Result<void>() : usage_error("says nothing of what the tool is to do");
}

void read_tool_output(const Json& said, HookInput& input) {
  for (const char* name : {"tool_response", "tool_output", "toolResult", "result_json", "output"}) {
    const auto member = said.find(name);
    if (member == said.end()) continue;
    // In a JSON text within the JSON a token may stand behind an escape, and so go unseen.
    auto inner = unwrapped(*member);
    input.output = inner && (inner->is_object() || inner->is_array()) ? *std::move(inner) : *member;
    return;
  }
}

std::string folder_of(const Json& said) {
  std::string folder = text_in(said, "cwd");
  const auto roots = said.find("workspace_roots");
  if (folder.empty() && roots != said.end() && roots->is_array() && !roots->empty() &&
      roots->front().is_string()) {
    folder = roots->front().get<std::string>();
  }
  return folder.starts_with('/') ? folder : std::string();
}

Moment moment_without_event(const Json& said) {
  if (said.contains("toolResult")) return Moment::kPostTool;
  if (said.contains("toolName") || said.contains("tool_name")) return Moment::kPreTool;
  return said.contains("prompt") ? Moment::kPrompt : Moment::kOther;
}

// What a prompt brings along: files, by their paths.
void add_attachments(const Json& said, HookInput& input) {
  const auto list = said.find("attachments");
  if (list == said.end() || !list->is_array()) return;
  Json paths = Json::array();
  for (const Json& one : *list) {
    if (!one.is_object()) continue;
    for (const char* name : {"file_path", "filePath"}) {
      if (one.contains(name)) paths.push_back(one[name]);
    }
  }
  if (!paths.empty()) input.input["paths"] = std::move(paths);
}

}  // namespace

Result<HookInput> read_hook_input(std::string_view text, std::optional<Client> client) {
  if (nests_too_deeply(text)) return usage_error("nests too deeply");
  auto said = parse_json(text);
  // The parser's message may repeat a key, and so a secret.
  if (!said) return usage_error("is not valid JSON");
  if (!said->is_object()) return usage_error("is no JSON object");
  if (!client) client = client_of(*said);
  if (!client) return usage_error("comes from no agent that is known");
  HookInput input;
  input.client = *client;
  input.event = text_in(*said, "hook_event_name");
  input.moment = input.event.empty() ? moment_without_event(*said) : moment_of(input.event);
  input.folder = folder_of(*said);
  input.tool = text_in(*said, said->contains("toolName") ? "toolName" : "tool_name");
  input.prompt = text_in(*said, "prompt");
  if (input.moment == Moment::kPreTool || input.moment == Moment::kPostTool) {
    if (auto ok = read_tool_input(*said, input); !ok) return std::move(ok).error();
  }
  if (input.moment == Moment::kPostTool) read_tool_output(*said, input);
  add_attachments(*said, input);
  if (input.moment == Moment::kPrompt && !said->contains("prompt")) {
    return usage_error("has no prompt");
  }
  return input;
}

}  // namespace aegis::agent

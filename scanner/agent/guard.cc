#include "scanner/agent/guard.h"

#include <algorithm>
#include <utility>

#include "scanner/agent/command_judge.h"
#include "scanner/agent/tool_call.h"

namespace aegis::agent {

namespace {

constexpr const char* kAskUser =
    "Do not try to do it another way; ask the user, who can do it or allow it in their own Aegis "
    "configuration.";
constexpr const char* kTakeOut =
    "Take the secret out and use a variable of the environment instead; if it is real, tell the "
    "user "
    "to rotate it.";

// "@path" as clients take it for a file to be read.
std::vector<std::string> mentions_in(std::string_view prompt) {
  std::vector<std::string> paths;
  for (size_t at = prompt.find('@'); at != std::string_view::npos; at = prompt.find('@', at + 1)) {
    const bool begins =
        at == 0 || std::string_view(" \t\n(\"'`").find(prompt[at - 1]) != std::string_view::npos;
    if (!begins) continue;
    const size_t end = std::min(prompt.find_first_of(" \t\n\"'`),;", at + 1), prompt.size());
    std::string_view path = prompt.substr(at + 1, end - at - 1);
    while (path.ends_with('.') || path.ends_with('?') || path.ends_with('!')) path.remove_suffix(1);
    if (!path.empty()) paths.emplace_back(path);
  }
  return paths;
}

// What is replaced is in the file already, and better gone.
bool is_old_text(std::string_view name) {
  return name == "old_string" || name == "old_str" || name == "oldString" || name == "oldStr";
}

}  // namespace

// A path in a reason may hold a secret, too.
Result<Verdict> Guard::blocked(std::string why, std::string remedy) {
  auto found = secrets_.find(why);
  if (!found) return std::move(found).error();
  return Verdict{Verdict::Kind::kBlock,
                 "Aegis blocked this: " + without_secrets(why, *found) + ". " + remedy,
                 {}};
}

Result<std::string> Guard::secret_in(const HookInput& input) {
  Json arguments = input.input;
  const ToolCall call = read_tool_call(input);
  const std::string path = call.paths.empty() ? std::string() : call.paths.front();
  std::string what;
  Result<void> status;
  for_each_text(arguments, [&](std::string_view name, std::string& text) {
    if (!what.empty() || !status || is_old_text(name)) return;
    auto found = secrets_.find(text, path);
    if (!found) {
      status = std::move(found).error();
    } else if (!found->empty()) {
      const Finding& first = found->front();
      what = "the tool's " + std::string(name) + " holds, on line " +
             std::to_string(first.place.line) + ", " + described(first);
    }
  });
  if (!status) return std::move(status).error();
  return what;
}

Result<Verdict> Guard::judge_call(const HookInput& input) {
  const ToolCall call = read_tool_call(input);
  for (const std::string& path : call.paths) {
    if (auto why = paths_.objection(path, input.folder, call.access)) {
      return blocked(*std::move(why), kAskUser);
    }
  }
  for (const std::string& script : call.scripts) {
    if (auto why = script_objection(script, input.folder, paths_)) {
      return blocked(*std::move(why), kAskUser);
    }
  }
  auto secret = secret_in(input);
  if (!secret) return std::move(secret).error();
  if (!secret->empty()) return blocked(*std::move(secret), kTakeOut);
  return Verdict{};
}

Result<Verdict> Guard::judge_output(const HookInput& input) {
  Verdict verdict;
  verdict.output = input.output;
  size_t count = 0;
  std::string first;
  Result<void> status;
  for_each_text(verdict.output, [&](std::string_view, std::string& text) {
    auto found = secrets_.find(text);
    if (!found) {
      status = std::move(found).error();
    } else if (!found->empty()) {
      if (first.empty()) first = described(found->front());
      count += found->size();
      text = without_secrets(text, *found);
    }
  });
  if (!status) return std::move(status).error();
  if (count == 0) return Verdict{};
  verdict.kind = Verdict::Kind::kMask;
  verdict.reason = "Aegis found " + std::to_string(count) + (count == 1 ? " secret" : " secrets") +
                   " in what the tool gave: " + first + (count == 1 ? "" : " and more") +
                   ". Each is shown as its public prefix and stars. Do not try to read it another "
                   "way; tell the user where it stands.";
  return verdict;
}

Result<Verdict> Guard::judge_prompt(const HookInput& input) {
  std::vector<std::string> paths = mentions_in(input.prompt);
  const ToolCall call = read_tool_call(input);
  paths.insert(paths.end(), call.paths.begin(), call.paths.end());
  for (const std::string& path : paths) {
    if (auto why = paths_.objection(path, input.folder, Access::kRead)) {
      return blocked(*std::move(why), "It would be read into the conversation.");
    }
  }
  auto found = secrets_.find(input.prompt);
  if (!found) return std::move(found).error();
  if (found->empty()) return Verdict{};
  return blocked("the prompt holds, on line " + std::to_string(found->front().place.line) + ", " +
                     described(found->front()),
                 "It was not sent. Write it without the secret; if it is real and was sent before, "
                 "rotate it.");
}

Result<Verdict> Guard::judge(const HookInput& input) {
  switch (input.moment) {
    case Moment::kPreTool:
      return judge_call(input);
    case Moment::kPostTool:
      return judge_output(input);
    case Moment::kPrompt:
      return judge_prompt(input);
    case Moment::kOther:
      return Verdict{};
  }
  return Verdict{};
}

}  // namespace aegis::agent

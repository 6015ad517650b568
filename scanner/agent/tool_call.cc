#include "scanner/agent/tool_call.h"

#include <algorithm>
#include <cctype>

#include "scanner/base/ascii.h"

namespace aegis::agent {

namespace {

// Members that name files, in small letters and without "_".
constexpr std::string_view kPathNames[] = {
    "filepath",    "path",      "paths",    "notebookpath", "absolutepath",   "relativepath",
    "file",        "files",     "filename", "targetfile",   "sourcefile",     "source",
    "destination", "src",       "dst",      "include",      "includepattern", "glob",
    "dirpath",     "directory", "dir",      "uri",          "oldpath",        "newpath",
    "root"};

// Members that are run by a shell, in some tool. Of others they are a word, which no shell minds.
constexpr std::string_view kScriptNames[] = {"command", "cmd", "script", "commandline",
                                             "shellcommand"};

// Members whose values are read by people or put into files; no path that they hold is opened.
constexpr std::string_view kTextNames[] = {
    "content",  "contents", "newstring", "oldstring",   "newstr",  "oldstr",
    "filetext", "text",     "body",      "description", "prompt",  "query",
    "pattern",  "message",  "title",     "newsource",   "thought", "url"};

template <size_t n>
bool is_in(const std::string_view (&names)[n], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c != '_' && c != '-')
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return plain;
}

bool is_writing_tool(const std::string& tool, const Json& input) {
  const std::string name = lowered(tool);
  for (const char* word : {"write", "edit", "create", "delete", "patch", "replace", "move",
                           "rename", "remove", "insert"}) {
    if (name.find(word) != std::string::npos) return true;
  }
  for (const char* member :
       {"new_string", "edits", "file_text", "new_str", "patch", "new_source"}) {
    if (input.contains(member)) return true;
  }
  return false;
}

// The files that a patch of apply_patch is about.
void add_patched(std::string_view patch, ToolCall& call) {
  constexpr std::string_view kMarks[] = {
      "*** Add File: ", "*** Update File: ", "*** Delete File: ", "*** Move to: ", "+++ b/",
      "--- a/"};
  while (!patch.empty()) {
    const size_t end = std::min(patch.find('\n'), patch.size());
    std::string_view line = patch.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    for (const std::string_view mark : kMarks) {
      if (line.starts_with(mark)) call.paths.emplace_back(line.substr(mark.size()));
    }
    patch.remove_prefix(std::min(end + 1, patch.size()));
  }
}

std::string without_scheme(const std::string& path) {
  return path.starts_with("file://") ? path.substr(7) : path;
}

// A command as a list of words: each is one word to the shell as well.
std::string quoted_words(const Json& list) {
  std::string script;
  for (const Json& word : list) {
    if (!word.is_string()) continue;
    script += '\'';
    for (const char c : word.get<std::string>()) script += c == '\'' ? "'\\''" : std::string(1, c);
    script += "' ";
  }
  return script;
}

}  // namespace

void for_each_text(Json& value,
                   const std::function<void(std::string_view name, std::string&)>& visit) {
  const std::function<void(std::string_view, Json&)> walk = [&](std::string_view name, Json& one) {
    if (one.is_string()) return visit(name, one.get_ref<std::string&>());
    if (one.is_array()) {
      for (Json& element : one) walk(name, element);
    } else if (one.is_object()) {
      for (auto member = one.begin(); member != one.end(); ++member) {
        walk(member.key(), member.value());
      }
    }
  };
  walk("", value);
}

ToolCall read_tool_call(const HookInput& input) {
  ToolCall call;
  Json arguments = input.input;
  if (is_writing_tool(input.tool, arguments)) call.access = Access::kWrite;
  const bool is_foreign = input.tool.starts_with("mcp__") || input.tool.starts_with("MCP:") ||
                          input.event == "beforeMCPExecution";
  for (const char* name : {"command", "cmd"}) {
    const auto member = arguments.find(name);
    if (member == arguments.end() || !member->is_array()) continue;
    call.scripts.push_back(quoted_words(*member));
    arguments.erase(member);
  }
  for_each_text(arguments, [&](std::string_view name, std::string& text) {
    const std::string plain = plain_name(name);
    if (text.starts_with("*** Begin Patch")) {
      call.access = Access::kWrite;
      add_patched(text, call);
    } else if (is_in(kScriptNames, plain)) {
      call.scripts.push_back(text);
    } else if (is_in(kPathNames, plain)) {
      call.paths.push_back(without_scheme(text));
    } else if (is_foreign && !is_in(kTextNames, plain) &&
               text.find_first_of(" \n") == std::string::npos) {
      call.paths.push_back(without_scheme(text));
    }
  });
  return call;
}

}  // namespace aegis::agent

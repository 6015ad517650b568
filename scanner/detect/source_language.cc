#include "scanner/detect/source_language.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "scanner/base/ascii.h"

namespace aegis {

bool is_program_source(std::string_view path) {
  constexpr std::string_view kEndings[] = {
      ".c",     ".cc",    ".cpp", ".cxx", ".h",  ".hh", ".hpp", ".java", ".js",  ".jsx",    ".mjs",
      ".cjs",   ".ts",    ".tsx", ".go",  ".rs", ".py", ".rb",  ".php",  ".cs",  ".kt",     ".kts",
      ".swift", ".scala", ".lua", ".pl",  ".pm", ".m",  ".mm",  ".dart", ".vue", ".groovy", ".erl",
      ".ex",    ".exs",   ".clj", ".hs",  ".ml", ".r",  ".jl",  ".sol",  ".zig", ".d",      ".vb"};
  const size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string ending = lowered(path.substr(dot));
  return std::find(std::begin(kEndings), std::end(kEndings), ending) != std::end(kEndings);
}

}  // namespace aegis

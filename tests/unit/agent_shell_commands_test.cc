// The table of tests/agent/shell_commands.txt.
#include <catch2/catch.hpp>

#include <fstream>
#include <string>

#include "scanner/agent/command_judge.h"
#include "tests/support/samples.h"

namespace aegis::agent {

namespace {

ProtectedPaths usual_paths() {
  return ProtectedPaths({}, {}, "/home/u", [](std::string_view path) {
    return built_in_engine().file_rules().watches(path);
  });
}

}  // namespace

TEST_CASE("each shell command of the table gets its answer") {
  std::ifstream table(AEGIS_SOURCE_DIR "/tests/agent/shell_commands.txt");
  REQUIRE(table);
  const ProtectedPaths paths = usual_paths();
  size_t count = 0;
  for (std::string line; std::getline(table, line);) {
    const size_t bar = line.find(" | ");
    if (line.starts_with('#') || bar == std::string::npos) continue;
    const std::string answer = line.substr(0, bar);
    const std::string command = replaced(replaced(line.substr(bar + 3), "\\n", "\n"), "\\t", "\t");
    const auto why = script_objection(command, "/home/u/project", paths);
    INFO(line << "\nsaid: " << why.value_or("pass"));
    CHECK((answer == "pass" ? !why : why && why->find(answer) != std::string::npos));
    ++count;
  }
  CHECK(count > 400);
}

}  // namespace aegis::agent

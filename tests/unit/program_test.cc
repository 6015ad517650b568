#include "scanner/base/program.h"

#include <catch2/catch.hpp>
#include <string>

namespace aegis {

namespace {

ProgramRun run_shell(const std::string& script, std::string_view input = {},
                     std::chrono::milliseconds deadline = std::chrono::seconds(30)) {
  auto run = run_program({{"sh", "-c", script}, input, own_variables(), deadline});
  REQUIRE(run);
  return *std::move(run);
}

}  // namespace

TEST_CASE(
    "A program gets its words, its input and its environment, and what it says is kept apart") {
  const auto run = run_program({{"sh", "-c", "cat; echo \"$0 $NAME\" >&2; exit 3", "a word"},
                                "the input",
                                {"NAME=value", "PATH=/usr/bin:/bin"}});
  REQUIRE(run);
  CHECK(run->code == 3);
  CHECK(run->output == "the input");
  CHECK(run->errors == "a word value\n");
  CHECK_FALSE(run->is_late);
}

TEST_CASE("A program that does not read its input, or says too much, comes to its end") {
  const std::string input(1 << 20, 'x');
  CHECK(run_shell("exit 0", input).code == 0);
  CHECK(run_shell("exec 0<&-; echo done", input).output == "done\n");
  CHECK(run_shell("cat", input).output == std::string(64 << 10, 'x'));
  CHECK(run_shell("head -c 1000000 /dev/zero >&2").errors.size() == 64 << 10);
}

TEST_CASE("A program that takes too long is killed, and so is what it has started") {
  const auto deadline = std::chrono::milliseconds(100);
  for (const char* const script :
       {"sleep 1000", "sleep 1000 & sleep 1000", "exec >&- 2>&-; sleep 1000", "cat; sleep 1000"}) {
    const ProgramRun run = run_shell(script, "input", deadline);
    CHECK(run.is_late);
    CHECK(run.code == 128 + 9);
  }
}

TEST_CASE(
    "A program that is killed says by which signal, one that is not there cannot be started") {
  CHECK(run_shell("kill -TERM $$").code == 128 + 15);
  const auto missing = run_program({{"no-such-program"}, {}, own_variables()});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message().find("cannot start no-such-program") != std::string::npos);
}

}  // namespace aegis

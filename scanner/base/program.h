// Runs another program to its end.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace aegis {

struct Program {
  std::vector<std::string> words;  // the first is looked for in PATH where it has no slash
  std::string_view input;          // what it is given to read
  // Of its environment, "NAME=value" each.
  std::vector<std::string> variables;
  std::chrono::milliseconds deadline = std::chrono::minutes(1);
  size_t most_output = size_t{64} << 10;  // of its standard output, that is kept
};

struct ProgramRun {
  int code = 0;          // its exit status; 128 and the signal's number when one ended it
  std::string output;    // of its standard output, the beginning
  std::string errors;    // of its standard error, the first 64 KiB
  bool is_late = false;  // it was killed, with all that it had started, at the deadline
};

// One that does not read all of its input is no error; one that cannot be started is, of kind
// kUsage.
Result<ProgramRun> run_program(const Program& program);

// This program's own environment.
std::vector<std::string> own_variables();

}  // namespace aegis

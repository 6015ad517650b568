// Runs the tests of a rule_test_file.h.
#pragma once

#include <string>

#include "scanner/base/result.h"
#include "scanner/cli/rule_test_file.h"
#include "scanner/detect/engine.h"

namespace aegis {

struct RuleTestResult {
  std::string text;  // a paragraph for each test that failed, and a line with how many there were
  size_t failed = 0;
};

// Each text is scanned as a new file would be. The same file gives the same samples each time. No
// secret is in the text. An error: a test expects a rule that there is not, or has a sample of a
// shape or rule that nothing can be made from.
Result<RuleTestResult> run_rule_tests(const RuleTestFile& file, const Engine& engine);

}  // namespace aegis

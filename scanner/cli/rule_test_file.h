// What `aegis rules test` reads: texts, and which rules must find something in each.
//
//   { "rules": ["acme.json"],                         rule files and folders, beside this file
//     "tests": [
//       { "name": "in a shell script",
//         "text": "export ACME_KEY=TOKEN",
//         "samples": { "TOKEN": "acme_{base62:32}" }, each TOKEN in the text is made anew from this
//         "finds": ["acme-secret-key"] },             the rules of all its findings, in any order
//       { "text": "ACME_KEY=changeme", "finds": [] } ] }
//
// JSON with comments. A sample is a shape, or "rule:ID" for an example of that rule, so that the
// file holds nothing that looks like a credential. `file` is the path that the text stands at,
// test.txt where it is left out; `confidence` the least that counts, medium where it is left out.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rule/rule.h"

namespace aegis {

struct RuleTest {
  std::string name;  // "test 3", where it has none of its own
  std::string text;
  std::string file = "test.txt";
  std::vector<std::pair<std::string, std::string>> samples;  // what stands for which
  std::vector<std::string> finds;                            // sorted
  Confidence confidence = Confidence::kMedium;
};

struct RuleTestFile {
  std::vector<std::string> rules;  // paths, ready to open
  std::vector<RuleTest> tests;
};

// Errors name the file and what is wrong in it: an unknown key, a wrong type, no test at all.
Result<RuleTestFile> load_rule_tests(const std::string& path);

}  // namespace aegis

#include "scanner/gitleaks/report.h"

#include <catch2/catch.hpp>

#include "scanner/gitleaks/exceptions.h"

namespace aegis::gitleaks {
namespace {

Leak sample_leak() {
  Leak leak;
  leak.rule = "rule-a";
  leak.description = "A <rule> & more";
  leak.tags = {"one", "two"};
  leak.file = "dir/file, \"x\".txt";
  leak.start_line = leak.end_line = 3;
  leak.start_column = 5;
  leak.end_column = 9;
  leak.secret = Secret("abcd", 0);
  leak.match = "k=REDACTED";
  leak.entropy = 4.53891F;
  return leak;
}

Leak in_commit(Leak leak) {
  Introduction from;
  from.commit = "0123456789012345678901234567890123456789";
  from.author = "A U Thor";
  from.email = "a@example.com";
  leak.introduction = std::make_shared<const Introduction>(from);
  leak.date = "2026-01-02T03:04:05Z";
  leak.message = "a message\n\nand more";
  return leak;
}

TEST_CASE("gitleaks' JSON report has its fields in its order") {
  CHECK(render_json({}) == "[]\n");
  CHECK(render_json({sample_leak()}) == R"([
 {
  "RuleID": "rule-a",
  "Description": "A \u003crule\u003e \u0026 more",
  "StartLine": 3,
  "EndLine": 3,
  "StartColumn": 5,
  "EndColumn": 9,
  "Match": "k=REDACTED",
  "Secret": "REDACTED",
  "File": "dir/file, \"x\".txt",
  "SymlinkFile": "",
  "Commit": "",
  "Entropy": 4.53891,
  "Author": "",
  "Email": "",
  "Date": "",
  "Message": "",
  "Tags": [
   "one",
   "two"
  ],
  "Fingerprint": "dir/file, \"x\".txt:rule-a:3"
 }
]
)");
}

TEST_CASE("gitleaks' CSV report is empty without leaks, and else has a header") {
  CHECK(render_csv({}).empty());
  CHECK(render_csv({in_commit(sample_leak())}) ==
        "RuleID,Commit,File,SymlinkFile,Secret,Match,StartLine,EndLine,StartColumn,EndColumn,"
        "Author,Message,Date,Email,Fingerprint,Tags\n"
        "rule-a,0123456789012345678901234567890123456789,\"dir/file, \"\"x\"\".txt\",,REDACTED,"
        "k=REDACTED,3,3,5,9,A U Thor,\"a message\n\nand more\",2026-01-02T03:04:05Z,a@example.com,"
        "\"0123456789012345678901234567890123456789:dir/file, \"\"x\"\".txt:rule-a:3\",one two\n");
}

TEST_CASE("a spreadsheet computes nothing of a CSV report") {
  Leak leak = sample_leak();
  leak.file = "=cmd";
  CHECK(render_csv({leak}).find(",'=cmd,") != std::string::npos);
}

TEST_CASE("gitleaks' JUnit report holds each leak as JSON") {
  const std::string text = render_junit({in_commit(sample_leak())});
  CHECK(text.find("<testsuite failures=\"1\" name=\"gitleaks\" tests=\"1\" time=\"\">") !=
        std::string::npos);
  CHECK(text.find("<testcase classname=\"A &lt;rule&gt; &amp; more\" file=\"dir/file, "
                  "&#34;x&#34;.txt\" name=\"rule-a has detected a secret in file dir/file, "
                  "&#34;x&#34;.txt, line 3, at commit 0123456789012345678901234567890123456789.\" "
                  "time=\"\">") != std::string::npos);
  CHECK(text.find("{&#xA;&#x9;&#34;RuleID&#34;: &#34;rule-a&#34;") != std::string::npos);
  CHECK(render_junit({}).find("></testsuite>\n</testsuites>") != std::string::npos);
}

TEST_CASE("gitleaks' SARIF report lists all rules") {
  const auto config = config_of("[[rules]]\nid='q'\ndescription='Q'\nregex='q'\n", "c");
  REQUIRE(config);
  const auto report = parse_json(render_sarif({in_commit(sample_leak())}, *config));
  REQUIRE(report);
  const Json& run = (*report)["runs"][0];
  CHECK(run["tool"]["driver"]["rules"][0]["id"] == "q");
  const Json& result = run["results"][0];
  CHECK(result["ruleId"] == "rule-a");
  CHECK(result["locations"][0]["physicalLocation"]["region"]["startLine"] == 3);
  CHECK(result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"] == "REDACTED");
  CHECK(result["partialFingerprints"]["author"] == "A U Thor");
}

TEST_CASE("a terminal obeys nothing of a report") {
  Leak leak = sample_leak();
  leak.file = "a\x1b[2J\u202e";
  for (const std::string& text : {render_json({leak}), render_csv({leak}), render_text({leak})}) {
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\u202e") == std::string::npos);
  }
}

TEST_CASE("lines of a .gitleaksignore name leaks with and without a commit") {
  Exceptions exceptions;
  exceptions.add_ignore_lines("# a comment\n\n a\\b.txt:rule-a:3 \nnonsense\nc1:d.txt:rule-a:3\n");
  CHECK(exceptions.invalid_lines() == 1);
  Leak leak = sample_leak();
  leak.file = "a/b.txt";
  CHECK(exceptions.names(leak));
  CHECK(exceptions.names(in_commit(leak)));
  leak.start_line = 4;
  CHECK_FALSE(exceptions.names(leak));
  leak.start_line = 3;
  leak.file = "d.txt";
  CHECK_FALSE(exceptions.names(leak));
  Introduction from;
  from.commit = "c1";
  leak.introduction = std::make_shared<const Introduction>(from);
  CHECK(exceptions.names(leak));
}

TEST_CASE("a baseline names its leaks, whether its secrets are in clear or redacted") {
  const Leak leak = in_commit(sample_leak());
  Exceptions redacted;
  REQUIRE(redacted.add_baseline(render_json({leak})));
  CHECK(redacted.names(leak));
  Leak other = leak;
  other.entropy = 2;
  CHECK_FALSE(redacted.names(other));
  Exceptions clear;
  REQUIRE(clear.add_baseline(
      R"([{"RuleID": "r", "File": "f", "StartLine": 1, "EndLine": 1, "Secret": "abcd"}])"));
  Leak plain = sample_leak();
  plain.rule = "r";
  plain.file = "f";
  plain.start_line = 1;
  CHECK(clear.names(plain));
  plain.secret = Secret("abce", 0);
  CHECK_FALSE(clear.names(plain));
}

TEST_CASE("a baseline that is none is an error") {
  Exceptions exceptions;
  CHECK_FALSE(exceptions.add_baseline("[{"));
  CHECK_FALSE(exceptions.add_baseline("{}"));
  CHECK_FALSE(exceptions.add_baseline("[1]"));
  CHECK(exceptions.add_baseline("null"));
  CHECK(exceptions.add_baseline("[]"));
}

}  // namespace
}  // namespace aegis::gitleaks

// The report that the golden files show: every field once, and no text that looks like a
// credential.
#pragma once

#include <memory>
#include <string>

#include "scanner/report/report.h"

namespace aegis::test {

// The rules outlive every report made with them.
struct SampleRules {
  Provider github{"github", "GitHub", "https://github.com/settings/tokens",
                  "The security log of the account."};
  Provider other{"other", "Other", "", ""};
  Rule token;
  Rule password;

  SampleRules() {
    token.id = "github-token";
    token.what = "personal, OAuth or user token";
    token.severity = Severity::kCritical;
    password.id = "other-password";
    password.what = "password";
    password.severity = Severity::kMedium;
    password.confidence = Confidence::kMedium;
  }
};

inline const SampleRules& sample_rules() {
  static const SampleRules rules;
  return rules;
}

inline std::shared_ptr<const Origin> origin_of(const std::string& path,
                                               const std::string& blob = "") {
  return std::make_shared<const Origin>(Origin{path, path, blob});
}

// The secret of sample_token().
inline std::string token_text() {
  return "ghp_" + std::string(36, 'x');
}

// token = "<secret>"  # keep
inline Finding sample_token(const std::string& path) {
  Finding finding;
  finding.rule = &sample_rules().token;
  finding.provider = &sample_rules().github;
  finding.origin = origin_of(path, std::string(40, 'b'));
  finding.severity = Severity::kCritical;
  finding.proof = Proof::kChecksum;
  finding.place = {120, 40, 12, 10, 12, 50, 10, 50};
  finding.secret = Secret(token_text(), 4);
  finding.evidence = {"token = \"", "\"  # keep", false, false};
  finding.name = "token";
  finding.fingerprint = std::string(32, 'a');
  return finding;
}

// A long line, cut on both sides.
inline Finding sample_password(const std::string& path) {
  Finding finding;
  finding.rule = &sample_rules().password;
  finding.provider = &sample_rules().other;
  finding.origin = origin_of(path);
  finding.severity = Severity::kMedium;
  finding.confidence = Confidence::kLow;
  finding.proof = Proof::kContext;
  finding.place = {4000, 6, 3, 3801, 3, 3807, 3790, 3796};
  finding.secret = Secret(std::string(6, 'y'), 0);
  finding.evidence = {"user=\t\xc3\xa9; pass=", ";", true, true};
  finding.detail = "in UTF-16 or UTF-32 text";
  finding.doubt = "words";
  finding.fingerprint = std::string(32, 'c');
  return finding;
}

inline RunReport sample_report() {
  RunReport report;
  report.findings = {sample_token("app/config.py"), sample_password("app/run \xff.sh")};
  report.skipped = {{"big.bin", "larger than 2 GB: raise --max-size"},
                    {"x\xfe", "Permission denied"}};
  report.explained = {{"app/test.py", 7, 3, "github-token", "ghp_********", "checksum"}};
  report.truncated = {{"dump \xff.sql", "other-password", 1000, 234}};
  report.notes = {"the index is split"};
  report.scanned = 14;
  report.bytes = 1'234'567;
  report.excluded = 1;
  report.ignored = 2;
  report.baselined = 3;
  report.stale = {{"x\xfe/.aegisignore", 7, "leaves nothing out; remove the line"},
                  {".aegisbaseline", 0, "2 entries match nothing any more"}};
  report.stale_fails = true;
  report.command = "staged";
  report.version = "0.1.0";
  return report;
}

// What history and range find: a finding with everything known, one whose commit is malformed, and
// one of an author who would take over a terminal and put the secret in their name.
inline RunReport sample_history_report() {
  Finding known = sample_token("app/config.py");
  Introduction from{std::string(40, '1'),        "A U Thor", "author@example.com",
                    "2026-01-02T03:04:05+05:30", 1767303245, 0};
  known.introduction = std::make_shared<const Introduction>(from);
  Exposure exposure;
  exposure.places = {3, {"app/old.py", "app/\x1b.py"}};
  exposure.in_head = false;
  exposure.refs = {2, {"refs/heads/main", "refs/tags/v1.0"}};
  exposure.pushed = true;
  exposure.since = "2026-01-02T03:04:05+05:30";
  exposure.until = "2026-01-03T00:00:00Z";
  known.exposure = std::make_shared<const Exposure>(exposure);

  Finding malformed = sample_password("app/run.sh");
  malformed.introduction =
      std::make_shared<const Introduction>(Introduction{std::string(40, '2'), "", "", "", 0, 0});

  Finding hostile = sample_token("app/shell.py");
  from.author = "Eve \x1b]0;x\x07\n::set-env \xff\xe2\x80\xae " + token_text();
  from.email = "<\r\n##vso[x]>";
  hostile.introduction = std::make_shared<const Introduction>(from);
  exposure = {};
  exposure.in_head = true;
  exposure.places = {1, {token_text()}};
  exposure.since = "2026-01-02T03:04:05+05:30";
  hostile.exposure = std::make_shared<const Exposure>(exposure);

  RunReport report;
  report.findings = {known, malformed, hostile};
  report.scanned = 3;
  report.command = "history";
  report.version = "0.1.0";
  return report;
}

}  // namespace aegis::test

#include "scanner/gitleaks/flags.h"

#include <catch2/catch.hpp>

#include "scanner/gitleaks/log_options.h"

namespace aegis::gitleaks {
namespace {

using Words = std::vector<std::string>;

TEST_CASE("flags are read as gitleaks reads them") {
  const auto parsed = parse_flags({"-v", "dir", "--config=c.toml", "-rreport.json", "--exit-code",
                                   "7", "--enable-rule", "a,b", "--redact", "path"});
  REQUIRE(parsed.flags);
  CHECK(parsed.flags->mode == Mode::kDir);
  CHECK(parsed.flags->verbose);
  CHECK(parsed.flags->config == "c.toml");
  CHECK(parsed.flags->report_path == "report.json");
  CHECK(parsed.flags->report_format == "json");
  CHECK(parsed.flags->exit_code == 7);
  CHECK(parsed.flags->enable_rules == Words{"a", "b"});
  CHECK(parsed.flags->source == "path");
  CHECK(parsed.flags->notes.empty());
}

TEST_CASE("old commands mean the new ones") {
  CHECK(parse_flags({"git"}).flags->mode == Mode::kGit);
  CHECK(parse_flags({"git", "--pre-commit", "--staged"}).flags->mode == Mode::kStaged);
  CHECK(parse_flags({"git", "--pre-commit"}).flags->mode == Mode::kUnstaged);
  CHECK(parse_flags({"detect", "-s", "x"}).flags->source == "x");
  CHECK(parse_flags({"detect", "--no-git"}).flags->mode == Mode::kDir);
  CHECK(parse_flags({"detect", "--pipe"}).flags->mode == Mode::kStdin);
  CHECK(parse_flags({"protect", "--staged"}).flags->mode == Mode::kStaged);
  CHECK(parse_flags({"file", "a"}).flags->mode == Mode::kDir);
}

TEST_CASE("a flag that is not known, or not of this command, gives 126") {
  CHECK(parse_flags({"git", "--nope"}).exit_code == 126);
  CHECK(parse_flags({"git", "-z"}).exit_code == 126);
  CHECK(parse_flags({"dir", "--staged"}).exit_code == 126);
  CHECK(parse_flags({"stdin", "--source", "x"}).exit_code == 126);
}

TEST_CASE("what cannot be honoured is refused or noted, never passed over") {
  for (const Words& words :
       {Words{"dir", "--max-archive-depth", "2"}, Words{"dir", "--report-template", "x"},
        Words{"dir", "--follow-symlinks"}, Words{"dir", "a", "b"}, Words{"stdin", "a"},
        Words{"nope"}, Words{"dir", "--exit-code", "x"}, Words{"dir", "-r"},
        Words{"dir", "-r", "report"}, Words{"dir", "-r", "x.json", "-f", "xml"}}) {
    const auto parsed = parse_flags(words);
    CHECK_FALSE(parsed.flags);
    CHECK(parsed.exit_code == 1);
    CHECK_FALSE(parsed.text.empty());
  }
  const auto parsed = parse_flags(
      {"git", "--timeout", "5", "--platform=github", "--redact=20", "--diagnostics=cpu"});
  REQUIRE(parsed.flags);
  CHECK(parsed.flags->notes.size() == 4);
}

TEST_CASE("without a command, or with --help, there is help") {
  for (const Words& words : {Words{}, Words{"--help"}, Words{"git", "-h"}}) {
    const auto parsed = parse_flags(words);
    CHECK(parsed.exit_code == 0);
    CHECK(parsed.text.find("--report-path") != std::string::npos);
  }
}

TEST_CASE("options of git log become revisions, or are refused") {
  CHECK(parse_log_options("")->revisions == Words{"--all"});
  CHECK(parse_log_options("--no-merges --first-parent a^..b")->revisions == Words{"a^..b"});
  CHECK(parse_log_options("--no-merges --first-parent a^..b")->notes.size() == 2);
  CHECK(parse_log_options("-p --full-history")->revisions == Words{"HEAD"});
  CHECK(parse_log_options("-1")->revisions == Words{"HEAD^!"});
  CHECK(parse_log_options("-n 1 v1")->revisions == Words{"v1^!"});
  CHECK_FALSE(parse_log_options("-1 a..b"));
  CHECK_FALSE(parse_log_options("--since=2020-01-01"));
  CHECK_FALSE(parse_log_options("-5"));
  CHECK_FALSE(parse_log_options("HEAD -- src"));
}

}  // namespace
}  // namespace aegis::gitleaks

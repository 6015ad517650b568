#include "scanner/scan/baseline.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/finding/fingerprint.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

const Engine& acme() {
  static const Engine engine =
      engine_of(R"({"id": "test-long", "what": "key", "shape": "acme_{base62:24}"},
                   {"id": "test-short", "what": "key", "shape": "acmf_{base62:8}"},
                   {"id": "test-word", "what": "password", "grammar": "assignment", "words": ["password"]})");
  return engine;
}

std::vector<std::string> keys(const std::string& text, const std::string& path = "a.txt") {
  std::vector<std::string> all;
  for (const Finding& finding : findings_in(acme(), text, path))
    all.push_back(baseline_key(finding));
  return all;
}

std::string key(char digit) {
  return std::string(32, digit);
}

std::string rewritten(std::string_view text) {
  const auto baseline = parse_baseline(text, "base");
  return baseline ? baseline_text(*baseline) : baseline.error().message();
}

const std::string kHead = "# aegis baseline 1\n";

}  // namespace

TEST_CASE("A secret that nobody can guess is known wherever it stands, and no other in its place") {
  SampleRandom random(test_seed());
  const std::string token = token_of("acme_{base62:24}", random);
  const auto known = keys("key = " + token + "\n");
  REQUIRE(known.size() == 1);
  CHECK(keys("x\n\n  let other = '" + token + "';\n", "moved/b.txt") == known);
  CHECK(keys("key = " + token_of("acme_{base62:24}", random) + "\n") != known);
}

TEST_CASE("The key of a secret that can be guessed is its fingerprint, of which it is no part") {
  SampleRandom random(test_seed());
  for (const std::string& shape : {std::string("acmf_{base62:8}"), std::string("password")}) {
    const auto line = [&] {
      return shape == "password" ? "password = \"" + random_of(kBase62Letters, 12, random) + "\"\n"
                                 : "key = " + token_of(shape, random) + "\n";
    };
    const auto findings = findings_in(acme(), line(), "a.txt");
    REQUIRE(findings.size() == 1);
    CHECK(baseline_key(findings[0]) == findings[0].fingerprint);
    CHECK(keys("new\n" + line()) == std::vector<std::string>{findings[0].fingerprint});
    CHECK(keys(line(), "b.txt") != std::vector<std::string>{findings[0].fingerprint});
  }
}

TEST_CASE("A baseline covers the findings of its entries") {
  SampleRandom random(test_seed());
  const std::string text = "key = " + token_of("acme_{base62:24}", random) + "\n";
  const auto findings = findings_in(acme(), text);
  REQUIRE(findings.size() == 1);
  const Baseline baseline("base", {{key('f'), "other", "x", "", 1},
                                   {baseline_key(findings[0]), "test-long", "a", "why", 2},
                                   {key('0'), "other", "x", "", 3}});
  const auto entry = baseline.covering(findings[0]);
  REQUIRE(entry);
  CHECK(baseline.entry(*entry).line == 2);
  CHECK(baseline.entry(*entry).reason == "why");
  CHECK_FALSE(Baseline("base", {}).covering(findings[0]));
}

TEST_CASE("A baseline is written sorted, a line a key, and reads back as it is") {
  const std::string text = kHead + key('a') + " rule-a path/with blanks\n" + key('b') +
                           " rule-b b  # not a # note\n" + key('c') + " rule-c c # why # so\n";
  CHECK(rewritten(text) == kHead + key('a') + " rule-a path/with blanks\n" + key('b') +
                               " rule-b b  # not a # note\n" + key('c') + " rule-c c # why # so\n");
  CHECK(rewritten(key('c') + " r p\n" + key('a') + " r p\r\n\n") ==
        kHead + key('a') + " r p\n" + key('c') + " r p\n");
  CHECK(rewritten("\xef\xbb\xbf" + kHead) == kHead);
  CHECK(rewritten("") == kHead);
}

TEST_CASE("The union of two branches' baselines is a baseline: one line a key, with all notes") {
  const std::string a = kHead + key('1') + " r p # from a\n" + key('2') + " r p\n";
  const std::string b = kHead + key('1') + " r p # from b\n" + key('3') + " r p\n";
  const std::string both =
      kHead + key('1') + " r p # from a; from b\n" + key('2') + " r p\n" + key('3') + " r p\n";
  CHECK(rewritten(a + b) == both);
  CHECK(rewritten(b + a) == both);
  CHECK(rewritten(both + a + both) == both);
}

TEST_CASE("Comments of a baseline are kept at its top") {
  CHECK(rewritten(key('1') + " r p\n# ours\n" + kHead) == kHead + "# ours\n" + key('1') + " r p\n");
}

TEST_CASE("A line of a baseline that is no entry is an error that says which") {
  const std::string good = kHead + key('a') + " r p\n";
  for (const std::string& bad : {std::string("x"), key('a'), key('a') + " r", key('a') + " r ",
                                 key('A') + " r p", "finding:" + key('a') + " r p",
                                 std::string(33, 'a') + " r p", std::string("{\"version\":1}")}) {
    INFO(bad);
    const auto baseline = parse_baseline(good + bad + "\n", "base");
    REQUIRE_FALSE(baseline);
    CHECK(baseline.error().kind() == ErrorKind::kUsage);
    CHECK(baseline.error().message().find("line 3: is no entry: 32 hex digits") == 0);
  }
  CHECK(rewritten(good + "<<<<<<< HEAD\n").find("line 3: is of a merge conflict") == 0);
  CHECK(rewritten("# aegis baseline 2\n").find("line 1: is of another version") == 0);
}

TEST_CASE("A path is written so that it is one line and holds no note") {
  CHECK(baseline_path("a b/c") == "a b/c");
  CHECK(baseline_path("a # b # c") == "a \\x23 b \\x23 c");
  const std::string hostile = baseline_path("a\nb\x1b[31m\xff");
  CHECK(hostile.find('\n') == std::string::npos);
  CHECK(hostile.find('\x1b') == std::string::npos);
  CHECK(rewritten(key('a') + " r " + hostile) == kHead + key('a') + " r " + hostile + "\n");
  CHECK(baseline_path("") == ".");
}

TEST_CASE("A baseline that is a FIFO, a folder or not there is an error at once") {
  TemporaryFolder folder;
  folder.write("folder/x", "");
  for (const char* name : {"folder", "none"}) {
    const auto baseline = load_baseline(folder.path(name));
    REQUIRE_FALSE(baseline);
    CHECK(baseline.error().kind() == ErrorKind::kUsage);
    CHECK(baseline.error().message().find(folder.path(name) + ": ") == 0);
  }
}

}  // namespace aegis

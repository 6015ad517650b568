#include "scanner/git/commit.h"

#include <catch2/catch.hpp>
#include <string>

#include "scanner/git/tag.h"
#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

const std::string kTree = "tree " + std::string(40, 'a') + "\n";

// name|email|date
std::string shown(std::string_view line) {
  const Signature who = parse_signature(line);
  return std::string(who.name) + "|" + std::string(who.email) + "|" + iso_date(who);
}

}  // namespace

TEST_CASE("A signature is taken from any bytes") {
  struct Case {
    std::string_view line;
    const char* expected;
  };
  const Case kCases[] = {
      {"A U Thor <a@example.com> 1767303245 +0530",
       "A U Thor|a@example.com|2026-01-02T03:04:05+05:30"},
      {"A <a@b> 0 +0000", "A|a@b|1970-01-01T00:00:00+00:00"},
      {"A <a@b> 1767303245 -0730", "A|a@b|2026-01-01T14:04:05-07:30"},
      {"A <a@b> 1767303245", "A|a@b|2026-01-01T21:34:05+00:00"},
      {"A <a@b> 1767303245 +9999", "A|a@b|2026-01-01T21:34:05+00:00"},
      {"A <a@b> 1767303245 UTC", "A|a@b|2026-01-01T21:34:05+00:00"},
      {"A <a@b> 99999999999999999999 +0000", "A|a@b|"},
      {"A <a@b> 253402300799 +0000", "A|a@b|9999-12-31T23:59:59+00:00"},
      {"A <a@b> 253402300800 +0000", "A|a@b|"},
      {"A <a@b> 253402300799 +0001", "A|a@b|"},
      {"A <a@b> -5 +0000", "A|a@b|"},
      {"A <a@b> soon", "A|a@b|"},
      {"A <a@b>", "A|a@b|"},
      {"A <a@b", "A|a@b|"},
      {"A> <x <a>b> 5 +0000", "A>|x <a|1970-01-01T00:00:05+00:00"},
      {"A", "A||"},
      {"<>", "||"},
      {"", "||"},
      {"> 5 +0000", "> 5 +0000||"},
      {"\x1b[31m\xff <\r\x01> 5 +0000", "\x1b[31m\xff|\x01|1970-01-01T00:00:05+00:00"},
  };
  for (const auto& [line, expected] : kCases) {
    INFO(line);
    CHECK(shown(line) == expected);
  }
}

TEST_CASE("A commit's text is taken from any bytes") {
  const std::string text =
      kTree +
      "author A <a@b> 1 +0000\ngpgsig one\n author X <x@y> 7 +0000\nauthor B <b@c> 2 +0000\n"
      "committer C <c@d> 3 +0000\nencoding ISO-8859-1\n\nsubject\n\nbody\0more\n";
  const CommitText whole = parse_commit_text(text);
  CHECK(whole.author.name == "A");
  CHECK(whole.committer.time == 3);
  CHECK(whole.encoding == "ISO-8859-1");
  CHECK(whole.message == "subject\n\nbody");  // the literal ends at its NUL

  for (const std::string& bytes :
       {std::string(), std::string("\n"), std::string("\n\n"), kTree, kTree + "author",
        kTree + "author \n", std::string(9, '\0'), "author\n" + kTree}) {
    INFO(bytes);
    const CommitText parsed = parse_commit_text(bytes);
    CHECK(parsed.author.name.empty());
    CHECK(!parsed.committer.time);
    CHECK(parsed.message.empty());
  }
  CHECK(parse_commit_text("\n\nwithout headers").message == "without headers");
}

TEST_CASE("A tag needs an object and nothing else") {
  const std::string object = "object " + std::string(40, 'b') + "\n";
  const std::string text = object + "type commit\ntag v1\ntagger T <t@u> 9 -0100\n\nmessage\n";
  const auto tag = parse_tag(text, HashKind::kSha1);
  REQUIRE(tag);
  CHECK(tag->target.hex() == std::string(40, 'b'));
  CHECK(tag->name == "v1");
  CHECK(tag->tagger.email == "t@u");
  CHECK(tag->message == "message\n");
  CHECK(parse_tag(object, HashKind::kSha1));
  CHECK(parse_tag(object.substr(0, object.size() - 1), HashKind::kSha1));
  for (const std::string& bytes :
       {std::string(), std::string("object \n"), object.substr(0, 46), " " + object,
        "object " + std::string(41, 'b') + "\n", "object " + std::string(40, 'x') + "\n"}) {
    INFO(bytes);
    CHECK_FALSE(parse_tag(bytes, HashKind::kSha1));
  }
  CHECK_FALSE(parse_tag(object, HashKind::kSha256));
}

TEST_CASE("Dates and names are those that git shows") {
  RepositorySandbox sandbox;
  sandbox.git(
      "for zone in +0000 +0530 -1130 +1400; do GIT_AUTHOR_DATE=\"1767303245 $zone\" "
      "GIT_AUTHOR_NAME='J. \xc3\xa9 <x' git commit -q --allow-empty -m m; done");
  std::string shown_by_us;
  std::string ids = sandbox.git("git rev-list HEAD");
  for (size_t i = 0; i < ids.size(); i += 41) {
    const std::string bytes = sandbox.git("git cat-file -p " + ids.substr(i, 40));
    const CommitText text = parse_commit_text(bytes);
    shown_by_us += std::string(text.author.name) + "|" + std::string(text.author.email) + "|" +
                   iso_date(text.author) + "\n";
  }
  std::string expected = sandbox.git("git log --format='%an|%ae|%aI'");
  for (size_t z = expected.find("Z\n"); z != std::string::npos; z = expected.find("Z\n")) {
    expected.replace(z, 1, "+00:00");
  }
  CHECK(shown_by_us == expected);
}

}  // namespace aegis::git

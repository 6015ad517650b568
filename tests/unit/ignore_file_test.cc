#include "scanner/scan/ignore_file.h"

#include <catch2/catch.hpp>
#include <string>

#include "scanner/scan/date.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

const std::string kPrint = "0123" + std::string(28, 'a');

Result<IgnoreFile> parsed(std::string_view text, const char* today = "2026-11-25") {
  return parse_ignore_file(text, "ignore", *parse_date(today));
}

bool covers(const IgnoreFile& file, const std::string& print) {
  Finding finding;
  finding.fingerprint = print;
  return file.covering(finding).has_value();
}

std::string problem(std::string_view text) {
  const auto file = parsed(text);
  return file ? "" : file.error().message();
}

}  // namespace

TEST_CASE("An ignore file holds paths and fingerprints") {
  const auto file = parsed("# a comment\ndocs/\n\nfinding:" + kPrint +
                           "  # why\nfinding:" + std::string(32, 'b') + "\r\n*.min.js");
  REQUIRE(file);
  CHECK(file->size() == 4);
  CHECK(covers(*file, kPrint));
  CHECK(covers(*file, std::string(32, 'b')));
  CHECK_FALSE(covers(*file, std::string(32, 'c')));
  CHECK(file->paths()->ignores_with_folders("docs/a"));
  CHECK(file->paths()->ignores_with_folders("x/a.min.js"));
  CHECK_FALSE(file->paths()->ignores_with_folders("a.js"));
  CHECK(file->entry(file->entry_of_path_rule(1)).line == 6);
}

TEST_CASE("A line that says finding: and holds no fingerprint is an error with its number") {
  for (const std::string& print :
       {std::string(), std::string(31, 'a'), std::string(33, 'a'), std::string(32, 'A'),
        std::string(32, 'g'), " " + std::string(32, 'a')}) {
    INFO(print);
    const auto file = parsed("# one\n\nfinding:" + print + "\n");
    REQUIRE_FALSE(file);
    CHECK(file.error().kind() == ErrorKind::kUsage);
    CHECK(file.error().message() ==
          "line 3: finding: takes the 32 hex digits that a report prints");
  }
}

TEST_CASE("A line may say until when it counts, whose it is and why") {
  const auto file =
      parsed("finding:" + kPrint + "\tuntil=2027-01-31 owner=ana@example  # a \\ test\r\n" +
             "path:old\\ files/ owner=bo until=2027-02-01#gone soon\n");
  REQUIRE(file);
  REQUIRE(file->size() == 2);
  CHECK(file->entry(0).what == "finding:" + kPrint);
  CHECK(file->entry(0).until == "2027-01-31");
  CHECK(file->entry(0).owner == "ana@example");
  CHECK(file->entry(0).reason == "a \\ test");
  CHECK(file->entry(1).line == 2);
  CHECK(file->entry(1).is_of_path);
  CHECK(file->entry(1).reason == "gone soon");
  CHECK(file->paths()->ignores_with_folders("old files/a"));
}

TEST_CASE("A comment above a paragraph is the reason of its lines that give none") {
  const auto file =
      parsed("# generated\ndocs/\n*.min.js\npath:a # own\n\nfinding:" + kPrint + "\n");
  REQUIRE(file);
  CHECK(file->entry(0).reason == "generated");
  CHECK(file->entry(1).reason == "generated");
  CHECK(file->entry(2).reason == "own");
  CHECK(file->entry(3).reason.empty());
}

TEST_CASE("A line counts to the end of its last day") {
  const std::string text = "finding:" + kPrint + " until=2026-11-25\npath:docs/ until=2026-11-25\n";
  const int64_t day = *parse_date("2026-11-25");
  for (const int64_t now : {day - 1, day, day + kSecondsOfDay - 1, day + kSecondsOfDay}) {
    const auto file = parse_ignore_file(text, "ignore", now);
    REQUIRE(file);
    const bool counts = now < day + kSecondsOfDay;
    CHECK(covers(*file, kPrint) == counts);
    CHECK(file->paths()->ignores_with_folders("docs/a") == counts);
    CHECK(file->entry(0).is_expired != counts);
    CHECK(file->size() == 2);
  }
}

TEST_CASE("What expired does not stand in the way of the same line renewed") {
  const auto file = parsed("finding:" + kPrint + " until=2020-01-01\nfinding:" + kPrint + "\n");
  REQUIRE(file);
  CHECK(covers(*file, kPrint));
}

TEST_CASE("A line that is not understood says which and what is expected") {
  const std::string finding = "finding:" + kPrint;
  CHECK(problem("a\n" + finding + " unitl=2027-01-01\n") ==
        "line 2: only until=YYYY-MM-DD and owner=NAME may follow; write a reason behind a #");
  CHECK(problem(finding + " until=soon") == "line 1: until= takes a day, such as until=2027-01-31");
  CHECK(problem(finding + " until=2027-13-01") ==
        "line 1: until= takes a day, such as until=2027-01-31");
  CHECK(problem(finding + " until=2027-01-01T00:00:00Z") ==
        "line 1: until= takes a day, such as until=2027-01-31");
  CHECK_FALSE(problem(finding + " owner=").empty());
  CHECK_FALSE(problem(finding + " some words").empty());
  CHECK(problem("path:  docs\n").find("line 1: path: takes a pattern at once") == 0);
}

TEST_CASE("An ignore file in UTF-16 or with NULs is an error, one with a byte order mark is none") {
  CHECK(problem(std::string_view("\xff\xfe"
                                 "d\0o\0c\0s\0\n\0",
                                 12)) ==
        "line 1: holds a NUL byte; the file must be text in UTF-8");
  const auto file = parsed(
      "\xef\xbb\xbf"
      "finding:" +
      kPrint + "\r\n\r\ndocs/\r\n");
  REQUIRE(file);
  CHECK(covers(*file, kPrint));
  CHECK(file->paths()->ignores_with_folders("docs/a"));
}

TEST_CASE("The ignore file of a folder is read, and need not be there") {
  TemporaryFolder folder;
  CHECK(load_ignore_file(folder.path(), 0)->size() == 0);
  folder.write(".aegisignore", "a\n");
  CHECK(load_ignore_file(folder.path(), 0)->size() == 1);
  folder.write(".aegisignore", "finding:x\n");
  CHECK(load_ignore_file(folder.path(), 0)
            .error()
            .message()
            .find(folder.path(".aegisignore") + ": line 1: ") == 0);
  TemporaryFolder other;
  other.write(".aegisignore/file", "");
  CHECK(load_ignore_file(other.path(), 0).error().kind() == ErrorKind::kUsage);
}

}  // namespace aegis

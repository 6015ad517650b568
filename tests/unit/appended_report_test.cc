#include "scanner/logs/appended_report.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "scanner/base/fd.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

std::string content(const std::string& path) {
  return *read_file(path, 1 << 20);
}

void add(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::app | std::ios::binary) << text;
}

}  // namespace

TEST_CASE("a report is added to the file, once planned, and known to stand there") {
  const TemporaryFolder folder;
  const std::string path = folder.path("report");
  const Key key{};
  for (int run = 0; run < 2; ++run) {
    const auto plan = plan_appending(path, key, "a line\n");
    REQUIRE(plan);
    CHECK_FALSE(was_appended(path, key, *plan));
    REQUIRE(append_report(path, *plan, "a line\n"));
    CHECK(was_appended(path, key, *plan));
    add(path, "another's\n");
    CHECK(was_appended(path, key, *plan));
  }
  CHECK(content(path) == "a line\nanother's\na line\nanother's\n");
  struct stat info {};
  CHECK(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("a part of a report that a killed run left is taken off") {
  const TemporaryFolder folder;
  const Key key{};
  const std::string text = "a line\n";
  for (size_t size = 0; size < text.size(); ++size) {
    const std::string path = folder.path("report" + std::to_string(size));
    add(path, "before\n");
    const auto plan = plan_appending(path, key, text);
    REQUIRE(plan);
    add(path, text.substr(0, size));
    CHECK_FALSE(was_appended(path, key, *plan));
    CHECK(content(path) == "before\n");
  }
}

TEST_CASE("a file that is another one by now, or has grown, is not added to") {
  const TemporaryFolder folder;
  const std::string path = folder.path("report");
  const Key key{};
  const auto plan = plan_appending(path, key, "a line\n");
  REQUIRE(plan);
  add(path, "another's\n");
  CHECK_FALSE(append_report(path, *plan, "a line\n"));
  REQUIRE(::rename(path.c_str(), folder.path("old").c_str()) == 0);
  add(path, "");
  CHECK_FALSE(append_report(path, *plan, "a line\n"));
  CHECK_FALSE(was_appended(path, key, *plan));
}

TEST_CASE("what is no regular file is not added to") {
  const TemporaryFolder folder;
  const std::string fifo = folder.path("fifo");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK_FALSE(plan_appending(fifo, Key{}, "x"));
  CHECK_FALSE(plan_appending(folder.path("none/report"), Key{}, "x"));
}

}  // namespace aegis

#include "scanner/git/mapped_file.h"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <string>

#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

// The process's own way with the signal comes back when a test ends.
class ZerosAtEnds {
 public:
  ZerosAtEnds() {
    ::sigaction(SIGBUS, nullptr, &before_);
    read_zeros_where_files_end();
  }
  ZerosAtEnds(const ZerosAtEnds&) = delete;
  ZerosAtEnds& operator=(const ZerosAtEnds&) = delete;
  ~ZerosAtEnds() { ::sigaction(SIGBUS, &before_, nullptr); }

 private:
  struct sigaction before_ {};
};

}  // namespace

TEST_CASE("A mapped file that is cut short reads as zeros, and says that it was") {
  const ZerosAtEnds zeros;
  const Sandbox sandbox;
  const std::string path = sandbox.path("file");
  sandbox.write("file", std::string(100'000, 'x'));
  auto file = MappedFile::open(path);
  REQUIRE(file);
  CHECK(!file->is_cut_short());
  REQUIRE(::truncate(path.c_str(), 5000) == 0);
  CHECK(file->is_cut_short());
  const std::string bytes(file->bytes());
  CHECK(std::count(bytes.begin(), bytes.begin() + 5000, 'x') == 5000);
  CHECK(std::count(bytes.begin() + 8192, bytes.end(), '\0') == 100'000 - 8192);
  const MappedFile moved = *std::move(file);
  CHECK(moved.is_cut_short());
}

TEST_CASE("A mapped file that is deleted, replaced or grows is not cut short") {
  const Sandbox sandbox;
  for (const char* what : {"deleted", "replaced", "grows"}) {
    INFO(what);
    sandbox.write("file", "0123456789");
    const auto file = MappedFile::open(sandbox.path("file"));
    REQUIRE(file);
    if (what == std::string("grows")) {
      REQUIRE(::truncate(sandbox.path("file").c_str(), 20) == 0);
    } else {
      std::filesystem::remove(sandbox.path("file"));
      if (what == std::string("replaced")) sandbox.write("file", "0");
    }
    CHECK(!file->is_cut_short());
    CHECK(file->bytes() == "0123456789");
  }
}

}  // namespace aegis::git

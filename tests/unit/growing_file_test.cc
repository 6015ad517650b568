#include "scanner/state/growing_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/base/checksum.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

constexpr std::string_view kKind = "things 1";

std::string contents(const std::string& path) {
  auto bytes = read_file(path, 1 << 20);
  REQUIRE(bytes);
  return *bytes;
}

void put(const std::string& path, const std::string& bytes) {
  const Fd fd(::creat(path.c_str(), 0600));
  REQUIRE(write_all(fd.get(), bytes));
}

GrowingFile opened(const std::string& path) {
  auto file = GrowingFile::open(path, kKind);
  if (!file) FAIL(file.error().message());
  return *std::move(file);
}

std::vector<std::string> parts_of(const std::string& path) {
  const GrowingFile file = opened(path);
  return {file.parts().begin(), file.parts().end()};
}

}  // namespace

TEST_CASE("Parts are added, and read in the order in which they came") {
  const TemporaryFolder folder;
  const std::string path = folder.path("state");
  const std::string large(100'000, 'x');
  CHECK(parts_of(path).empty());
  REQUIRE(opened(path).replace("first"));
  CHECK(parts_of(path) == std::vector<std::string>{"first"});
  REQUIRE(opened(path).append(large));
  REQUIRE(opened(path).append(""));
  REQUIRE(opened(path).append(std::string(64, '\0')));
  CHECK(parts_of(path) == std::vector<std::string>{"first", large, "", std::string(64, '\0')});
  const GrowingFile file = opened(path);
  for (const std::string_view part : file.parts()) {
    CHECK(reinterpret_cast<uintptr_t>(part.data()) % 64 == 0);
  }
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("To replace is to forget all other parts") {
  const TemporaryFolder folder;
  const std::string path = folder.path("state");
  REQUIRE(opened(path).replace("first"));
  REQUIRE(opened(path).append("second"));
  REQUIRE(opened(path).replace("third"));
  CHECK(parts_of(path) == std::vector<std::string>{"third"});
}

TEST_CASE("A file that is cut short or changed anywhere is not trusted") {
  const TemporaryFolder folder;
  const std::string path = folder.path("state");
  REQUIRE(opened(path).replace("the first part"));
  REQUIRE(opened(path).append("the second part"));
  const std::string whole = contents(path);
  for (size_t size = 1; size < whole.size(); ++size) {
    put(path, whole.substr(0, size));
    const GrowingFile file = opened(path);
    // Cut between two parts it is as it was before the second came.
    const bool is_between = size == 192;
    CHECK(file.parts().size() == (is_between ? 1 : 0));
    CHECK(file.damage().empty() == is_between);
  }
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] ^= 0x20;
    put(path, changed);
    const GrowingFile file = opened(path);
    // What stands between parts has no meaning.
    if (file.damage().empty()) {
      CHECK(file.parts() == std::vector<std::string_view>{"the first part", "the second part"});
    } else {
      CHECK(file.parts().empty());
    }
  }
}

TEST_CASE("What was never a state is kept when it is replaced") {
  const TemporaryFolder folder;
  const std::string path = folder.path("state");
  put(path, "somebody's only copy");
  {
    GrowingFile file = opened(path);
    CHECK(file.damage() == "is no state of this program");
    REQUIRE(file.replace("ours"));
  }
  CHECK(parts_of(path) == std::vector<std::string>{"ours"});
  CHECK(contents(path + ".old") == "somebody's only copy");
  put(path, "aegis state things 2\n");
  CHECK(opened(path).damage() == "is of another version (things 2)");
  put(path, "");
  CHECK(opened(path).damage().empty());
}

TEST_CASE("One process at a time has a growing file open, and only its owner's") {
  const TemporaryFolder folder;
  const std::string path = folder.path("state");
  const GrowingFile file = opened(path);
  CHECK_FALSE(GrowingFile::open(path, kKind));
  const std::string other = folder.path("other");
  put(other, "");
  REQUIRE(::chmod(other.c_str(), 0640) == 0);
  const auto refused = GrowingFile::open(other, kKind);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::kUsage);
}

TEST_CASE("A checksum tells every changed byte, wherever it is") {
  for (const size_t size : {1, 7, 8, 31, 32, 33, 100}) {
    const std::string text(size, 'a');
    for (size_t at = 0; at < size; ++at) {
      std::string changed = text;
      changed[at] = 'b';
      CHECK(checksum64(changed) != checksum64(text));
    }
    CHECK(checksum64(text + '\0') != checksum64(text));
  }
  CHECK(checksum64("") != checksum64(std::string(1, '\0')));
}

}  // namespace aegis

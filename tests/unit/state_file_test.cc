#include "scanner/state/state_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

constexpr std::string_view kKind = "things 1";

std::string contents(const std::string& path) {
  auto bytes = read_file(path, 1 << 20);
  REQUIRE(bytes);
  return *bytes;
}

mode_t mode_of(const std::string& path) {
  struct stat info {};
  REQUIRE(::lstat(path.c_str(), &info) == 0);
  return info.st_mode & 0777;
}

std::string refusal(const std::string& path, ErrorKind kind) {
  const auto state = StateFile::open(path, kKind);
  REQUIRE_FALSE(state);
  CHECK(state.error().kind() == kind);
  return state.error().message();
}

bool says(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("What is committed is what the next one reads, and nobody else") {
  const TemporaryFolder folder;
  const std::string path = folder.path("state");
  const std::string content("any bytes\n\0\xff", 12);
  {
    auto state = StateFile::open(path, kKind);
    REQUIRE(state);
    CHECK_FALSE(state->content());
    CHECK(state->damage().empty());
    REQUIRE(state->commit("first"));
    REQUIRE(state->commit(content));
  }
  const auto state = StateFile::open(path, kKind);
  REQUIRE(state);
  CHECK(state->content() == content);
  CHECK(mode_of(path) == 0600);
  CHECK(mode_of(state->lock_path()) == 0600);
}

TEST_CASE("One at a time has it open") {
  const TemporaryFolder folder;
  const std::string path = folder.path("state");
  {
    const auto first = StateFile::open(path, kKind);
    REQUIRE(first);
    CHECK(says(refusal(path, ErrorKind::kUnreadable), "another run is using it"));
  }
  CHECK(StateFile::open(path, kKind));
}

TEST_CASE("A damaged file is told and not used") {
  const TemporaryFolder folder;
  const std::string path = folder.path("state");
  {
    auto state = StateFile::open(path, kKind);
    REQUIRE(state->commit("content"));
  }
  const std::string sound = contents(path);
  const auto damage = [&](const std::string& bytes) {
    folder.write("state", bytes);
    ::chmod(path.c_str(), 0600);
    const auto state = StateFile::open(path, kKind);
    REQUIRE(state);
    CHECK_FALSE(state->content());
    return state->damage();
  };
  for (size_t size = 0; size < sound.size(); ++size)
    CHECK_FALSE(damage(sound.substr(0, size)).empty());
  for (size_t at = 0; at < sound.size(); ++at) {
    std::string flipped = sound;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    CHECK_FALSE(damage(flipped).empty());
  }
  CHECK(says(damage(replaced(sound, "things 1", "things 2")), "another version (things 2)"));
  CHECK(damage(sound + "more") != "");
}

TEST_CASE("A file that somebody else could have written is refused") {
  const TemporaryFolder folder;
  const std::string path = folder.path("state");
  folder.write("state", "text");
  ::chmod(path.c_str(), 0660);
  CHECK(says(refusal(path, ErrorKind::kUsage), "chmod 600"));
  ::unlink(path.c_str());
  REQUIRE(::symlink("elsewhere", path.c_str()) == 0);
  CHECK(says(refusal(path, ErrorKind::kUsage), "cannot open"));
  ::unlink(path.c_str());
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  CHECK(says(refusal(path, ErrorKind::kUsage), "no regular file"));
  CHECK(says(refusal(folder.path("none/state"), ErrorKind::kUsage), "No such file"));
}

TEST_CASE("What a killed run left behind does not stand in the way") {
  const TemporaryFolder folder;
  const std::string path = folder.path("state");
  folder.write("state.new", "half");
  auto state = StateFile::open(path, kKind);
  REQUIRE(state);
  CHECK_FALSE(state->content());
  REQUIRE(state->commit("whole"));
  CHECK_FALSE(exists(path + ".new"));
}

}  // namespace aegis

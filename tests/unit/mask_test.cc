#include "scanner/logs/mask.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "scanner/base/fd.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

using Pieces = std::vector<std::pair<uint64_t, uint64_t>>;

struct Hiding {
  Pieces pieces;
  Spelling spelling = Spelling::kText;
};

// What is written of `text`, `step` bytes at a time.
std::string masked(const std::string& text, const std::vector<Hiding>& hidings, size_t step) {
  const TemporaryFolder folder;
  const std::string path = folder.path("copy");
  const Fd fd(::open(path.c_str(), O_RDWR | O_CREAT, 0600));
  MaskWriter writer(fd.get());
  for (size_t at = 0; at < text.size(); at += step) {
    for (const Hiding& hiding : hidings) {
      const uint64_t begin = hiding.pieces.front().first;
      if (begin >= at && begin < at + step) writer.hide(hiding.pieces, hiding.spelling);
    }
    writer.write(at, std::string_view(text).substr(at, step));
  }
  REQUIRE(writer.finish(text.size()));
  return *read_file(path, 1 << 20);
}

}  // namespace

TEST_CASE("every byte of a secret becomes a star, however the log is cut") {
  const std::string text = "a SECRET b\nTWO\r\nLINES c SE--CRET";
  const std::vector<Hiding> hidings = {{{{2, 8}}}, {{{11, 21}}}, {{{24, 26}, {28, 32}}}};
  for (size_t step = 1; step <= text.size(); ++step) {
    CHECK(masked(text, hidings, step) == "a ****** b\n***\r\n***** c **--****");
  }
}

TEST_CASE("numbers in a list stay numbers") {
  CHECK(masked("[7,65,255]", {{{{1, 2}, {3, 5}, {6, 9}}, Spelling::kNumbers}}, 10) == "[9,42,142]");
}

TEST_CASE("what is left out between two writes is a hole") {
  const TemporaryFolder folder;
  const std::string path = folder.path("copy");
  const Fd fd(::open(path.c_str(), O_RDWR | O_CREAT, 0600));
  MaskWriter writer(fd.get());
  writer.write(0, "ab");
  writer.write(100, "cd");
  REQUIRE(writer.finish(200));
  CHECK(*read_file(path, 1000) == "ab" + std::string(98, '\0') + "cd" + std::string(98, '\0'));
}

TEST_CASE("a copy that cannot be written is an error") {
  const Fd full(::open("/dev/full", O_WRONLY));
  MaskWriter writer(full.get());
  writer.write(0, "text");
  CHECK_FALSE(writer.finish(4));
}

}  // namespace aegis

#include "scanner/logs/block_cutter.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

constexpr uint64_t kToTheEnd = ~uint64_t{0};

std::unique_ptr<LogStream> opened(const std::string& path) {
  LogFile file;
  file.path = path;
  auto stream = LogStream::open(file, nullptr);
  REQUIRE(stream);
  return *std::move(stream);
}

std::string some_lines(size_t size, SampleRandom& random) {
  std::string text;
  while (text.size() < size) {
    text += random_of("abc ", random.below(100), random) + '\n';
    if (random.below(200) == 0) text += std::string(random.below(80'000), 'x');
  }
  return text;
}

// Checks every block against the text that it is cut from; gives what the cores hold together.
std::string checked_cores(const std::string& path, const std::string& text, const LogPlace& from,
                          uint64_t until, size_t core) {
  auto stream = opened(path);
  BlockCutter cutter(*stream, std::make_shared<const Origin>(), from, until, core);
  std::string cores;
  LogBlock block;
  for (;;) {
    auto more = cutter.next(block);
    REQUIRE(more);
    if (!*more) return cores;
    const Chunk& chunk = block.chunk;
    const uint64_t end = chunk.offset + chunk.bytes.size();
    CHECK((text.substr(chunk.offset, chunk.bytes.size()) == chunk.bytes));
    CHECK(chunk.first == (chunk.offset == 0));
    CHECK((chunk.first || chunk.core_begin >= kChunkContext));
    CHECK((!chunk.last || end == text.size()));
    CHECK((end == text.size() || chunk.bytes.size() - chunk.core_end >= kChunkContext));
    CHECK(block.core_offset() == from.offset + cores.size());
    const LogPlace place = place_after({}, text.substr(0, block.core_offset()));
    const LogPlace told = place_after(block.begin(), chunk.bytes.substr(0, chunk.core_begin));
    CHECK(told.line == place.line);
    CHECK(told.line_offset == place.line_offset);
    cores += block.core();
  }
}

}  // namespace

TEST_CASE("The cores of a log's blocks tile it, with context and lines") {
  SampleRandom random(test_seed());
  INFO("AEGIS_TEST_SEED=" << test_seed());
  const TemporaryFolder folder;
  for (const size_t size : {size_t{0}, size_t{1}, size_t{40'000}, size_t{300'000}}) {
    const std::string text = size == 0 ? "" : some_lines(size, random);
    folder.write("log", text);
    for (const size_t core : {size_t{1}, size_t{4096}, size_t{50'000}, size_t{1} << 20}) {
      if (core == 1 && size > 1) continue;
      CHECK((checked_cores(folder.path("log"), text, {}, kToTheEnd, core) == text));
    }
    const uint64_t begin = random.below(text.size() + 1);
    const uint64_t end = begin + random.below(text.size() - begin + 1);
    const LogPlace from = place_after({}, text.substr(0, begin));
    CHECK((checked_cores(folder.path("log"), text, from, end, 10'000) ==
           text.substr(begin, end - begin)));
    CHECK((checked_cores(folder.path("log"), text, from, kToTheEnd, 10'000) == text.substr(begin)));
  }
}

TEST_CASE("A hole in a file is passed over") {
  const TemporaryFolder folder;
  const std::string path = folder.path("sparse");
  const uint64_t hole = uint64_t{1} << 40;
  {
    const Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT, 0600));
    REQUIRE(fd);
    REQUIRE(write_all(fd.get(), "first line\n"));
    REQUIRE(::lseek(fd.get(), static_cast<off_t>(hole), SEEK_SET) > 0);
    REQUIRE(write_all(fd.get(), "second line\n"));
  }
  auto stream = opened(path);
  BlockCutter cutter(*stream, std::make_shared<const Origin>(), {}, kToTheEnd, 1 << 16);
  LogBlock block;
  size_t blocks = 0;
  std::string last;
  for (auto more = cutter.next(block); more && *more; more = cutter.next(block)) {
    ++blocks;
    last = block.core();
    const uint64_t end = block.core_offset() + last.size();
    if (last.ends_with("second line\n")) {
      CHECK(end == hole + 12);
      const LogPlace place =
          place_after(block.begin(), block.chunk.bytes.substr(0, hole - block.chunk.offset));
      CHECK(place.line == 2);
      CHECK(place.line_offset == 11);
    }
  }
  CHECK(blocks < 10);
  CHECK(last.ends_with("second line\n"));
}

TEST_CASE("A file that became shorter than where reading is to go on is an error") {
  const TemporaryFolder folder;
  folder.write("log", "short\n");
  auto stream = opened(folder.path("log"));
  BlockCutter cutter(*stream, std::make_shared<const Origin>(), {1000, 10, 990}, kToTheEnd, 4096);
  LogBlock block;
  const auto more = cutter.next(block);
  REQUIRE_FALSE(more);
  CHECK(more.error().message() == "is shorter than it was");
}

}  // namespace aegis

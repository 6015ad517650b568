#include "scanner/source/chunker.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/base/lines.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

// Checks every chunk against the whole document; counts the chunks.
class Checked {
 public:
  Checked(const std::string& whole, size_t core) : whole_(whole), core_(core) {}

  void operator()(const Chunk& chunk) {
    ++chunks;
    const std::string_view all = whole_;
    REQUIRE(chunk.offset + chunk.bytes.size() <= all.size());
    CHECK(chunk.bytes == all.substr(chunk.offset, chunk.bytes.size()));
    // Cores tile the document.
    CHECK(chunk.offset + chunk.core_begin == done_);
    done_ = chunk.offset + chunk.core_end;
    CHECK(chunk.core_end - chunk.core_begin <= core_);
    // Context, or all there is.
    CHECK((chunk.core_begin >= kChunkContext || chunk.offset == 0));
    const uint64_t end = chunk.offset + chunk.bytes.size();
    CHECK((chunk.bytes.size() - chunk.core_end >= kChunkContext || end == all.size()));
    CHECK(chunk.first == (chunk.offset == 0));
    CHECK((!chunk.last || end == all.size()));
    const std::string_view before = all.substr(0, chunk.offset);
    CHECK(chunk.line == 1 + static_cast<uint64_t>(std::count(before.begin(), before.end(), '\n')));
    const size_t newline = before.rfind('\n');
    CHECK(chunk.line_offset == (newline == std::string_view::npos ? 0 : newline + 1));
    last_ = chunk.last;
  }
  void finish() const {
    CHECK(done_ == whole_.size());
    CHECK(last_);
  }

  size_t chunks = 0;

 private:
  const std::string& whole_;
  size_t core_;
  uint64_t done_ = 0;
  bool last_ = false;
};

std::string document(size_t size, SampleRandom& random) {
  std::string text;
  while (text.size() < size) text += line_of_text(random);
  text.resize(size);
  return text;
}

constexpr size_t kSizes[] = {0,
                             1,
                             1000,
                             4095,
                             4096,
                             4097,
                             kChunkContext - 1,
                             kChunkContext,
                             kChunkContext + 1,
                             65536,
                             66000,
                             69631,
                             69632,
                             69633,
                             100'000,
                             200'000};

}  // namespace

TEST_CASE("Bytes in memory are cut into cores that tile them, with context") {
  SampleRandom random(test_seed());
  for (const size_t size : kSizes) {
    const std::string text = document(size, random);
    for (const size_t core : {size_t{1000}, size_t{4096}, size_t{50'000}, kDefaultCore}) {
      INFO(size << " bytes, core " << core);
      Checked checked(text, core);
      visit_bytes(nullptr, text, core, [&](const Chunk& chunk) { checked(chunk); });
      checked.finish();
      CHECK(checked.chunks == std::max<size_t>(1, (size + core - 1) / core));
    }
  }
}

TEST_CASE("A stream is cut like bytes in memory, whatever its size is said to be") {
  SampleRandom random(test_seed());
  for (const size_t size : kSizes) {
    const std::string text = document(size, random);
    for (const size_t core : {size_t{1000}, size_t{4096}, size_t{50'000}}) {
      for (const uint64_t hint :
           {uint64_t{0}, uint64_t{size}, uint64_t{size / 2}, uint64_t{10'000'000}}) {
        INFO(size << " bytes, core " << core << ", hint " << hint);
        size_t at = 0;
        const auto read = [&](std::span<char> buffer) -> Result<size_t> {
          const size_t n = std::min(buffer.size(), text.size() - at);
          std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), n, buffer.begin());
          at += n;
          return n;
        };
        Checked checked(text, core);
        REQUIRE(
            visit_stream(nullptr, read, core, hint, [&](const Chunk& chunk) { checked(chunk); }));
        checked.finish();
      }
    }
  }
}

TEST_CASE("A stream that cannot be read to its end is an error") {
  size_t reads = 0;
  const auto read = [&](std::span<char> buffer) -> Result<size_t> {
    if (++reads > 3) return unreadable("broken");
    std::fill(buffer.begin(), buffer.end(), 'x');
    return buffer.size();
  };
  const auto status = visit_stream(nullptr, read, 4096, 0, [](const Chunk&) {});
  REQUIRE_FALSE(status);
  CHECK(status.error().message() == "broken");
}

TEST_CASE("Line feeds are counted with and without vector instructions") {
  SampleRandom random(test_seed());
  for (size_t length = 0; length < 300; ++length) {
    const std::string text = random_of("\n\na\x8a\xff", length, random);
    CHECK(count_newlines(text) ==
          static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n')));
  }
  CHECK(count_newlines(std::string(100'000, '\n')) == 100'000);
}

}  // namespace aegis

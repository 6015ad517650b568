#include "scanner/decompress/decompressed_reader.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

constexpr Compression kAll[] = {Compression::kGzip, Compression::kZstd, Compression::kXz,
                                Compression::kBzip2};

std::string gzipped(const std::string& text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd_frame(const std::string& text, int window = 0) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  if (window > 0) {
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  }
  std::string out(ZSTD_compressBound(text.size()), '\0');
  ZSTD_outBuffer target{out.data(), out.size(), 0};
  // Piece by piece: the frame then does not know how small it is.
  ZSTD_inBuffer source{text.data(), text.size(), 0};
  ZSTD_compressStream2(context, &target, &source, ZSTD_e_flush);
  REQUIRE(ZSTD_compressStream2(context, &target, &source, ZSTD_e_end) == 0);
  ZSTD_freeCCtx(context);
  out.resize(target.pos);
  return out;
}

std::string xz_stream(const std::string& text, uint32_t preset = 3) {
  std::string out(lzma_stream_buffer_bound(text.size()), '\0');
  size_t size = 0;
  REQUIRE(lzma_easy_buffer_encode(
              preset, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const uint8_t*>(text.data()),
              text.size(), reinterpret_cast<uint8_t*>(out.data()), &size, out.size()) == LZMA_OK);
  out.resize(size);
  return out;
}

std::string bzipped(const std::string& text) {
  auto size = static_cast<unsigned>(text.size() + text.size() / 50 + 700);
  std::string out(size, '\0');
  REQUIRE(BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(text.data()),
                                   static_cast<unsigned>(text.size()), 1, 0, 0) == BZ_OK);
  out.resize(size);
  return out;
}

std::string compressed(const std::string& text, Compression compression) {
  switch (compression) {
    case Compression::kGzip:
      return gzipped(text);
    case Compression::kZstd:
      return zstd_frame(text);
    case Compression::kXz:
      return xz_stream(text);
    default:
      return bzipped(text);
  }
}

std::string text_of(size_t size) {
  SampleRandom random(test_seed());
  std::string text;
  while (text.size() < size) text += line_of_text(random);
  return text;
}

struct Decoded {
  std::string text;
  std::string error;
};

// Reads through buffers of odd sizes, from an input that gives `step` bytes at a time.
Decoded decode(const std::string& bytes, Compression compression, size_t step = 1 << 20) {
  size_t at = 0;
  auto reader = DecompressedReader::create(compression, [&](std::span<char> out) -> Result<size_t> {
    const size_t n = std::min(out.size(), bytes.size() - at);
    std::memcpy(out.data(), bytes.data() + at, n);
    at += n;
    return n;
  });
  REQUIRE(reader);
  Decoded decoded;
  std::string buffer(step, '\0');
  for (;;) {
    auto n = reader->read(buffer);
    if (!n) {
      decoded.error = n.error().message();
      return decoded;
    }
    decoded.text.append(buffer, 0, *n);
    if (*n == 0) return decoded;
  }
}

}  // namespace

TEST_CASE("A compressed file shows itself by its first bytes") {
  for (const Compression compression : kAll) {
    INFO(name_of(compression));
    CHECK(compression_of(compressed("text", compression)) == compression);
    CHECK(compression_of(compressed("", compression)) == compression);
  }
  CHECK(compression_of("") == Compression::kNone);
  CHECK(compression_of("plain text, long enough") == Compression::kNone);
  CHECK(compression_of("BZh9 is the beginning of a line") == Compression::kNone);
}

TEST_CASE("A compressed file is read whole, whatever the pieces") {
  const std::string text = text_of(700'000);
  for (const Compression compression : kAll) {
    const std::string bytes = compressed(text, compression);
    for (const size_t step : {size_t{977}, size_t{65536}, size_t{1} << 20}) {
      INFO(name_of(compression) << ", " << step << " at a time");
      const Decoded decoded = decode(bytes, compression, step);
      CHECK(decoded.error == "");
      CHECK((decoded.text == text));
    }
    CHECK(decode(compressed("", compression), compression).text == "");
  }
}

TEST_CASE("Members of one file follow each other, with fill between them") {
  for (const Compression compression : kAll) {
    INFO(name_of(compression));
    const std::string bytes = compressed("one,", compression) + compressed("", compression) +
                              std::string(512, '\0') + compressed("two", compression) +
                              std::string(1024, '\0');
    const Decoded decoded = decode(bytes, compression);
    CHECK(decoded.error == "");
    CHECK(decoded.text == "one,two");
  }
  const std::string skipped(
      "\x50\x2a\x4d\x18\x03\x00\x00\x00"
      "abc",
      11);
  CHECK(compression_of(skipped) == Compression::kZstd);
  CHECK(decode(skipped + zstd_frame("text"), Compression::kZstd).text == "text");
}

TEST_CASE("Of a file that is cut off or damaged, what comes before is given") {
  const std::string text = text_of(400'000);
  for (const Compression compression : kAll) {
    INFO(name_of(compression));
    const std::string bytes = compressed(text, compression);
    for (const size_t size : {size_t{4}, size_t{11}, bytes.size() / 2, bytes.size() - 1}) {
      const Decoded decoded = decode(bytes.substr(0, size), compression);
      CHECK(decoded.error.find("ends too early") == 0);
      CHECK(text.compare(0, decoded.text.size(), decoded.text) == 0);
    }
    CHECK(decode(bytes.substr(0, bytes.size() - 1), compression).text.size() > text.size() / 2);
    std::string damaged = bytes;
    damaged[bytes.size() / 2] = static_cast<char>(damaged[bytes.size() / 2] ^ 0x55);
    CHECK(decode(damaged, compression).error != "");
    const Decoded followed = decode(bytes + "something else", compression);
    CHECK(followed.error.find("has other data after its") == 0);
    CHECK((followed.text == text));
  }
}

TEST_CASE("Random damage never does more than end the reading") {
  SampleRandom random(test_seed());
  INFO("AEGIS_TEST_SEED=" << test_seed());
  const std::string text = text_of(20'000);
  for (const Compression compression : kAll) {
    const std::string bytes = compressed(text, compression);
    for (int round = 0; round < 60; ++round) {
      std::string damaged = bytes;
      for (size_t flips = 1 + random.below(8); flips-- > 0;) {
        damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
      }
      CHECK(decode(damaged, compression, 4096).text.size() < 400 * text.size());
    }
  }
}

TEST_CASE("A stream that wants too much memory is refused with a way to read it") {
  const std::string text = text_of(300'000);
  CHECK((decode(zstd_frame(text, 23), Compression::kZstd).text == text));
  const Decoded wide = decode(zstd_frame(text, 27), Compression::kZstd);
  CHECK(wide.error.find("needs more than 36 MiB") == 0);
  CHECK(wide.error.find("zstd -dc --long=31 FILE | aegis logs -") != std::string::npos);
  CHECK((decode(xz_stream(text, 6), Compression::kXz).text == text));
  CHECK(decode(xz_stream(text, 9), Compression::kXz).error.find("xz -dc FILE | aegis logs -") !=
        std::string::npos);
}

}  // namespace aegis

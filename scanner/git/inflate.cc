#include "scanner/git/inflate.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>

namespace aegis::git {

namespace {

// Deflate's best is a match of 258 bytes in two bits.
constexpr uint64_t kMaxRatio = 1032;
constexpr uint64_t kRatioSlack = 64;
constexpr size_t kMostInput = size_t{1} << 30;  // zlib counts in 32 bits

const char* explain(libdeflate_result result) {
  switch (result) {
    case LIBDEFLATE_SHORT_OUTPUT:
      return "holds fewer bytes than it declares";
    case LIBDEFLATE_INSUFFICIENT_SPACE:
      return "holds more bytes than it declares";
    default:
      return "compressed data is damaged or cut short";
  }
}

}  // namespace

Result<void> resize(std::string& bytes, uint64_t size) {
  // The one exception that bounded input can raise: a machine with less memory than the bound.
  try {
    bytes.resize(size);
  } catch (const std::bad_alloc&) {
    return unreadable("no memory for its " + std::to_string(size) + " bytes");
  } catch (const std::length_error&) {
    return unreadable("no memory for its " + std::to_string(size) + " bytes");
  }
  return {};
}

void Inflater::Free::operator()(libdeflate_decompressor* decompressor) const {
  libdeflate_free_decompressor(decompressor);
}

Inflater::Inflater() = default;
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;
Inflater::~Inflater() = default;

bool may_hold(uint64_t compressed, uint64_t size) {
  return size <= kMaxRatio * compressed + kRatioSlack;
}

// How many bytes of `compressed` the stream took.
Result<size_t> Inflater::decompress(std::string_view compressed, std::span<char> out) {
  if (!decompressor_) decompressor_.reset(libdeflate_alloc_decompressor());
  if (!decompressor_) return unreadable("no memory to decompress it");
  size_t taken = 0;
  // With no place for the size of the result, libdeflate accepts none but the given one.
  const libdeflate_result result =
      libdeflate_zlib_decompress_ex(decompressor_.get(), compressed.data(), compressed.size(),
                                    out.data(), out.size(), &taken, nullptr);
  if (result != LIBDEFLATE_SUCCESS) return unreadable(explain(result));
  return taken;
}

Result<Inflater::Inflated> Inflater::inflate(std::string_view compressed, uint64_t size) {
  if (!may_hold(compressed.size(), size)) {
    return unreadable("declares " + std::to_string(size) +
                      " bytes, more than its compressed data can hold");
  }
  Inflated inflated;
  if (auto resized = resize(inflated.bytes, size); !resized) return std::move(resized).error();
  auto taken = decompress(compressed, inflated.bytes);
  if (!taken) return std::move(taken).error();
  inflated.compressed_size = *taken;
  return inflated;
}

Result<void> Inflater::inflate_into(std::string_view compressed, std::span<char> out) {
  auto taken = decompress(compressed, out);
  if (!taken) return std::move(taken).error();
  return {};
}

Result<uint64_t> measure_stream(std::string_view compressed, uint64_t size,
                                const std::function<void(std::string_view)>& visit) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return unreadable("no memory to decompress it");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> owner(&stream, inflateEnd);
  std::array<char, size_t{64} << 10> piece;
  uint64_t taken = 0;
  uint64_t given = 0;
  for (int status = Z_OK; status != Z_STREAM_END;) {
    if (stream.avail_in == 0) {
      const std::string_view rest = compressed.substr(taken, kMostInput);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest.data()));
      stream.avail_in = static_cast<uInt>(rest.size());
      taken += rest.size();
    }
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    status = ::inflate(&stream, Z_NO_FLUSH);
    // Z_BUF_ERROR as well, for then the input has ended and the stream has not.
    if (status != Z_OK && status != Z_STREAM_END) return unreadable("compressed data is damaged");
    const size_t count = piece.size() - stream.avail_out;
    given += count;
    if (given > size) return unreadable("holds more bytes than it declares");
    visit({piece.data(), count});
  }
  if (given != size) return unreadable("holds fewer bytes than it declares");
  return taken - stream.avail_in;
}

Result<std::string> inflate_beginning(std::string_view compressed, size_t most) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return unreadable("no memory to decompress it");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> owner(&stream, inflateEnd);
  std::string bytes(most, '\0');
  // zlib's type for input is not const, but it does not write there.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(std::min(compressed.size(), kMostInput));
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(most);
  const int status = ::inflate(&stream, Z_SYNC_FLUSH);
  if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
    return unreadable("compressed data is damaged");
  }
  bytes.resize(most - stream.avail_out);
  return bytes;
}

uint32_t crc32_of(std::string_view bytes) {
  return libdeflate_crc32(0, bytes.data(), bytes.size());
}

}  // namespace aegis::git

// RFC 1952 and 1951, checksums included, by zlib.
#include <zlib.h>

#include <algorithm>
#include <limits>

#include "scanner/decompress/codecs.h"

namespace aegis {

namespace {

constexpr size_t kMostAtOnce = std::numeric_limits<uInt>::max();
constexpr int kGzipOnly = 15 + 16;  // the widest window, and zlib's flag for gzip's frame

class GzipDecoder : public Decoder {
 public:
  ~GzipDecoder() override { inflateEnd(&stream_); }

  Result<void> start() {
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) return internal_error("no memory for zlib");
    return {};
  }

  Result<DecodeStep> decode(std::string_view in, std::span<char> out) override {
    const auto in_size = static_cast<uInt>(std::min(in.size(), kMostAtOnce));
    const auto out_size = static_cast<uInt>(std::min(out.size(), kMostAtOnce));
    // zlib's type for input is not const, but it does not write there.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream_.avail_in = in_size;
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = out_size;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    const DecodeStep step{in_size - stream_.avail_in, out_size - stream_.avail_out,
                          status == Z_STREAM_END};
    if (status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR) return step;
    if (status == Z_MEM_ERROR) return internal_error("no memory for zlib");
    return unreadable("is damaged (gzip: " +
                      std::string(stream_.msg != nullptr ? stream_.msg : "invalid data") + ")");
  }

  Result<void> restart() override {
    if (inflateReset(&stream_) != Z_OK) return internal_error("zlib cannot start anew");
    return {};
  }

 private:
  z_stream stream_{};
};

}  // namespace

Result<std::unique_ptr<Decoder>> make_gzip_decoder() {
  auto decoder = std::make_unique<GzipDecoder>();
  if (auto ok = decoder->start(); !ok) return std::move(ok).error();
  return std::unique_ptr<Decoder>(std::move(decoder));
}

}  // namespace aegis

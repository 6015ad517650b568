// bzip2, checksums included, by libbz2.
#include <bzlib.h>

#include <algorithm>
#include <limits>

#include "scanner/decompress/codecs.h"

namespace aegis {

namespace {

constexpr size_t kMostAtOnce = std::numeric_limits<unsigned>::max();

class Bzip2Decoder : public Decoder {
 public:
  ~Bzip2Decoder() override { BZ2_bzDecompressEnd(&stream_); }

  Result<void> restart() override {
    BZ2_bzDecompressEnd(&stream_);
    stream_ = {};
    if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) {
      return internal_error("no memory for libbz2");
    }
    return {};
  }

  Result<DecodeStep> decode(std::string_view in, std::span<char> out) override {
    const auto in_size = static_cast<unsigned>(std::min(in.size(), kMostAtOnce));
    const auto out_size = static_cast<unsigned>(std::min(out.size(), kMostAtOnce));
    stream_.next_in = const_cast<char*>(in.data());  // the library does not write to it
    stream_.avail_in = in_size;
    stream_.next_out = out.data();
    stream_.avail_out = out_size;
    const int status = BZ2_bzDecompress(&stream_);
    const DecodeStep step{in_size - stream_.avail_in, out_size - stream_.avail_out,
                          status == BZ_STREAM_END};
    if (status == BZ_OK || status == BZ_STREAM_END) return step;
    if (status == BZ_MEM_ERROR) return internal_error("no memory for libbz2");
    return unreadable("is damaged (bzip2: invalid data)");
  }

 private:
  bz_stream stream_{};
};

}  // namespace

Result<std::unique_ptr<Decoder>> make_bzip2_decoder() {
  auto decoder = std::make_unique<Bzip2Decoder>();
  if (auto ok = decoder->restart(); !ok) return std::move(ok).error();
  return std::unique_ptr<Decoder>(std::move(decoder));
}

}  // namespace aegis

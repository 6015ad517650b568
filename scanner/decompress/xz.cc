// The .xz format, checks included, by liblzma.
#include <lzma.h>

#include "scanner/decompress/codecs.h"

namespace aegis {

namespace {

class XzDecoder : public Decoder {
 public:
  ~XzDecoder() override { lzma_end(&stream_); }

  Result<void> restart() override {
    const auto status = lzma_stream_decoder(&stream_, kMostDecoderMemory, 0);
    if (status != LZMA_OK) return internal_error("no memory for liblzma");
    return {};
  }

  Result<DecodeStep> decode(std::string_view in, std::span<char> out) override {
    stream_.next_in = reinterpret_cast<const uint8_t*>(in.data());
    stream_.avail_in = in.size();
    stream_.next_out = reinterpret_cast<uint8_t*>(out.data());
    stream_.avail_out = out.size();
    const lzma_ret status = lzma_code(&stream_, LZMA_RUN);
    const DecodeStep step{in.size() - stream_.avail_in, out.size() - stream_.avail_out,
                          status == LZMA_STREAM_END};
    if (status == LZMA_OK || status == LZMA_STREAM_END || status == LZMA_BUF_ERROR) return step;
    if (status == LZMA_MEMLIMIT_ERROR) return needs_too_much("xz -dc FILE");
    if (status == LZMA_MEM_ERROR) return internal_error("no memory for liblzma");
    return unreadable("is damaged (xz: " + std::string(reason(status)) + ")");
  }

 private:
  static const char* reason(lzma_ret status) {
    if (status == LZMA_FORMAT_ERROR) return "not the .xz format";
    return status == LZMA_OPTIONS_ERROR ? "unknown options" : "invalid data";
  }

  lzma_stream stream_ = LZMA_STREAM_INIT;
};

}  // namespace

Result<std::unique_ptr<Decoder>> make_xz_decoder() {
  auto decoder = std::make_unique<XzDecoder>();
  if (auto ok = decoder->restart(); !ok) return std::move(ok).error();
  return std::unique_ptr<Decoder>(std::move(decoder));
}

}  // namespace aegis

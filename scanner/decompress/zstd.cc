// RFC 8878, checksums included, by libzstd.
#include <zstd.h>
#include <zstd_errors.h>

#include "scanner/decompress/codecs.h"

namespace aegis {

namespace {

constexpr int kWidestWindow = 25;  // a power of two: 32 MiB; the levels up to 19 need a quarter

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

class ZstdDecoder : public Decoder {
 public:
  explicit ZstdDecoder(ZSTD_DCtx* context) : context_(context) {}

  Result<DecodeStep> decode(std::string_view in, std::span<char> out) override {
    ZSTD_inBuffer source{in.data(), in.size(), 0};
    ZSTD_outBuffer target{out.data(), out.size(), 0};
    const size_t status = ZSTD_decompressStream(context_.get(), &target, &source);
    if (!ZSTD_isError(status)) return DecodeStep{source.pos, target.pos, status == 0};
    if (ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge) {
      return needs_too_much("zstd -dc --long=31 FILE");
    }
    return unreadable("is damaged (zstd: " + std::string(ZSTD_getErrorName(status)) + ")");
  }

  Result<void> restart() override {
    ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only);
    return {};
  }

 private:
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
};

}  // namespace

Result<std::unique_ptr<Decoder>> make_zstd_decoder() {
  ZSTD_DCtx* const context = ZSTD_createDCtx();
  if (context == nullptr) return internal_error("no memory for zstd");
  auto decoder = std::make_unique<ZstdDecoder>(context);
  ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, kWidestWindow);
  return std::unique_ptr<Decoder>(std::move(decoder));
}

}  // namespace aegis

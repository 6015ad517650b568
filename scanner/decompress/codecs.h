// One function a format, as make_decoder calls them. Each library is named in one file.
#pragma once

#include <memory>

#include "scanner/decompress/decompressor.h"

namespace aegis {

Result<std::unique_ptr<Decoder>> make_gzip_decoder();
Result<std::unique_ptr<Decoder>> make_zstd_decoder();
Result<std::unique_ptr<Decoder>> make_xz_decoder();
Result<std::unique_ptr<Decoder>> make_bzip2_decoder();

// The error of a stream that wants more than kMostDecoderMemory; `command` unpacks it.
inline Error needs_too_much(const char* command) {
  return unreadable(std::string("needs more than 36 MiB to be unpacked; use `") + command +
                    " | aegis logs -`");
}

}  // namespace aegis

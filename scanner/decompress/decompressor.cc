#include "scanner/decompress/decompressor.h"

#include "scanner/decompress/codecs.h"

namespace aegis {

namespace {

constexpr std::string_view kGzipMagic("\x1f\x8b", 2);
constexpr std::string_view kZstdMagic("\x28\xb5\x2f\xfd", 4);
constexpr std::string_view kXzMagic(
    "\xfd"
    "7zXZ\0",
    6);
constexpr std::string_view kBzip2Magic("BZh", 3);
constexpr std::string_view kBzip2Block("\x31\x41\x59\x26\x53\x59", 6);
constexpr std::string_view kBzip2Empty("\x17\x72\x45\x38\x50\x90", 6);

bool is_bzip2(std::string_view head) {
  if (head.size() < 10 || !head.starts_with(kBzip2Magic) || head[3] < '1' || head[3] > '9') {
    return false;
  }
  const std::string_view mark = head.substr(4, 6);
  return mark == kBzip2Block || mark == kBzip2Empty;
}

// 0x184D2A50 to 0x184D2A5F: a frame that says nothing, before one that does.
bool is_skippable_zstd(std::string_view head) {
  return head.size() >= 4 && (static_cast<unsigned char>(head[0]) & 0xf0) == 0x50 &&
         head.substr(1, 3) == std::string_view("\x2a\x4d\x18", 3);
}

}  // namespace

Compression compression_of(std::string_view head) {
  if (head.starts_with(kGzipMagic)) return Compression::kGzip;
  if (head.starts_with(kZstdMagic) || is_skippable_zstd(head)) return Compression::kZstd;
  if (head.starts_with(kXzMagic)) return Compression::kXz;
  return is_bzip2(head) ? Compression::kBzip2 : Compression::kNone;
}

const char* name_of(Compression compression) {
  constexpr const char* kNames[] = {"none", "gzip", "zstd", "xz", "bzip2"};
  return kNames[static_cast<size_t>(compression)];
}

Result<std::unique_ptr<Decoder>> make_decoder(Compression compression) {
  switch (compression) {
    case Compression::kGzip:
      return make_gzip_decoder();
    case Compression::kZstd:
      return make_zstd_decoder();
    case Compression::kXz:
      return make_xz_decoder();
    default:
      return make_bzip2_decoder();
  }
}

}  // namespace aegis

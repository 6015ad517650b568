// Compressed streams, decoded piece by piece in bounded memory.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "scanner/base/result.h"

namespace aegis {

enum class Compression { kNone, kGzip, kZstd, kXz, kBzip2 };

// How many bytes of a file compression_of wants to see.
inline constexpr size_t kCompressionHead = 10;

// What the first bytes of a file say; its name says nothing.
Compression compression_of(std::string_view head);

const char* name_of(Compression compression);

// What one call of a decoder did.
struct DecodeStep {
  size_t taken = 0;       // bytes of the input
  size_t made = 0;        // bytes of the output
  bool finished = false;  // a member, frame or stream of the format came to its end
};

// Decodes one member after another. Belongs to one thread. Holds at most kMostDecoderMemory,
// whatever the stream asks for: one that needs more is an error with a remedy.
class Decoder {
 public:
  virtual ~Decoder() = default;

  // Decodes from the beginning of `in` into the beginning of `out`. With no progress, more input is
  // needed. An error says what is wrong with the data; nothing more can be read then.
  virtual Result<DecodeStep> decode(std::string_view in, std::span<char> out) = 0;

  // Makes ready for the next member.
  virtual Result<void> restart() = 0;
};

inline constexpr size_t kMostDecoderMemory = size_t{36} << 20;

// REQUIRES: not kNone.
Result<std::unique_ptr<Decoder>> make_decoder(Compression compression);

}  // namespace aegis

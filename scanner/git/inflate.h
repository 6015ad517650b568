// Undoes zlib compression, of which the size of the result is declared beside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "scanner/base/result.h"

struct libdeflate_decompressor;

namespace aegis::git {

// Makes `bytes` `size` long, or says that there is no memory for it.
Result<void> resize(std::string& bytes, uint64_t size);

// Whether any zlib stream of `compressed` bytes can hold `size` bytes.
bool may_hold(uint64_t compressed, uint64_t size);

// One thread at a time. Errors are of kind kUnreadable.
class Inflater {
 public:
  Inflater();
  Inflater(Inflater&&) noexcept;
  Inflater& operator=(Inflater&&) noexcept;
  ~Inflater();

  struct Inflated {
    std::string bytes;
    size_t compressed_size = 0;  // how much of the input it was made from
  };

  // The `size` bytes that the zlib stream at the beginning of `compressed` holds, with its checksum
  // verified. A stream that holds more or fewer is an error. A size that no stream as long as
  // `compressed` can hold is refused before memory is taken.
  Result<Inflated> inflate(std::string_view compressed, uint64_t size);

  // The same into memory of the caller's, which takes all of the stream. REQUIRES, lest memory was
  // taken for a size that is a lie: may_hold(compressed.size(), out.size()).
  Result<void> inflate_into(std::string_view compressed, std::span<char> out);

 private:
  Result<size_t> decompress(std::string_view compressed, std::span<char> out);

  struct Free {
    void operator()(libdeflate_decompressor* decompressor) const;
  };
  std::unique_ptr<libdeflate_decompressor, Free> decompressor_;  // made when first needed
};

// As an index has it of each entry of its pack.
uint32_t crc32_of(std::string_view bytes);

// How many bytes at the beginning of `compressed` the zlib stream takes that holds exactly `size`
// bytes, which are given to `visit` in pieces. Takes little memory, whatever the size.
Result<uint64_t> measure_stream(std::string_view compressed, uint64_t size,
                                const std::function<void(std::string_view)>& visit);

// The first `most` bytes, or all if it has fewer, of a zlib stream that need not be whole or sound
// beyond them.
Result<std::string> inflate_beginning(std::string_view compressed, size_t most);

}  // namespace aegis::git

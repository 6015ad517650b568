// The bytes of one object that is stored whole, undone piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "scanner/base/result.h"
#include "scanner/git/zlib_stream.h"

namespace aegis::git {

// One thread at a time. Errors are of kind kUnreadable and name nothing.
class ObjectStream {
 public:
  // `stream` has come to the object's first byte; it must hold `size` bytes, and not one else.
  ObjectStream(std::unique_ptr<ZlibStream> stream, uint64_t size)
      : stream_(std::move(stream)), left_(size) {}

  // Of an entry of a pack that is no delta. What `compressed` points to must stay.
  static ObjectStream of_packed(std::string_view compressed, uint64_t size);

  // Fills `out` from its beginning and says how many bytes came; fewer only at the end of the
  // object, which then has been found to be whole.
  Result<size_t> read(std::span<char> out);

 private:
  std::unique_ptr<ZlibStream> stream_;
  uint64_t left_;
};

}  // namespace aegis::git

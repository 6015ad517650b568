// A zlib stream undone piece by piece, for what is too large to be held.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "scanner/base/result.h"

struct z_stream_s;

namespace aegis::git {

// One thread at a time. Errors are of kind kUnreadable.
class ZlibStream {
 public:
  // Gives more input, at most 1 GiB, valid until the next call; empty at its end.
  using Input = std::function<Result<std::string_view>()>;

  explicit ZlibStream(Input input);
  ~ZlibStream();
  ZlibStream(const ZlibStream&) = delete;
  ZlibStream& operator=(const ZlibStream&) = delete;

  // Fills `out` from its beginning and says how many bytes came; fewer only at the end of the
  // stream, whose checksum is then found to be right.
  Result<size_t> read(std::span<char> out);

 private:
  Input input_;
  std::unique_ptr<z_stream_s> stream_;
  bool is_ready_ = false;
  bool ended_ = false;
};

}  // namespace aegis::git

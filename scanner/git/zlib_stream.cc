#include "scanner/git/zlib_stream.h"

#include <zlib.h>

#include <algorithm>
#include <utility>

namespace aegis::git {

namespace {

constexpr size_t kMostAtOnce = size_t{1} << 30;  // zlib counts in 32 bits

}  // namespace

ZlibStream::ZlibStream(Input input)
    : input_(std::move(input)), stream_(std::make_unique<z_stream>()) {
  is_ready_ = inflateInit(stream_.get()) == Z_OK;
}

ZlibStream::~ZlibStream() {
  if (is_ready_) inflateEnd(stream_.get());
}

Result<size_t> ZlibStream::read(std::span<char> out) {
  if (!is_ready_) return unreadable("no memory to decompress it");
  size_t done = 0;
  while (done < out.size() && !ended_) {
    if (stream_->avail_in == 0) {
      auto input = input_();
      if (!input) return std::move(input).error();
      if (input->empty()) return unreadable("compressed data is cut short");
      // zlib's type for input is not const, but it does not write there.
      stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input->data()));
      stream_->avail_in = static_cast<uInt>(std::min(input->size(), kMostAtOnce));
    }
    const auto room = static_cast<uInt>(std::min(out.size() - done, kMostAtOnce));
    stream_->next_out = reinterpret_cast<Bytef*>(out.data() + done);
    stream_->avail_out = room;
    const int status = ::inflate(stream_.get(), Z_NO_FLUSH);
    done += room - stream_->avail_out;
    ended_ = status == Z_STREAM_END;
    if (status != Z_OK && !ended_ && status != Z_BUF_ERROR) {
      return unreadable("compressed data is damaged");
    }
  }
  return done;
}

}  // namespace aegis::git

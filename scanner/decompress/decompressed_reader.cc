#include "scanner/decompress/decompressed_reader.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace aegis {

namespace {

constexpr size_t kInput = size_t{256} << 10;

}  // namespace

Result<DecompressedReader> DecompressedReader::create(Compression compression, Input input) {
  auto decoder = make_decoder(compression);
  if (!decoder) return std::move(decoder).error();
  return DecompressedReader(compression, *std::move(decoder), std::move(input));
}

Result<void> DecompressedReader::refill() {
  buffer_.resize(kInput);
  const size_t kept = end_ - at_;
  if (kept == buffer_.size()) return internal_error("a decoder makes no progress");
  std::memmove(buffer_.data(), buffer_.data() + at_, kept);
  auto n = input_(std::span(buffer_).subspan(kept));
  if (!n) return std::move(n).error();
  at_ = 0;
  end_ = kept + *n;
  input_ended_ = *n < buffer_.size() - kept;
  return {};
}

// Whether another member follows, made ready for. NULs between members and after the last one are
// fill: tapes and .xz files have them.
Result<bool> DecompressedReader::begin_member() {
  for (;;) {
    while (at_ < end_ && buffer_[at_] == '\0') ++at_;
    if (end_ - at_ >= kCompressionHead || input_ended_) break;
    if (auto ok = refill(); !ok) return std::move(ok).error();
  }
  if (at_ == end_) return false;
  if (compression_of(unread()) != compression_) {
    return unreadable("has other data after its " + std::string(name_of(compression_)) +
                      " data, which is not scanned");
  }
  if (auto ok = decoder_->restart(); !ok) return std::move(ok).error();
  return true;
}

Result<size_t> DecompressedReader::decode_some(std::span<char> out) {
  if (!in_member_) {
    auto more = begin_member();
    if (!more) return std::move(more).error();
    ended_ = !*more;
    if (ended_) return size_t{0};
    in_member_ = true;
  }
  if (at_ == end_ && !input_ended_) {
    if (auto ok = refill(); !ok) return std::move(ok).error();
  }
  auto step = decoder_->decode(unread(), out);
  if (!step) return std::move(step).error();
  at_ += step->taken;
  in_member_ = !step->finished;
  if (in_member_ && step->taken == 0 && step->made == 0 && input_ended_) {
    return unreadable("ends too early: its " + std::string(name_of(compression_)) +
                      " data is cut off");
  }
  // A decoder that wants more than is left of the buffer.
  if (in_member_ && step->taken == 0 && step->made == 0) {
    if (auto ok = refill(); !ok) return std::move(ok).error();
  }
  return step->made;
}

Result<size_t> DecompressedReader::read(std::span<char> out) {
  size_t filled = 0;
  while (filled < out.size() && !ended_ && !error_) {
    auto made = decode_some(out.subspan(filled));
    if (made) {
      filled += *made;
    } else {
      error_ = std::move(made).error();
    }
  }
  if (filled == 0 && error_ && !out.empty()) return *error_;
  return filled;
}

}  // namespace aegis

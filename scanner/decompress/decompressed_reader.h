// A compressed file as the bytes that it holds.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "scanner/decompress/decompressor.h"

namespace aegis {

// Reads all members of a file, one after another, whatever fills lie between them. Belongs to one
// thread.
class DecompressedReader {
 public:
  // Fills the span from its beginning; fewer bytes than asked, at the end of the input only.
  using Input = std::function<Result<size_t>(std::span<char>)>;

  static Result<DecompressedReader> create(Compression compression, Input input);

  // Fills `out` from its beginning; fewer bytes than asked when the file has ended or is damaged.
  // What was decoded before the damage is given first; then each call gives the error.
  Result<size_t> read(std::span<char> out);

 private:
  DecompressedReader(Compression compression, std::unique_ptr<Decoder> decoder, Input input)
      : compression_(compression), decoder_(std::move(decoder)), input_(std::move(input)) {}

  Result<size_t> decode_some(std::span<char> out);
  Result<bool> begin_member();
  Result<void> refill();
  std::string_view unread() const { return {buffer_.data() + at_, end_ - at_}; }

  Compression compression_;
  std::unique_ptr<Decoder> decoder_;
  Input input_;
  std::vector<char> buffer_;
  size_t at_ = 0;
  size_t end_ = 0;
  bool input_ended_ = false;
  bool in_member_ = true;
  bool ended_ = false;
  std::optional<Error> error_;
};

}  // namespace aegis

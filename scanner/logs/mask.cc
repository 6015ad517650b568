#include "scanner/logs/mask.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "scanner/base/fd.h"

namespace aegis {

namespace {

// A number of as many digits; of two it is that of a star.
constexpr std::array<std::string_view, 4> kNumbers = {"", "9", "42", "142"};

void hide_bytes(char* text, size_t size, Spelling spelling) {
  const bool is_number = spelling == Spelling::kNumbers && size < kNumbers.size();
  for (size_t i = 0; i < size; ++i) {
    if (is_number) {
      text[i] = kNumbers[size][i];
    } else if (text[i] != '\n' && text[i] != '\r') {
      text[i] = '*';
    }
  }
}

}  // namespace

void MaskWriter::hide(const std::vector<std::pair<uint64_t, uint64_t>>& pieces, Spelling spelling) {
  for (const auto& [begin, end] : pieces) hidden_.push_back({begin, end, spelling});
}

// A file gets a hole too; what is no file gets the zeros that are read from one.
void MaskWriter::pass_hole(uint64_t size) {
  if (::lseek(fd_, static_cast<off_t>(size), SEEK_CUR) >= 0) return;
  const std::string zeros(std::min<uint64_t>(size, 1 << 16), '\0');
  for (; size > 0 && status_; size -= std::min<uint64_t>(size, zeros.size())) {
    status_ = write_all(fd_, std::string_view(zeros).substr(0, size));
  }
}

void MaskWriter::write(uint64_t offset, std::string_view bytes) {
  if (offset > offset_) pass_hole(offset - offset_);
  const uint64_t end = offset + bytes.size();
  buffer_ = bytes;
  for (const Hidden& hidden : hidden_) {
    const uint64_t first = std::max(hidden.begin, offset);
    const uint64_t last = std::min(hidden.end, end);
    if (first < last) hide_bytes(buffer_.data() + (first - offset), last - first, hidden.spelling);
  }
  std::erase_if(hidden_, [&](const Hidden& hidden) { return hidden.end <= end; });
  if (status_) status_ = write_all(fd_, buffer_);
  offset_ = end;
}

Result<void> MaskWriter::finish(uint64_t offset) {
  // A hole at the end is made by the size alone.
  if (offset > offset_ && ::ftruncate(fd_, static_cast<off_t>(offset)) != 0) {
    pass_hole(offset - offset_);
  }
  return status_;
}

}  // namespace aegis

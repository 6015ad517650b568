// A copy of a log without its secrets, byte for byte as long.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/finding/finding.h"

namespace aegis {

// How a log writes its bytes: as they are, or as a list of numbers, which must stay numbers.
enum class Spelling { kText, kNumbers };

// Writes what is handed to it, in order. Every byte of a secret becomes a star, line ends apart.
// Belongs to one thread.
class MaskWriter {
 public:
  // Writes to `fd`, which stays open.
  explicit MaskWriter(int fd) : fd_(fd) {}

  // The stretches of the log, as offsets, that a secret is made of. Before the core in which it
  // begins is written.
  void hide(const std::vector<std::pair<uint64_t, uint64_t>>& pieces, Spelling spelling);

  // The bytes at `offset`; what lies between them and those before is a hole.
  void write(uint64_t offset, std::string_view bytes);

  // The log ends at `offset`. Says whether all of it was written.
  Result<void> finish(uint64_t offset);

 private:
  struct Hidden {
    uint64_t begin = 0;
    uint64_t end = 0;
    Spelling spelling = Spelling::kText;
  };
  void pass_hole(uint64_t size);

  int fd_;
  uint64_t offset_ = 0;
  std::vector<Hidden> hidden_;  // not written yet
  std::string buffer_;
  Result<void> status_;
};

}  // namespace aegis

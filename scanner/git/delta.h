// A delta: an object told as copies from another object and bytes put between them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/base/revision.h"

namespace aegis::git {

// Reads one delta after the other, in the same memory. One thread at a time.
class Delta {
 public:
  // The pieces of more than so many are not kept: only what was made to be hard has them.
  static constexpr size_t kMostPieces = 1 << 18;

  // Checks the whole of `delta`. An error, of kind kUnreadable: it is damaged, is not for that
  // base, or makes more than `limit` bytes. What the functions below say is of the last delta that
  // was read without one. REQUIRES: `delta` and `base` stay where they are.
  Result<void> read(std::string_view delta, std::string_view base, uint64_t limit);

  uint64_t size() const { return size_; }  // of the result

  // The result, of the base. A copy that goes on where the one before it ended is one piece with
  // it. REQUIRES: has_pieces().
  Revision revision() const { return {pieces_, size_, base_.size()}; }
  // False for a result of so many pieces, or bytes, that they are not kept.
  bool has_pieces() const { return has_pieces_; }

  // Writes the result, size() bytes, to `out`.
  void apply(char* out) const;

 private:
  bool read_steps();
  void add(const char* data, size_t length, uint64_t old_begin);

  std::string_view base_;
  std::string_view steps_;
  uint64_t size_ = 0;
  std::vector<Piece> pieces_;
  bool has_pieces_ = false;
};

// What `delta` makes of `base`. The whole of it is checked, and its result found to be no longer
// than `limit`, before memory is taken for the result. Errors are of kind kUnreadable.
Result<std::string> apply_delta(std::string_view base, std::string_view delta, uint64_t limit);

}  // namespace aegis::git

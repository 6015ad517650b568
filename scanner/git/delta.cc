#include "scanner/git/delta.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "scanner/git/inflate.h"

namespace aegis::git {

namespace {

// One instruction: `length` bytes, of the base at `from`, or of the delta itself.
struct Step {
  bool is_copy = false;
  uint64_t from = 0;
  size_t length = 0;
};

// Reads a delta from its beginning. Nothing it returns is checked against the base.
class DeltaReader {
 public:
  explicit DeltaReader(std::string_view delta) : delta_(delta) {}

  bool at_end() const { return at_ == delta_.size(); }
  std::string_view rest() const { return delta_.substr(at_); }
  std::string_view bytes(const Step& step) const { return delta_.substr(step.from, step.length); }

  // Seven bits a byte, lowest first.
  std::optional<uint64_t> take_size() {
    uint64_t size = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
      if (at_end()) return std::nullopt;
      const auto byte = static_cast<uint8_t>(delta_[at_++]);
      size |= uint64_t{byte & 0x7fU} << shift;
      if ((byte & 0x80) == 0) return size;
    }
    return std::nullopt;
  }

  std::optional<Step> take_step() {
    const auto code = static_cast<uint8_t>(delta_[at_++]);
    if ((code & 0x80) != 0) return take_copy(code);
    if (code == 0 || code > delta_.size() - at_) return std::nullopt;  // 0 has no meaning yet
    const Step step{false, at_, code};
    at_ += code;
    return step;
  }

 private:
  // Each of the code's lower bits says that a byte of the offset, or of the length, follows.
  std::optional<Step> take_copy(uint8_t code) {
    uint64_t fields[2] = {0, 0};
    for (unsigned bit = 0; bit < 7; ++bit) {
      if ((code >> bit & 1) == 0) continue;
      if (at_end()) return std::nullopt;
      const uint64_t byte = static_cast<uint8_t>(delta_[at_++]);
      fields[bit / 4] |= byte << (8 * (bit % 4));
    }
    return Step{true, fields[0], fields[1] == 0 ? 0x10000 : static_cast<size_t>(fields[1])};
  }

  std::string_view delta_;
  size_t at_ = 0;
};

}  // namespace

Result<void> Delta::read(std::string_view delta, std::string_view base, uint64_t limit) {
  DeltaReader reader(delta);
  const auto declared_base = reader.take_size();
  const auto size = reader.take_size();
  if (!declared_base || !size || *declared_base != base.size()) {
    return unreadable("delta does not fit its base");
  }
  if (*size > limit) {
    return unreadable("is larger than the " + std::to_string(limit) +
                      " bytes allowed for an object");
  }
  base_ = base;
  steps_ = reader.rest();
  size_ = *size;
  pieces_.clear();
  // Places in pieces are of four bytes.
  has_pieces_ = std::max<uint64_t>(size_, base.size()) < Piece::kNew;
  if (!read_steps()) return unreadable("delta is damaged");
  return {};
}

// Whether all steps are sound and make what was declared.
bool Delta::read_steps() {
  DeltaReader reader(steps_);
  uint64_t total = 0;
  while (!reader.at_end()) {
    const auto step = reader.take_step();
    if (!step) return false;
    if (step->is_copy) {
      if (step->from > base_.size() || step->length > base_.size() - step->from) return false;
      add(base_.data() + step->from, step->length, step->from);
    } else {
      add(reader.bytes(*step).data(), step->length, Piece::kNew);
    }
    total += step->length;  // at most 2^24 a byte of the delta: cannot overflow
  }
  return total == size_;
}

void Delta::add(const char* data, size_t length, uint64_t old_begin) {
  if (!has_pieces_) return;
  if (!pieces_.empty() && old_begin != Piece::kNew) {
    Piece& last = pieces_.back();
    if (!last.is_new() && last.old_begin + uint64_t{last.size} == old_begin) {
      last.size += static_cast<uint32_t>(length);
      return;
    }
  }
  if (pieces_.size() == kMostPieces) {
    has_pieces_ = false;
    pieces_.clear();
    return;
  }
  pieces_.push_back({data, static_cast<uint32_t>(length), static_cast<uint32_t>(old_begin)});
}

void Delta::apply(char* out) const {
  if (has_pieces_) {
    for (const Piece& piece : pieces_) {
      std::memcpy(out, piece.data, piece.size);
      out += piece.size;
    }
    return;
  }
  DeltaReader reader(steps_);
  while (!reader.at_end()) {
    const Step step = *reader.take_step();
    std::memcpy(out, step.is_copy ? base_.data() + step.from : reader.bytes(step).data(),
                step.length);
    out += step.length;
  }
}

Result<std::string> apply_delta(std::string_view base, std::string_view delta, uint64_t limit) {
  Delta read;
  if (auto ok = read.read(delta, base, limit); !ok) return std::move(ok).error();
  std::string result;
  if (auto resized = resize(result, read.size()); !resized) return std::move(resized).error();
  read.apply(result.data());
  return result;
}

}  // namespace aegis::git

#include "scanner/git/delta.h"

#include <cstring>
#include <optional>

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

// The length of what the steps make, if they are all sound.
std::optional<uint64_t> measure(DeltaReader steps, size_t base_size) {
  uint64_t total = 0;
  while (!steps.at_end()) {
    const auto step = steps.take_step();
    if (!step) return std::nullopt;
    if (step->is_copy && (step->from > base_size || step->length > base_size - step->from)) {
      return std::nullopt;
    }
    total += step->length;  // at most 2^24 a byte of the delta: cannot overflow
  }
  return total;
}

}  // namespace

Result<Delta> Delta::parse(std::string_view delta, uint64_t base_size, uint64_t limit) {
  DeltaReader reader(delta);
  const auto declared_base = reader.take_size();
  const auto size = reader.take_size();
  if (!declared_base || !size || *declared_base != base_size) {
    return unreadable("delta does not fit its base");
  }
  if (*size > limit) {
    return unreadable("is larger than the " + std::to_string(limit) +
                      " bytes allowed for an object");
  }
  if (measure(reader, base_size) != *size) return unreadable("delta is damaged");
  Delta parsed;
  parsed.steps_ = reader.rest();
  parsed.size_ = *size;
  return parsed;
}

void Delta::apply(std::string_view base, char* out, std::vector<ChangedRange>& changes) const {
  changes.clear();
  const auto changed = [&](uint32_t begin, uint32_t end) {
    if (!changes.empty() && changes.back().end == begin) {
      changes.back().end = end;
    } else {
      changes.push_back({begin, end, 0});
    }
  };
  DeltaReader reader(steps_);
  uint32_t at = 0;
  uint64_t expected = 0;  // the place in the base that would go on without a seam
  bool inserted = false;
  while (!reader.at_end()) {
    const Step step = *reader.take_step();
    const auto length = static_cast<uint32_t>(step.length);
    if (step.is_copy) {
      std::memcpy(out + at, base.data() + step.from, length);
      if (step.from != expected && !inserted) changed(at, at);
      if (!changes.empty() && changes.back().end == at) {
        changes.back().base_end = static_cast<uint32_t>(step.from);
      }
      expected = step.from + length;
    } else {
      std::memcpy(out + at, reader.bytes(step).data(), length);
      changed(at, at + length);
    }
    inserted = !step.is_copy;
    at += length;
  }
  if (expected != base.size() && !inserted) changed(at, at);
  if (!changes.empty() && changes.back().end == at) {
    changes.back().base_end = static_cast<uint32_t>(base.size());
  }
}

Result<std::string> apply_delta(std::string_view base, std::string_view delta, uint64_t limit) {
  auto parsed = Delta::parse(delta, base.size(), limit);
  if (!parsed) return std::move(parsed).error();
  std::string result;
  if (auto resized = resize(result, parsed->size()); !resized) return std::move(resized).error();
  std::vector<ChangedRange> changes;
  parsed->apply(base, result.data(), changes);
  return result;
}

}  // namespace aegis::git

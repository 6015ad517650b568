// Names of objects in order, as an index has them: side by side in memory, some bytes apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace aegis::git {

// A view. Names that are not in order are not found, and no harm comes of them.
class SortedNames {
 public:
  SortedNames() = default;
  // REQUIRES: `bytes` holds `count` names of `size` bytes, each `stride` bytes after the one
  // before.
  SortedNames(std::string_view bytes, size_t stride, size_t size, uint32_t count)
      : bytes_(bytes), stride_(stride), size_(size), count_(count) {}

  uint32_t size() const { return count_; }
  // REQUIRES: position < size().
  std::string_view operator[](uint64_t position) const {
    return bytes_.substr(position * stride_, size_);
  }

  // Whether both are the same names. May say no of two that do not lie in memory alike.
  bool are_same(const SortedNames& other) const;

  // REQUIRES: `name` is as long as these are.
  std::optional<uint32_t> find(std::string_view name) const;
  // The same among those from `begin` on, before `end`, where it may stand near `at`.
  std::optional<uint32_t> find_between(uint64_t begin, uint64_t end, uint64_t at,
                                       std::string_view name) const;
  // Has what find_between() looks at second brought near. What it looks at first should be there.
  void expect_second(uint64_t begin, uint64_t end, uint64_t at, std::string_view name) const;

 private:
  uint64_t next_probe(uint64_t at, uint64_t other_word, uint64_t word) const;

  std::string_view bytes_;
  size_t stride_ = 0;
  size_t size_ = 0;
  uint32_t count_ = 0;
};

// Calls visit(place in a, place in b) for each name that stands in both.
template <typename Visit>
void for_each_common(const SortedNames& a, const SortedNames& b, const Visit& visit) {
  constexpr uint32_t kFewer = 16;  // times: then a search for each costs less than reading all
  if (a.size() / kFewer > b.size()) {
    for (uint32_t j = 0; j < b.size(); ++j) {
      if (const auto i = a.find(b[j])) visit(*i, j);
    }
    return;
  }
  if (b.size() / kFewer > a.size()) {
    // Not by a call with the two the other way round: each such call would be another template.
    for (uint32_t i = 0; i < a.size(); ++i) {
      if (const auto j = b.find(a[i])) visit(i, *j);
    }
    return;
  }
  for (uint32_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const int order = a[i].compare(b[j]);
    if (order == 0) visit(i, j);
    i += order <= 0 ? 1 : 0;
    j += order >= 0 ? 1 : 0;
  }
}

}  // namespace aegis::git

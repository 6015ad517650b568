// Sorts by numbers in a time that goes by how many there are and how large, whatever their order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace aegis {

// Sorts by key(value), a uint64_t; values of the same key stay in their order. Takes as much memory
// again while it works, and pays for some thousands of values and more.
template <typename Value, typename Key>
void radix_sort(std::vector<Value>& values, const Key& key) {
  constexpr unsigned kBits = 11;
  constexpr size_t kDigits = size_t{1} << kBits;
  uint64_t all = 0;
  for (const Value& value : values) all |= key(value);
  std::vector<Value> sorted(values.size());
  for (unsigned shift = 0; shift < 64 && all >> shift != 0; shift += kBits) {
    const auto digit = [&](const Value& value) { return key(value) >> shift & (kDigits - 1); };
    std::array<size_t, kDigits + 1> begins{};
    for (const Value& value : values) ++begins[digit(value) + 1];
    for (size_t i = 1; i <= kDigits; ++i) begins[i] += begins[i - 1];
    for (const Value& value : values) sorted[begins[digit(value)]++] = value;
    values.swap(sorted);
  }
}

}  // namespace aegis

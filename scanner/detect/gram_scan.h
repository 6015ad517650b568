// Looks up the grams of a text in a table, one every few bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/detect/gram_table.h"

namespace aegis {

inline constexpr size_t kShortStride = 4;

// Appends, in order, the multiples of kShortStride from `begin` to before `end` at which the short
// gram of `bytes` may be one of the table's. REQUIRES: bytes are fewer than 4 GiB. Uses vector
// instructions where the processor has them; the answer is the same with any.
void scan_short_grams(std::string_view bytes, size_t begin, size_t end, const GramTable& table,
                      std::vector<uint32_t>& out);

// The same without vector instructions; the reference in tests.
void scan_short_grams_plainly(std::string_view bytes, size_t begin, size_t end,
                              const GramTable& table, std::vector<uint32_t>& out);

}  // namespace aegis

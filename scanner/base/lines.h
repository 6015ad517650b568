// Line feeds.
#pragma once

#include <cstdint>
#include <string_view>

namespace aegis {

// The number of line feeds in `text`, at the speed of memory where the processor has AVX2.
uint64_t count_newlines(std::string_view text);

}  // namespace aegis

// A run of bytes to be scanned, with its place in its origin.
//
// A document reaches the engine as one or more chunks. Each chunk has a core, which is scanned, and
// context before and after it, which is only looked at. The cores of a document's chunks tile it;
// the context is at least kChunkContext bytes, or all there is. So the findings do not depend on
// how a document was cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "scanner/source/origin.h"

namespace aegis {

// How far to either side of a match's first byte anything in the engine may look.
inline constexpr size_t kChunkContext = 32 * 1024;
inline constexpr size_t kDefaultCore = 4 * 1024 * 1024;

struct Chunk {
  std::shared_ptr<const Origin> origin;
  std::string_view bytes;  // core and context; valid only during the call that hands it over
  size_t core_begin = 0;   // the core is bytes[core_begin, core_end)
  size_t core_end = 0;
  uint64_t offset = 0;       // of bytes[0] in the document
  uint64_t line = 1;         // number, from 1, of the line that bytes[0] stands in
  uint64_t line_offset = 0;  // offset in the document of that line's first byte
  bool first = true;         // bytes[0] is the document's first byte
  bool last = true;          // the last of bytes is the document's last byte
};

}  // namespace aegis

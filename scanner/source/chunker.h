// Cuts a stream of bytes into chunks with context on both sides, in bounded memory.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/source/source.h"

namespace aegis {

// Fills the span from its beginning and says how many bytes came; fewer than asked only at the end.
using ByteReader = std::function<Result<size_t>(std::span<char>)>;

// Reads all that `read` gives and hands it to `visit` in chunks with cores of `core` bytes. Holds
// at most core + 2 * kChunkContext bytes. `size_hint` spares memory for small inputs and need not
// be true.
Result<void> visit_stream(std::shared_ptr<const Origin> origin, const ByteReader& read, size_t core,
                          uint64_t size_hint, const ChunkVisitor& visit);

// The same for bytes that are in memory already: nothing is copied.
void visit_bytes(std::shared_ptr<const Origin> origin, std::string_view bytes, size_t core,
                 const ChunkVisitor& visit);

}  // namespace aegis

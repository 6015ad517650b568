// The lines of a text that read differently once decoded, each as a text of its own.
//
// What a decoded line holds depends on its own bytes alone, so the outcome does not depend on how a
// document was cut. A line longer than kLongestDecodedLine is decoded in overlapping pieces at
// places that are fixed in the document.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "scanner/base/byte_span.h"
#include "scanner/decode/decoded_text.h"

namespace aegis {

inline constexpr size_t kLongestDecodedLine = 16 * 1024;
// How far around a core the text must be in sight, unless it ends there.
inline constexpr size_t kDecodeContext = 32 * 1024;

// A stretch of a document in which lines are looked for.
struct DecodeWindow {
  std::string_view bytes;
  Span core;            // of bytes: lines that have nothing to do with it are left out
  uint64_t offset = 0;  // of bytes[0] in the document
  bool first = true;    // bytes[0] is the document's first byte
  bool last = true;     // the last of bytes is the document's last byte
};

// `decoded` is of a whole line, or of a piece of one with context; what is found in it counts where
// it begins within `own`, of the window's bytes.
using DecodedVisitor = std::function<void(const DecodedText& decoded, Span own)>;

// Calls `visit` for each line, or piece of one, that touches the core and hides text.
void for_each_decoded_line(const DecodeWindow& window, const DecodedVisitor& visit);

}  // namespace aegis

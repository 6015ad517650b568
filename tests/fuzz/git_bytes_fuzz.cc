// Any bytes as what git writes in binary: an index, a tree, a delta, the index's extensions, a zlib
// stream.
//
// Inputs are hex, so that the corpus is text; what is no hex digit is passed over, a line that
// begins with # as well.
#include <string>

#include "scanner/git/byte_cursor.h"
#include "scanner/git/cache_tree.h"
#include "scanner/git/delta.h"
#include "scanner/git/ewah.h"
#include "scanner/git/index_file.h"
#include "scanner/git/inflate.h"
#include "scanner/git/tree.h"
#include "tests/fuzz/fuzz.h"

namespace {

using aegis::git::HashKind;

std::string bytes_of(std::string_view hex) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string bytes;
  int high = -1;
  bool comment = false;
  for (size_t i = 0; i < hex.size(); ++i) {
    const bool line_begins = i == 0 || hex[i - 1] == '\n';
    if (line_begins) comment = hex[i] == '#';
    const size_t digit = kDigits.find(hex[i]);
    if (comment || digit == std::string_view::npos) continue;
    if (high >= 0) bytes += static_cast<char>(high << 4 | static_cast<int>(digit));
    high = high >= 0 ? -1 : static_cast<int>(digit);
  }
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes = bytes_of(aegis::as_text(data, size));
  for (const HashKind kind : {HashKind::kSha1, HashKind::kSha256}) {
    aegis::git::PathStorage storage;
    (void)aegis::git::parse_index_file(bytes, kind, storage);
    (void)aegis::git::Tree::parse(bytes, kind);
    (void)aegis::git::CacheTree::parse(bytes, kind);
  }
  aegis::git::ByteCursor cursor(bytes);
  (void)aegis::git::take_ewah(cursor, 1000);
  const auto changed = aegis::git::apply_delta("The quick brown fox\n", bytes, 1 << 16);
  if (changed) aegis::must(changed->size() <= 1 << 16);
  aegis::git::Inflater inflater;
  (void)inflater.inflate(bytes, 100);
  const auto beginning = aegis::git::inflate_beginning(bytes, 64);
  if (beginning) aegis::must(beginning->size() <= 64);
  return 0;
}

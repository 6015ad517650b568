// Parts of a state file of `aegis history`, as if their checksums were right.
#include "scanner/scan/history_memory.h"
#include "tests/fuzz/fuzz.h"

// Two parts; the first byte says where the second begins, in 256ths.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.empty()) return 0;
  const size_t middle = 1 + (size - 1) * data[0] / 256;
  (void)aegis::decode_memory("key", {bytes.substr(1)}, aegis::git::HashKind::kSha1);
  (void)aegis::decode_memory("key", {bytes.substr(1, middle - 1), bytes.substr(middle)},
                             aegis::git::HashKind::kSha1);
  return 0;
}

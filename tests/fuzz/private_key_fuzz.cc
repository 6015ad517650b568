// Any bytes as a private key in each binary form: what is read can be said, and is text.
#include "scanner/detect/private_key.h"

#include <algorithm>

#include "tests/fuzz/fuzz.h"

namespace {

void must_be_text(const std::optional<aegis::PrivateKey>& key) {
  if (!key) return;
  const std::string words = aegis::in_words(*key);
  aegis::must(!words.empty() && words.size() < 256);
  aegis::must(
      std::all_of(words.begin(), words.end(), [](char c) { return c >= 0x20 && c < 0x7f; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes = aegis::as_text(data, size);
  must_be_text(aegis::read_private_key(bytes));
  must_be_text(aegis::read_openssh_private_key(bytes));
  must_be_text(aegis::read_pgp_private_key(bytes));
  aegis::PrivateKey key;
  aegis::read_ssh_public_key(bytes, key);
  must_be_text(key);
  return 0;
}

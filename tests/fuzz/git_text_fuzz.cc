// Any bytes as what git writes as text: a commit, a configuration, a list of folders.
#include "scanner/git/commit.h"
#include "scanner/git/config.h"
#include "scanner/git/path_list.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = aegis::as_text(data, size);
  (void)aegis::git::parse_commit(text, aegis::git::HashKind::kSha1);
  (void)aegis::git::parse_commit(text, aegis::git::HashKind::kSha256);
  if (const auto config = aegis::git::Config::parse(text)) {
    (void)config->get("core", "worktree");
    (void)config->get_bool("core", "bare");
  }
  (void)aegis::git::parse_path_list(text, ':');
  (void)aegis::git::parse_path_list(text, '\n');
  return 0;
}

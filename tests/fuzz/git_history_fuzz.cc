// Any bytes as what git keeps of history: a commit, a tag, a reflog, packed-refs, what it gives to
// hooks.
#include "scanner/git/commit.h"
#include "scanner/git/packed_refs.h"
#include "scanner/git/reflog.h"
#include "scanner/git/revision_set.h"
#include "scanner/git/tag.h"
#include "tests/fuzz/fuzz.h"

namespace {

using aegis::git::HashKind;

bool is_part_of(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void check_signature(const aegis::git::Signature& who, std::string_view text) {
  aegis::must(is_part_of(who.name, text) && is_part_of(who.email, text));
  const std::string date = aegis::git::iso_date(who);
  aegis::must(date.empty() || date.size() == 25);
}

void try_kind(std::string_view text, HashKind kind) {
  (void)aegis::git::parse_commit(text, kind);
  if (const auto tag = aegis::git::parse_tag(text, kind)) {
    check_signature(tag->tagger, text);
    aegis::must(is_part_of(tag->name, text) && is_part_of(tag->message, text));
  }
  for (const auto& ref : aegis::git::parse_packed_refs(text, kind).refs) {
    aegis::must(is_part_of(ref.name, text));
  }
  const aegis::git::Reflog log(std::string(text), kind);
  for (const auto& entry : log.entries()) (void)aegis::git::iso_date(entry.who);
  (void)aegis::git::parse_pre_push(text, kind);
  (void)aegis::git::parse_pre_receive(text, kind);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = aegis::as_text(data, size);
  const aegis::git::CommitText commit = aegis::git::parse_commit_text(text);
  check_signature(commit.author, text);
  check_signature(commit.committer, text);
  aegis::must(is_part_of(commit.message, text) && is_part_of(commit.encoding, text));
  check_signature(aegis::git::parse_signature(text), text);
  try_kind(text, HashKind::kSha1);
  try_kind(text, HashKind::kSha256);
  return 0;
}

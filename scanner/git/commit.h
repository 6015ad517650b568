// A commit, or as much of it as can be understood.
//
//   tree <name>
//   parent <name>            one line for each
//   author <signature>
//   committer <signature>
//   encoding <name>          and more headers; a line that begins with a blank continues the last
//
//   message
#pragma once

#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/oid.h"
#include "scanner/git/signature.h"

namespace aegis::git {

struct CommitLinks {
  Oid tree;
  std::vector<Oid> parents;
};

// Looks at nothing behind the "tree" and "parent" lines: author, date and message may be missing or
// malformed in any way.
Result<CommitLinks> parse_commit(std::string_view bytes, HashKind kind);

// The rest of a commit. Views of what was parsed; empty where it is missing.
struct CommitText {
  Signature author;
  Signature committer;
  std::string_view encoding;
  std::string_view message;  // what follows the first empty line
};

// Takes any bytes. Of a header that stands twice the first counts, as in git.
CommitText parse_commit_text(std::string_view bytes);

}  // namespace aegis::git

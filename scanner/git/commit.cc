#include "scanner/git/commit.h"

#include "scanner/git/object_headers.h"

namespace aegis::git {

Result<CommitLinks> parse_commit(std::string_view bytes, HashKind kind) {
  const auto tree = take_name(bytes, "tree", kind);
  if (!tree) return unreadable("commit is malformed: it does not begin with a tree");
  CommitLinks links{*tree, {}};
  while (const auto parent = take_name(bytes, "parent", kind)) links.parents.push_back(*parent);
  if (bytes.starts_with("parent ")) return unreadable("commit is malformed: a parent has no name");
  return links;
}

CommitText parse_commit_text(std::string_view bytes) {
  const auto [headers, message] = split_message(bytes);
  return {.author = parse_signature(find_header(headers, "author")),
          .committer = parse_signature(find_header(headers, "committer")),
          .encoding = find_header(headers, "encoding"),
          .message = message};
}

}  // namespace aegis::git

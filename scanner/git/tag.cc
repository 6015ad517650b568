#include "scanner/git/tag.h"

#include "scanner/git/object_headers.h"

namespace aegis::git {

Result<TagText> parse_tag(std::string_view bytes, HashKind kind) {
  const auto [headers, message] = split_message(bytes);
  const auto target = take_name(bytes, "object", kind);
  if (!target) return unreadable("tag is malformed: it does not begin with an object");
  return TagText{.target = *target,
                 .name = find_header(headers, "tag"),
                 .tagger = parse_signature(find_header(headers, "tagger")),
                 .message = message};
}

}  // namespace aegis::git

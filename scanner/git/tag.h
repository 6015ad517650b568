// An annotated tag.
//
//   object <name>
//   type commit
//   tag v1.0
//   tagger <signature>
//
//   message
#pragma once

#include <string_view>

#include "scanner/base/result.h"
#include "scanner/git/oid.h"
#include "scanner/git/signature.h"

namespace aegis::git {

struct TagText {
  Oid target;  // of any type, another tag included; what the "type" line says is not relied on
  std::string_view name;
  Signature tagger;  // old tags have none
  std::string_view message;
};

// Needs the "object" line only: all else may be missing or malformed in any way. The views are of
// `bytes`.
Result<TagText> parse_tag(std::string_view bytes, HashKind kind);

}  // namespace aegis::git

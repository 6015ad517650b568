// What of a changed text must be looked at.
//
// When a text in which there is no candidate is changed, a candidate in the new text has something
// to do with a change: some byte that the engine looks at for it was put in, or was apart from
// another one. So it is enough to look at the changes in surroundings as wide as the engine looks.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/revision.h"
#include "scanner/detect/reach.h"
#include "scanner/rule/shape_match.h"

namespace aegis {

// Puts the stretches of a text that are new into `changes`, in order, and empty ones where two
// bytes meet that were apart.
void find_changes(const Revision& revision, std::vector<Span>& changes);

// Puts the windows around `changes` into `out`, in order, line feeds between them: whatever
// candidate is in `bytes` and not in the old text is in one of them with all that is looked at for
// it. `changes` are sorted stretches that are new, or, where empty, seams. `reach` is the old
// text's. Nothing is put there, and false said, when the windows would be most of the text or
// `reach` is kDocument: then it is to be looked at whole.
bool gather_windows(std::string_view bytes, std::span<const Span> changes, Reach reach,
                    std::string& out);

}  // namespace aegis

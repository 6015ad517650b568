// Looks for secrets that were found in one text in others, whatever stands around them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/secret.h"
#include "scanner/detect/kind_map.h"
#include "scanner/detect/literal_finder.h"
#include "scanner/detect/run_finder.h"

namespace aegis {

// Immutable; shared by threads.
class SecretSearch {
 public:
  // REQUIRES: none is empty.
  explicit SecretSearch(const std::vector<Secret>& secrets);

  // Belongs to one thread.
  struct Scratch {
    KindMap map;
    std::vector<Run> runs;
    LiteralMatches found;
  };
  struct Answer {
    // One of the secrets stands in the text as it is, or perhaps does. Certain when it says no.
    bool may_hold = false;
    // The text holds NUL bytes, so it was read as UTF-16 and UTF-32 as well: then a change of it
    // may matter anywhere, else on the changed lines alone.
    bool is_wide = false;
  };
  // `bytes` are fewer than 4 GiB.
  Answer look_in(std::string_view bytes, Scratch& scratch) const;

 private:
  bool is_in(std::string_view bytes, Scratch& scratch, bool& has_nul) const;

  LiteralFinder finder_;
  std::vector<Secret> short_;  // those that the finder does not take
};

}  // namespace aegis

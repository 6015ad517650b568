// What is made of a hook's input.
#pragma once

#include <string>

#include "scanner/base/json.h"

namespace aegis::agent {

struct Verdict {
  enum class Kind {
    kPass,  // nothing is said against it; the agent asks its user as it would without us
    kBlock,
    kMask,  // a tool's output holds secrets: `output` is what the agent may see instead
  };
  Kind kind = Kind::kPass;
  std::string reason;  // for the agent and its user; holds no secret
  Json output;
};

}  // namespace aegis::agent

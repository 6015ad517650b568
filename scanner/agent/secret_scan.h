// Looks for secrets in short texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/detect/engine.h"

namespace aegis::agent {

// Not to be shared between threads. REQUIRES: the engine outlives it.
class SecretScan {
 public:
  static Result<SecretScan> create(const Engine& engine);

  // Those of medium confidence or more, in the order of the text. `path` is what it is written to,
  // where that is known.
  Result<std::vector<Finding>> find(std::string_view text, const std::string& path = {});

 private:
  explicit SecretScan(Detector detector) : detector_(std::move(detector)) {}
  Detector detector_;
};

// "GitHub token (github-token)", or the name of a known secret: never its value.
std::string described(const Finding& finding);

// `text` with these findings, which are its own, cut out.
std::string without_secrets(std::string_view text, const std::vector<Finding>& findings);

}  // namespace aegis::agent

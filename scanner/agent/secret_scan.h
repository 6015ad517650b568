// Looks for secrets in short texts.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/detect/engine.h"

namespace aegis::agent {

// What the user has said is no secret. A repository has no say in it: whoever wrote that may be who
// the agent is to be guarded against.
struct Exceptions {
  std::set<std::string> fingerprints;
  // What fingerprints call the file at a path, as other commands do.
  std::function<std::string(const std::string& path)> identity;
};

// Not to be shared between threads. REQUIRES: the engine outlives it.
class SecretScan {
 public:
  static Result<SecretScan> create(const Engine& engine, Exceptions exceptions = {});

  // Those of medium confidence or more that are no exceptions, in the order of the text, with their
  // fingerprints. `path` is what it is written to, where that is known. No exception counts for the
  // user's own secrets.
  Result<std::vector<Finding>> find(std::string_view text, const std::string& path = {});

 private:
  SecretScan(Detector detector, Exceptions exceptions)
      : detector_(std::move(detector)), exceptions_(std::move(exceptions)) {}
  bool is_exception(const Finding& finding) const;

  Detector detector_;
  Exceptions exceptions_;
};

// "GitHub token (github-token, finding:0f3a...)", or the name of a known secret: never its value.
std::string described(const Finding& finding);

// `text` with these findings, which are its own, cut out.
std::string without_secrets(std::string_view text, const std::vector<Finding>& findings);

}  // namespace aegis::agent

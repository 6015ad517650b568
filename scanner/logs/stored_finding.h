// A finding as bytes, without its secret, to be reported by a later run.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "scanner/detect/engine.h"
#include "scanner/finding/finding.h"

namespace aegis {

// All that a report shows of it but for the secret, of which the public prefix is kept.
std::string encode_finding(const Finding& finding);

// Makes findings of such bytes. What it gives points into it.
class StoredFindings {
 public:
  explicit StoredFindings(const Engine& engine) : engine_(engine) {}

  // A rule that is no longer there is stood in for by one of its name. Nothing for bytes that
  // encode_finding() did not give.
  std::optional<Finding> decode(std::string_view bytes);

 private:
  struct Retired {
    Rule rule;
    Provider provider;
  };
  void set_rule(Finding& finding, const std::string& rule, const std::string& provider);

  const Engine& engine_;
  std::deque<Retired> retired_;  // a deque: findings point into it
};

}  // namespace aegis

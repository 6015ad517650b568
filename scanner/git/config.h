// The syntax of git's config files.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace aegis::git {

struct ConfigVariable {
  std::string name;   // lower case: "bare"
  std::string value;  // quotes and escapes resolved; "true" for a name that stands alone
};

struct ConfigSection {
  std::string name;        // lower case: "core"
  std::string subsection;  // as written: "origin"; empty if there is none
  std::vector<ConfigVariable> variables;
};

// The sections of one file in the order of their lines; one that is opened twice is two. An include
// is a section like any other.
class Config {
 public:
  static Result<Config> parse(std::string_view text);

  // The last value given to section.name outside all subsections, as in git.
  std::optional<std::string_view> get(std::string_view section, std::string_view name) const;
  // The same as a truth value: yes, on, true and numbers but 0 are true. Nothing if it is not set.
  std::optional<bool> get_bool(std::string_view section, std::string_view name) const;
  const std::vector<ConfigSection>& sections() const { return sections_; }

 private:
  std::vector<ConfigSection> sections_;
};

}  // namespace aegis::git

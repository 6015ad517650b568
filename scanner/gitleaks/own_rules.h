// This program's own rules in the place of gitleaks' default configuration: they run where there is
// no configuration, and where one says `useDefault`.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/detect/engine.h"
#include "scanner/gitleaks/allowlist.h"
#include "scanner/gitleaks/config_merge.h"
#include "scanner/gitleaks/leak.h"

namespace aegis::gitleaks {

// What a configuration says of them, by gitleaks' names or their own. Immutable; shared by threads.
class OwnRules {
 public:
  // Takes out of `merged` what is about rules that the configuration does not define itself:
  // disabled ones, allowlists of such a rule, and those with targetRules. Notes what cannot be.
  static Result<OwnRules> take_from(MergedConfig& merged);

  // Only these, by either name.
  void keep(const std::set<std::string>& names) { kept_ = names; }

  // Whether the rule runs. One that gitleaks has several names for is off only when all of them
  // are.
  bool runs(std::string_view rule) const;
  // Whether an allowlist of this rule lets the finding pass.
  bool allows(std::string_view rule, const Site& site, const Passage& passage) const;

 private:
  Result<void> add(const std::string& name, const std::vector<AllowlistText>& lists);

  std::set<std::string, std::less<>> disabled_;
  std::optional<std::set<std::string>> kept_;
  std::map<std::string, std::vector<Allowlist>, std::less<>> allowlists_;
};

// A finding of the engine as gitleaks would tell it. Its file and commit are left to the caller.
Leak leak_of(const Finding& finding);

}  // namespace aegis::gitleaks

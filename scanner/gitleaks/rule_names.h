// What gitleaks calls the rules of its default configuration that find what this program's own
// rules find.
#pragma once

#include <string_view>
#include <vector>

namespace aegis::gitleaks {

// gitleaks' names for what the rule of this program finds; its own name where gitleaks has no
// other.
std::vector<std::string_view> gitleaks_names_of(std::string_view rule);

// The rules that go by another name there.
std::vector<std::string_view> rules_with_gitleaks_names();

}  // namespace aegis::gitleaks

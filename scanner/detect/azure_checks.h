// Checks of Microsoft's keys and secrets (github.com/microsoft/security-utilities).
#pragma once

#include <string_view>

#include "scanner/detect/checks.h"

namespace aegis {

CheckResult check_azure_identifiable(std::string_view token);
CheckResult check_azure_cask(std::string_view token);
CheckResult check_entra_secret(std::string_view token);

}  // namespace aegis

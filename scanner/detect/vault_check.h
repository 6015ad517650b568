// What the tokens of HashiCorp Vault are made of.
#pragma once

#include <string_view>

#include "scanner/detect/checks.h"

namespace aegis {

CheckResult check_vault(std::string_view token);

}  // namespace aegis

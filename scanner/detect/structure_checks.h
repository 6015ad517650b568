// Checks of tokens that decode to something of a known structure.
#pragma once

#include <string_view>

#include "scanner/detect/checks.h"

namespace aegis {

CheckResult check_aws_key_id(std::string_view token);
CheckResult check_basic(std::string_view token);
CheckResult check_discord(std::string_view token);
CheckResult check_grafana_json(std::string_view token);
CheckResult check_jwt(std::string_view token);
CheckResult check_pypi(std::string_view token);
CheckResult check_telegram(std::string_view token);
CheckResult check_service_account(std::string_view token, std::string_view around);

}  // namespace aegis

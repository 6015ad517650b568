// Checks of tokens that carry a checksum.
#pragma once

#include <string_view>

#include "scanner/detect/checks.h"

namespace aegis {

CheckResult check_age(std::string_view token);
CheckResult check_confluent(std::string_view token);
CheckResult check_github_crc32(std::string_view token);
CheckResult check_github_fine_grained(std::string_view token);
CheckResult check_gitlab_routable(std::string_view token);
CheckResult check_grafana_crc32(std::string_view token);
CheckResult check_hex_crc32(std::string_view token);
CheckResult check_nkey(std::string_view token);

}  // namespace aegis

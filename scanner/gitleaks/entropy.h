// Shannon entropy as gitleaks counts it.
#pragma once

#include <string_view>

namespace aegis::gitleaks {

// Bits: characters are counted, and weighed as if each were a byte long. REQUIRES: UTF-8.
double entropy_of(std::string_view text);

}  // namespace aegis::gitleaks

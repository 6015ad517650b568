#include "scanner/gitleaks/entropy.h"

#include <cmath>
#include <map>

#include "scanner/report/utf8.h"

namespace aegis::gitleaks {

double entropy_of(std::string_view text) {
  const auto size = static_cast<double>(text.size());
  std::map<char32_t, uint32_t> counts;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    ++counts[point.value];
    text.remove_prefix(point.size);
  }
  double bits = 0;
  for (const auto& [value, count] : counts) {
    const double share = count / size;
    bits -= share * std::log2(share);
  }
  return bits;
}

}  // namespace aegis::gitleaks

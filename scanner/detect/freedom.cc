#include "scanner/detect/freedom.h"

#include <algorithm>
#include <cmath>

namespace aegis {

Freedom::Freedom(const Variant& variant) {
  for (const Element& element : variant.elements) {
    least_ += element.min;
    if (element.kind != ElementKind::kClass) continue;
    const auto choices = static_cast<double>(members_of(element.set).size());
    const auto bits = static_cast<uint32_t>(std::lround(16 * std::log2(choices)));
    fixed_ += bits * static_cast<uint32_t>(element.min);
    if (!element.fixed()) widest_ = std::max(widest_, bits);
  }
}

uint32_t Freedom::of(size_t size) const {
  return fixed_ + widest_ * static_cast<uint32_t>(size - std::min(size, least_));
}

}  // namespace aegis

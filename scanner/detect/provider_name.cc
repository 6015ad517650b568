// Tested by tests/unit/provider_name_test.cc.
#include "scanner/detect/provider_name.h"

#include <algorithm>
#include <array>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr size_t kWidestGap = 8;
constexpr size_t kLongestId = 32;

// In an id, a dash stands for every separator.
char id_letter(char c) {
  return c == '_' || c == '.' ? '-' : to_lower(c);
}

}  // namespace

std::optional<uint32_t> provider_before(const RuleSet& set, std::string_view bytes, size_t value) {
  constexpr CharSet kGap("\"'`\\=:>([ \t");
  constexpr CharSet kName = make_range_set("azAZ09__--..");
  size_t end = value;
  bool sign = false;
  while (end > 0 && value - end < kWidestGap && kGap.contains(bytes[end - 1])) {
    --end;
    sign = sign || (bytes[end] != ' ' && bytes[end] != '\t');
  }
  if (!sign) return std::nullopt;
  std::array<char, kLongestId> letters;
  size_t first = letters.size();
  size_t begin = end;
  while (begin > 0 && kName.contains(bytes[begin - 1])) {
    if (first == 0) return std::nullopt;
    letters[--first] = id_letter(bytes[--begin]);
  }
  const std::string_view name(letters.data() + first, letters.size() - first);
  if (name.empty()) return std::nullopt;
  const auto row = std::lower_bound(
      set.providers.begin(), set.providers.end(), name,
      [](const Provider& provider, std::string_view key) { return provider.id < key; });
  if (row == set.providers.end() || row->id != name) return std::nullopt;
  return static_cast<uint32_t>(row - set.providers.begin());
}

RuleRange rules_around(const RuleSet& set, uint32_t provider) {
  const std::string& id = set.providers[provider].id;
  const auto begin =
      std::lower_bound(set.rules.begin(), set.rules.end(), id,
                       [](const Rule& rule, std::string_view key) { return rule.id < key; });
  auto end = begin;
  while (end != set.rules.end() && end->id.starts_with(id)) ++end;
  return {static_cast<uint32_t>(begin - set.rules.begin()),
          static_cast<uint32_t>(end - set.rules.begin())};
}

}  // namespace aegis

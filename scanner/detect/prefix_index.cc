#include "scanner/detect/prefix_index.h"

#include <algorithm>
#include <map>

#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

constexpr size_t kShortest = 4;  // what is shorter begins words and names as well

}  // namespace

std::vector<TokenPrefix> token_prefixes(const RuleSet& rules) {
  std::map<std::string, uint32_t, std::less<>> least;
  for (const Rule& rule : rules.rules) {
    if (rule.kind == MatchKind::kGrammar || !rule.near.empty()) continue;
    const auto shape = shape_of(rule);
    if (!shape) continue;  // load_rules has seen it parse
    for (const Variant& variant : shape->variants) {
      if (variant.prefix().size() < kShortest) continue;
      const auto length = static_cast<uint32_t>(variant.min_length());
      const auto row = least.emplace(variant.prefix(), length).first;
      row->second = std::min(row->second, length);
    }
  }
  std::vector<TokenPrefix> prefixes;
  for (const auto& [text, length] : least) prefixes.push_back({text, length});
  return prefixes;
}

bool is_cut_short(const std::vector<TokenPrefix>& prefixes, std::string_view text) {
  bool known = false;
  for (size_t size = kShortest; size <= text.size(); ++size) {
    const std::string_view begin = text.substr(0, size);
    const auto row = std::lower_bound(
        prefixes.begin(), prefixes.end(), begin,
        [](const TokenPrefix& prefix, std::string_view key) { return prefix.text < key; });
    // Nothing that goes on from here is among them.
    if (row == prefixes.end() || !row->text.starts_with(begin)) break;
    if (row->text != begin) continue;
    if (text.size() >= row->least) return false;
    known = true;
  }
  return known;
}

}  // namespace aegis

#include "scanner/detect/prefix_index.h"

#include <algorithm>
#include <map>

#include "scanner/base/char_set.h"
#include "scanner/detect/word_set.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

constexpr size_t kShortest = 4;  // what is shorter begins words and names as well

// Made of words that many providers begin their tokens with: it does not say whose the token is.
bool is_anybodys(std::string_view prefix) {
  static const WordSet kWords(
      {{1, {"access", "account", "admin",   "api",     "app",        "auth",       "client",
            "dev",    "ext",     "key",     "live",    "master",     "mob",        "mobile",
            "org",    "pat",     "pk",      "private", "prod",       "production", "pub",
            "public", "rk",      "sandbox", "sat",     "sdk",        "secret",     "server",
            "sk",     "test",    "token",   "user",    "development"}}});
  while (!prefix.empty()) {
    size_t length = 0;
    while (length < prefix.size() && kAlnum.contains(prefix[length])) ++length;
    if (length > 0 && kWords.kinds_of(prefix.substr(0, length)) == 0) return false;
    prefix.remove_prefix(std::min(length + 1, prefix.size()));
  }
  return true;
}

// Calls visit(prefix) for each prefix that `text` begins with.
template <typename Visit>
void for_each_prefix_of(const std::vector<TokenPrefix>& prefixes, std::string_view text,
                        const Visit& visit) {
  for (size_t size = kShortest; size <= text.size(); ++size) {
    const std::string_view begin = text.substr(0, size);
    const auto row = std::lower_bound(
        prefixes.begin(), prefixes.end(), begin,
        [](const TokenPrefix& prefix, std::string_view key) { return prefix.text < key; });
    // Nothing that goes on from here is among them.
    if (row == prefixes.end() || !row->text.starts_with(begin)) return;
    if (row->text == begin) visit(*row);
  }
}

}  // namespace

std::vector<TokenPrefix> token_prefixes(const RuleSet& rules) {
  std::map<std::string, uint32_t> shortest;
  for (const Rule& rule : rules.rules) {
    if (rule.kind == MatchKind::kGrammar || !rule.near.empty() || !rule.with.empty()) continue;
    const auto shape = shape_of(rule);
    if (!shape) continue;  // load_rules has seen it parse
    for (const Variant& variant : shape->variants) {
      const std::string text(variant.prefix());
      if (text.size() < kShortest || is_anybodys(text)) continue;
      const auto length = static_cast<uint32_t>(variant.min_length());
      const auto row = shortest.emplace(text, length).first;
      row->second = std::min(row->second, length);
    }
  }
  std::vector<TokenPrefix> prefixes;
  for (const auto& [text, least] : shortest) prefixes.push_back({text, least});
  return prefixes;
}

bool is_cut_short(const std::vector<TokenPrefix>& prefixes, std::string_view text) {
  bool known = false;
  bool whole = false;
  for_each_prefix_of(prefixes, text, [&](const TokenPrefix& prefix) {
    known = true;
    whole = whole || text.size() >= prefix.least;
  });
  return known && !whole;
}

bool begins_as_known(const std::vector<TokenPrefix>& prefixes, std::string_view text) {
  bool known = false;
  for_each_prefix_of(prefixes, text, [&](const TokenPrefix&) { known = true; });
  return known;
}

}  // namespace aegis

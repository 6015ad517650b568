#include "scanner/rule/sample.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "scanner/rule/checksum.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/sample_checks.h"
#include "scanner/rule/shape_match.h"

namespace aegis {

namespace {

constexpr int kTries = 200;
constexpr size_t kLongest = 400;  // of one hole with a range: longer tokens prove nothing more

double entropy(const std::string& text) {
  std::map<char, double> counts;
  for (const char c : text) ++counts[c];
  double bits = 0;
  for (const auto& [c, count] : counts) {
    const double share = count / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

std::string fill(const Variant& variant, SampleRandom& random) {
  std::string text;
  for (const Element& element : variant.elements) {
    const size_t most = std::min(element.max, std::max(element.min, kLongest));
    const size_t length = element.min + random.below(most - element.min + 1);
    switch (element.kind) {
      case ElementKind::kLiteral:
        text += element.text;
        break;
      case ElementKind::kClass:
        text += random_text(element.set, length, random);
        break;
      case ElementKind::kCrc32Base62:
        text += crc32_base62(std::string_view(text).substr(variant.prefix().size()));
        break;
    }
  }
  return text;
}

bool fits(const Rule& rule, const Variant& variant, const std::string& token) {
  if (match_variant(variant, token, 0) != token.size()) return false;
  return entropy(token) >= rule.entropy;
}

// An element that the last character of a match belongs to, when it is a class.
const Element* last_class(const Variant& variant) {
  const Element& last = variant.elements.back();
  return last.kind == ElementKind::kClass ? &last : nullptr;
}

}  // namespace

uint64_t SampleRandom::next() {
  state_ += 0x9e3779b97f4a7c15;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

uint64_t seed_of(const Rule& rule) {
  uint64_t seed = 14695981039346656037u;  // FNV-1a
  for (const char c : rule.id) seed = (seed ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return seed;
}

std::optional<std::string> make_example(const Rule& rule, const Variant& variant,
                                        SampleRandom& random) {
  for (int i = 0; i < kTries; ++i) {
    const std::string token = completed(rule.check, fill(variant, random), random);
    if (fits(rule, variant, token)) return token;
  }
  return std::nullopt;
}

std::vector<NearMiss> make_near_misses(const Rule& rule, const Variant& variant,
                                       SampleRandom& random) {
  std::vector<NearMiss> misses;
  const auto example = make_example(rule, variant, random);
  const Element* last = last_class(variant);
  if (!example) return misses;
  if (last != nullptr && last->fixed()) {
    misses.push_back({example->substr(0, example->size() - 1), "one short"});
    misses.push_back({*example + random_text(last->set, 1, random), "one long"});
    std::string foreign = *example;
    foreign[foreign.size() - 1 - random.below(last->max)] = '\x01';
    misses.push_back({foreign, "wrong alphabet"});
  }
  const bool has_checksum =
      std::any_of(variant.elements.begin(), variant.elements.end(),
                  [](const Element& element) { return element.kind == ElementKind::kCrc32Base62; });
  if (has_checksum || rule.check == Check::kGrafanaCrc32 || rule.check == Check::kGitlabRoutable) {
    std::string wrong = *example;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    misses.push_back({wrong, "wrong checksum"});
  }
  return misses;
}

std::vector<std::string> in_surroundings(const std::string& token, const std::string& name) {
  const auto quoted = [&](char quote) { return quote + token + quote; };
  return {
      "[settings]\n" + name + " = " + token + "\nother = 1\n",
      "{\"" + name + "\": " + quoted('"') + ", \"n\": 1}\n",
      "client:\n  " + name + ": " + token + "\n  retries: 3\n",
      "export " + name + "=" + quoted('\'') + "\n",
      "const " + name + " = " + quoted('"') + ";\n",
      "curl 'https://api.invalid/v1/list?" + name + "=" + token + "&page=2'\n",
      "X-" + name + ": " + token + "\r\nAccept: */*\r\n",
      "2026-11-20T10:00:00Z INFO started with " + name + "=" + token + " in 12 ms\n",
      "<entry " + name + "=" + quoted('"') + "/>\n",
      name + "\\n" + name + "=" + token + "\\n",
  };
}

std::string name_for(const Rule& rule) {
  if (!rule.near.empty()) return folded_word(rule.near.front()) + "_value";
  return "setting";
}

}  // namespace aegis

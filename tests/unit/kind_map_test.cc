#include "scanner/detect/kind_map.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/rule/rule_file.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

constexpr Kind kAllKinds[] = {Kind::kRun,       Kind::kDigit,     Kind::kLowerCase,
                              Kind::kUpperCase, Kind::kSeparator, Kind::kNewline};

// The definition.
bool is_of(Kind kind, char c) {
  switch (kind) {
    case Kind::kRun:
      return kRunSet.contains(c);
    case Kind::kDigit:
      return kDigits.contains(c);
    case Kind::kLowerCase:
      return kLower.contains(c);
    case Kind::kUpperCase:
      return kUpper.contains(c);
    case Kind::kSeparator:
      return c == '+' || c == '-' || c == '/';
    case Kind::kNewline:
      return c == '\n';
  }
  return false;
}

uint64_t from(Kind kind, const std::string& text, size_t at, size_t end) {
  uint64_t bits = 0;
  for (size_t i = 0; i < 64 && at + i < end; ++i) {
    if (is_of(kind, text[at + i])) bits |= uint64_t{1} << i;
  }
  return bits;
}

uint64_t before(Kind kind, const std::string& text, size_t at, size_t begin) {
  uint64_t bits = 0;
  for (size_t i = 0; i < 64 && at >= begin + i + 1; ++i) {
    if (is_of(kind, text[at - 1 - i])) bits |= uint64_t{1} << (63 - i);
  }
  return bits;
}

// What this processor can do.
std::vector<Simd> ways() {
  std::vector<Simd> all = {Simd::kNone};
  if (widest_simd() >= Simd::kAvx2) all.push_back(Simd::kAvx2);
  if (widest_simd() >= Simd::kAvx512) all.push_back(Simd::kAvx512);
  return all;
}

}  // namespace

TEST_CASE("Every byte is of its kinds, whatever vector instructions are used") {
  std::string text;
  for (int c = 0; c < 256; ++c) text += static_cast<char>(c);
  for (const Simd simd : ways()) {
    KindMap map;
    map.map(text, 0, text.size(), simd);
    CHECK(map.has_nul());
    for (const Kind kind : kAllKinds) {
      for (size_t at = 0; at <= text.size(); ++at) {
        INFO("way " << static_cast<int>(simd) << ", kind " << static_cast<int>(kind) << ", " << at);
        REQUIRE(map.from(kind, at) == from(kind, text, at, text.size()));
        REQUIRE(map.before(kind, at) == before(kind, text, at, 0));
      }
    }
  }
}

TEST_CASE("A map is of its stretch of the text and of nothing else") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  KindMap map;  // also what was mapped before is forgotten
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (size_t size = random.below(600); size-- > 0;) {
      text += random.below(3) == 0 ? static_cast<char>(1 + random.below(255)) : 'a';
    }
    const size_t nul = random.below(text.size() + 1);
    if (nul < text.size()) text[nul] = '\0';
    const size_t begin = random.below(text.size() + 1);
    const size_t end = begin + random.below(text.size() - begin + 1);
    for (const Simd simd : ways()) {
      map.map(text, begin, end, simd);
      INFO("round " << round << ", way " << static_cast<int>(simd));
      REQUIRE(map.begin() == begin / 64 * 64);
      REQUIRE(map.end() == end);
      REQUIRE(map.has_nul() == (nul >= map.begin() && nul < end));
      for (const Kind kind : kAllKinds) {
        for (size_t at = map.begin(); at <= end; at += 1 + random.below(40)) {
          REQUIRE(map.from(kind, at) == from(kind, text, at, end));
          REQUIRE(map.before(kind, at) == before(kind, text.substr(0, end), at, map.begin()));
        }
      }
    }
  }
}

}  // namespace aegis

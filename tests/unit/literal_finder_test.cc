#include "scanner/detect/literal_finder.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "scanner/detect/gram_scan.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

using Found = std::set<std::tuple<uint32_t, uint32_t, uint32_t>>;

LiteralFinder finder_of(const std::vector<std::string>& texts, bool wraps = false) {
  PrivateText all;
  std::vector<Literal> literals;
  for (const std::string& text : texts) {
    literals.push_back(
        {static_cast<uint32_t>(all.size()), static_cast<uint32_t>(text.size()), wraps});
    all.append(text);
  }
  return LiteralFinder(std::move(all), std::move(literals));
}

LiteralMatches search(const LiteralFinder& finder, std::string_view text, size_t begin,
                      size_t end) {
  std::vector<Run> runs = runs_in(text);
  std::erase_if(runs, [&](const Run& run) { return run.begin < begin || run.begin >= end; });
  LiteralMatches matches;
  finder.find(text, begin, end, runs, matches);
  return matches;
}

Found found_in(const LiteralFinder& finder, std::string_view text, size_t piece) {
  Found found;
  for (size_t begin = 0; begin < text.size(); begin += piece) {
    const auto matches = search(finder, text, begin, std::min(text.size(), begin + piece));
    for (const LiteralMatch& match : matches.matches) {
      found.emplace(match.literal, match.begin, match.end);
    }
  }
  return found;
}

Found found_plainly(const std::vector<std::string>& literals, const std::string& text) {
  Found found;
  for (uint32_t i = 0; i < literals.size(); ++i) {
    for (size_t at = text.find(literals[i]); at != std::string::npos;
         at = text.find(literals[i], at + 1)) {
      found.emplace(i, at, at + literals[i].size());
    }
  }
  return found;
}

// With line breaks after every `width` characters, the first one after `first`.
std::string wrapped(const std::string& text, size_t first, size_t width, const std::string& brk) {
  std::string lines;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i >= first && (i - first) % width == 0) lines += brk;
    lines += text[i];
  }
  return lines;
}

}  // namespace

TEST_CASE("A search for many literals finds what a search for each one finds") {
  SampleRandom seeds(test_seed());
  for (int round = 0; round < 300; ++round) {
    INFO("AEGIS_TEST_SEED=" << test_seed() << ", round " << round);
    SampleRandom random(seeds.next());
    // Few letters: literals overlap, stand in each other, and nearly match everywhere.
    const std::string letters = random.below(2) == 0 ? "ab" : std::string("abc/D0.\n \xff\0", 11);
    std::vector<std::string> literals;
    for (size_t i = 1 + random.below(40); i-- > 0;) {
      literals.push_back(random_of(letters, 8 + random.below(40), random));
    }
    std::string text;
    while (text.size() < 3000) {
      text += random.below(3) == 0 ? random_of(letters, random.below(60), random)
                                   : literals[random.below(literals.size())];
    }
    const Found expected = found_plainly(literals, text);
    const LiteralFinder finder = finder_of(literals);
    CHECK(found_in(finder, text, text.size()) == expected);
    // A piece ends where no run is cut, as the engine's do.
    if (runs_in(text).empty()) CHECK(found_in(finder, text, 1 + random.below(100)) == expected);
  }
}

TEST_CASE("A literal is found at the very beginning, at the very end and as the whole text") {
  for (const std::string literal : {"p#sw. ;d", "0123456789abcdefg", "#23456789abcdefg"}) {
    const LiteralFinder finder = finder_of({literal});
    for (size_t before = 0; before < 20; ++before) {
      for (size_t after = 0; after < 20; ++after) {
        const std::string text = std::string(before, '.') + literal + std::string(after, '.');
        const auto size = static_cast<uint32_t>(literal.size());
        const auto begin = static_cast<uint32_t>(before);
        CHECK(found_in(finder, text, text.size()) == Found{{0, begin, begin + size}});
      }
    }
    CHECK(found_in(finder, literal.substr(1), 100).empty());
    CHECK(found_in(finder, literal.substr(0, literal.size() - 1), 100).empty());
    CHECK(found_in(finder, "", 100).empty());
  }
}

TEST_CASE("Ten thousand literals that begin and end alike are told apart") {
  SampleRandom random(test_seed());
  std::vector<std::string> literals;
  for (int i = 0; i < 10'000; ++i) {
    literals.push_back("https://host.example/" + random_of(kBase62Letters, 20, random) +
                       "/end?a=b");
  }
  const LiteralFinder finder = finder_of(literals);
  std::string text;
  for (size_t i = 0; i < literals.size(); i += 100) text += "x = '" + literals[i] + "'\n";
  CHECK(found_in(finder, text, text.size()).size() == 100);
}

TEST_CASE("Base64 is found over the ends of lines") {
  SampleRandom seeds(test_seed());
  for (int round = 0; round < 300; ++round) {
    INFO("AEGIS_TEST_SEED=" << test_seed() << ", round " << round);
    SampleRandom random(seeds.next());
    const std::string literal = random_of(kBase62Letters, 45 + random.below(800), random);
    const size_t width = 64 + random.below(20);
    const std::string brk =
        random.below(2) == 0 ? "\n" : "\r\n" + std::string(random.below(9), ' ');
    const std::string lines = wrapped(literal, 1 + random.below(width), width, brk);
    const std::string text = random_of("xyz\n", random.below(50), random) + lines + "\nmore";
    const LiteralFinder finder = finder_of({literal}, true);
    const Found found = found_in(finder, text, text.size());
    REQUIRE(found.size() == 1);
    CHECK(std::get<1>(*found.begin()) == text.size() - 5 - lines.size());
    CHECK(std::get<2>(*found.begin()) == text.size() - 5);
  }
}

TEST_CASE("A part of a literal that goes over lines is told") {
  SampleRandom random(test_seed());
  const std::string literal = random_of(kBase62Letters, 200, random);
  const std::string lines = wrapped(literal, 76, 76, "\n");
  const LiteralFinder finder = finder_of({literal}, true);
  const auto has_part = [&](const std::string& text) {
    return search(finder, text, 0, text.size()).has_part;
  };
  CHECK(has_part(lines.substr(0, 100) + "!" + lines.substr(101)));  // the second line differs
  CHECK(has_part(lines.substr(0, 77)));                             // the second line is missing
  CHECK(!has_part("x" + literal.substr(1)));                        // on one line: no part of lines
  CHECK(!has_part("nothing at all"));
  const std::string over_lines = literal.substr(0, 20) + "\n" + literal.substr(20, 20);
  CHECK(search(finder_of({over_lines}), literal.substr(0, 20) + "\n", 0, 21).has_part);
}

TEST_CASE("Lines of a few characters make no long find of a literal") {
  SampleRandom random(test_seed());
  const std::string literal = random_of(kBase62Letters, 400, random);
  std::string text = literal.substr(0, 60);
  for (size_t i = 60; i < literal.size(); ++i) text += "\n" + std::string(60, ' ') + literal[i];
  CHECK(found_in(finder_of({literal}, true), text, text.size()).empty());
}

TEST_CASE("Vector instructions look up the same grams") {
  SampleRandom seeds(test_seed());
  for (int round = 0; round < 200; ++round) {
    INFO("AEGIS_TEST_SEED=" << test_seed() << ", round " << round);
    SampleRandom random(seeds.next());
    const std::string text = random_of("abcdefgh", random.below(400), random);
    std::vector<GramTable::Gram> grams;
    for (size_t i = random.below(3000); i-- > 0;) {
      grams.push_back({hash_of_short_gram(random_of("abcdefgh", 5, random).c_str()), 0, 0});
    }
    const GramTable table(grams);
    const size_t begin = random.below(text.size() + 1);
    const size_t end = begin + random.below(text.size() + 1 - begin);
    std::vector<uint32_t> fast;
    std::vector<uint32_t> plain;
    scan_short_grams(text, begin, end, table, fast);
    scan_short_grams_plainly(text, begin, end, table, plain);
    CHECK(fast == plain);
  }
}

}  // namespace aegis

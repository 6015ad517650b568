#include "scanner/git/sorted_names.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/samples.h"

namespace aegis::git {

namespace {

std::vector<std::string> some_names(size_t count, SampleRandom& random, char first) {
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i) {
    std::string name(20, '\0');
    for (char& c : name) c = static_cast<char>(random.below(256));
    if (first != 0) name[0] = name[1] = first;  // none but forged names lie so close
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Each followed by four other bytes.
std::string table_of(const std::vector<std::string>& names) {
  std::string table;
  for (const std::string& name : names) table += name + "....";
  return table;
}

}  // namespace

TEST_CASE("A name is found where it stands, be the names spread evenly or not") {
  SampleRandom random(1);
  for (const char first : {'\0', '\x01', '\xff'}) {
    for (const size_t count : {0, 1, 2, 50, 3000}) {
      const auto all = some_names(count, random, first);
      const std::string table = table_of(all);
      const SortedNames names(table, 24, 20, static_cast<uint32_t>(count));
      for (uint32_t i = 0; i < count; ++i) CHECK(names.find(all[i]) == i);
      for (const std::string& other : some_names(20, random, first)) CHECK(!names.find(other));
    }
  }
}

TEST_CASE("Names in two lists are found whatever their lengths") {
  SampleRandom random(2);
  for (const auto& [of_a, of_b] : {std::pair(5, 900), std::pair(900, 5), std::pair(400, 500)}) {
    auto common = some_names(7, random, 0);
    auto a = some_names(static_cast<size_t>(of_a), random, 0);
    auto b = some_names(static_cast<size_t>(of_b), random, 0);
    for (auto* names : {&a, &b}) {
      names->insert(names->end(), common.begin(), common.end());
      std::sort(names->begin(), names->end());
    }
    const std::string table_a = table_of(a);
    const std::string table_b = table_of(b);
    std::vector<std::string> found;
    for_each_common(SortedNames(table_a, 24, 20, static_cast<uint32_t>(a.size())),
                    SortedNames(table_b, 24, 20, static_cast<uint32_t>(b.size())),
                    [&](uint32_t i, uint32_t j) {
                      CHECK(a[i] == b[j]);
                      found.push_back(a[i]);
                    });
    std::sort(found.begin(), found.end());
    CHECK(found == common);
  }
}

}  // namespace aegis::git

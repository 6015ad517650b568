#include "scanner/scan/history_memory.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace aegis {

namespace {

// A commit 0 with the tree 1, in which a folder "conf", the tree 3, holds the suspect 2.
RememberedLists some_lists() {
  RememberedLists lists;
  lists.texts = 2;
  lists.suspects = {2};
  lists.commits = {0};
  lists.commit_trees = {1};
  lists.commit_times = {1'767'225'600};
  lists.parent_counts = {0};
  lists.trees = {3, 1};
  lists.link_counts = {1, 1};
  lists.links = {0, 1 << 1 | 1};
  lists.blobs = {2};
  lists.file_names = {"a.ini", "conf"};
  return lists;
}

std::string names(char first, size_t count) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += std::string(20, static_cast<char>(first + i));
  return all;
}

std::optional<HistoryMemory> decoded(const std::string& key,
                                     const std::vector<std::string>& parts) {
  return decode_memory(key, {parts.begin(), parts.end()}, git::HashKind::kSha1);
}

bool is_refused(const RememberedLists& lists) {
  return !decoded("key", {encode_memory("key", names('a', 4), lists)});
}

}  // namespace

TEST_CASE("What is remembered comes back, part after part") {
  RememberedLists more;
  more.texts = 1;
  more.commits = {4};
  more.commit_trees = {git::kNoObject};
  more.commit_times = {kNoTime};
  more.parent_counts = {1};
  more.parents = {0};
  const std::vector<std::string> parts = {encode_memory("key", names('a', 4), some_lists()),
                                          encode_memory("key", names('A', 1), more)};
  const auto memory = decoded("key", parts);
  REQUIRE(memory);
  CHECK(memory->size() == 5);
  CHECK(memory->first_commits == 1);
  CHECK(memory->names[1][0] == names('A', 1));
  CHECK(memory->lists.texts == 3);
  CHECK(memory->lists.commits == std::vector<uint32_t>{0, 4});
  CHECK(memory->lists.file_names == some_lists().file_names);
  CHECK_FALSE(decoded("another key", parts));
}

TEST_CASE("A memory that speaks of what it does not have is refused") {
  CHECK_FALSE(is_refused(some_lists()));
  using Break = void (*)(RememberedLists&);
  const Break breaks[] = {
      [](RememberedLists& lists) { lists.suspects = {4}; },
      [](RememberedLists& lists) { lists.commits = {4}; },
      [](RememberedLists& lists) { lists.commit_trees = {4}; },
      [](RememberedLists& lists) { lists.commit_times.clear(); },
      [](RememberedLists& lists) { lists.parent_counts = {1}; },
      [](RememberedLists& lists) {
        lists.parent_counts = {1};
        lists.parents = {0};  // its own parent
      },
      [](RememberedLists& lists) {
        lists.missing_names = {1, 2, 3};
      },
      [](RememberedLists& lists) { lists.malformed_trees = {9}; },
      [](RememberedLists& lists) {
        lists.link_counts = {1, 2};
      },
      [](RememberedLists& lists) { lists.links[1] = uint64_t{1} << 32 | 1 << 1 | 1; },  // itself
      [](RememberedLists& lists) { lists.links[0] = uint64_t{1} << 32; },
      [](RememberedLists& lists) { lists.links[0] = 2 << 1; },
      [](RememberedLists& lists) { lists.blobs = {4}; },
  };
  for (const Break make : breaks) {
    RememberedLists lists = some_lists();
    make(lists);
    CHECK(is_refused(lists));
  }
}

TEST_CASE("A memory that is cut off anywhere is refused") {
  const std::string part = encode_memory("key", names('a', 4), some_lists());
  for (size_t size = 0; size < part.size(); ++size) {
    CHECK_FALSE(decoded("key", {part.substr(0, size)}));
  }
}

}  // namespace aegis

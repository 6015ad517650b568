#include "scanner/known/audit.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace aegis {

namespace {

constexpr int64_t kNow = 1'800'000'000;
constexpr int64_t kDay = 86'400;

StoreFile file(const std::string& name, mode_t mode, int64_t days = 0) {
  return {name, name, false, mode, ::geteuid(), kNow - days * kDay};
}

StoreEntry entry(const std::string& name, const std::string& file, const std::string& value,
                 const std::string& weakness = "") {
  return {name, file, Secret(value, 0), weakness};
}

// "check path name: detail"
std::vector<std::string> audit(const Store& store, uint64_t days = 90) {
  std::vector<std::string> lines;
  for (const AuditItem& item : audit_store(store, {kNow, days})) {
    lines.push_back(item.check + " " + item.path + " " + item.name + ": " + item.detail);
  }
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("A private store of fresh values has nothing wrong") {
  CHECK(audit({{entry("A", "a", "v1"), entry("B", "a", "v2")}, {file("a", 0600, 90)}, {}}).empty());
}

TEST_CASE("What others may read, write or enter is told") {
  StoreFile folder = file("f", 0755);
  folder.is_folder = true;
  CHECK(audit({{}, {folder, file("a", 0640), file("b", 0602), file("c", 0400)}, {}}) ==
        Lines{"mode f : can be entered by others (mode 0755)",
              "mode a : can be read by its group (mode 0640)",
              "mode b : can be written by others (mode 0602)"});
}

TEST_CASE("A file of values that has not been changed for long is told") {
  const Store store{{entry("A", "a", "v1"), entry("B", "b", "x", "weak")},
                    {file("a", 0600, 91), file("b", 0600, 500)},
                    {}};
  CHECK(audit(store) == Lines{"age a : has not been changed for 91 days"});
  CHECK(audit(store, 91).empty());
}

TEST_CASE("A value under more than one name is told once") {
  const Store store{{entry("A", "a", "v1"), entry("B", "b", "v1"), entry("A", "a", "v1"),
                     entry("C", "c", "v1", "weak"), entry("D", "d", "v2")},
                    {},
                    {}};
  CHECK(audit(store) == Lines{"twice a A: stands in B in b too"});
}

}  // namespace aegis

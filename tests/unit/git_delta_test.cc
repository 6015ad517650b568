#include "scanner/git/delta.h"

#include <catch2/catch.hpp>

#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

constexpr uint64_t kLimit = 1 << 20;
const std::string kBase = "0123456789";

}  // namespace

TEST_CASE("A delta is copies from its base and bytes between them") {
  const std::string delta =
      delta_size(10) + delta_size(9) + delta_copy(2, 3) + delta_insert("ab") + delta_copy(6, 4);
  CHECK(*apply_delta(kBase, delta, kLimit) == "234ab6789");
  CHECK(*apply_delta("", delta_size(0) + delta_size(0), kLimit) == "");
}

TEST_CASE("A copy of length zero means 65536") {
  const std::string base(65536, 'x');
  CHECK(*apply_delta(base, delta_size(65536) + delta_size(65536) + '\x80', kLimit) == base);
}

TEST_CASE("A delta that is unsound in any way is an error") {
  const std::string head = delta_size(10) + delta_size(3);
  const std::string kCases[] = {
      "",
      "\x80",
      delta_size(9) + delta_size(3) + delta_copy(0, 3),  // another base
      head,                                              // too short
      head + delta_copy(0, 4),                           // too long
      head + delta_copy(8, 3),                           // copies beyond the base
      head + delta_copy(0xffffffff, 3),
      head + delta_copy(0, 0xffffff),
      head + '\0',                           // reserved
      head + "\5abc",                        // insert beyond the end
      head + delta_copy(0, 3).substr(0, 5),  // copy cut short
      std::string(20, '\xff'),               // size without end
  };
  for (const std::string& delta : kCases) CHECK_FALSE(apply_delta(kBase, delta, kLimit));
}

TEST_CASE("A delta's result is held to the limit before it is made") {
  const std::string base(1 << 16, 'x');
  std::string bomb = delta_size(base.size()) + delta_size(uint64_t{1} << 40);
  for (int i = 0; i < 256; ++i) bomb += delta_copy(0, 1 << 16);
  auto made = apply_delta(base, bomb, kLimit);
  REQUIRE_FALSE(made);
  CHECK(made.error().message().find("larger than") != std::string::npos);
}

TEST_CASE("A delta of more pieces than are kept is applied all the same, and keeps none") {
  const size_t steps = Delta::kMostPieces + 1;
  std::string text = delta_size(2) + delta_size(steps);
  for (size_t i = 0; i < steps; ++i) text += "\x91\1\1";  // copies the base's second byte
  Delta delta;
  REQUIRE(delta.read(text, "ab", 10 * steps));
  CHECK_FALSE(delta.has_pieces());
  std::string made(steps, '?');
  delta.apply(made.data());
  CHECK(made == std::string(steps, 'b'));
}

}  // namespace aegis::git

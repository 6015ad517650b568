#include "scanner/logs/log_state.h"

#include <catch2/catch.hpp>
#include <string>

namespace aegis {

namespace {

LogState some_state() {
  LogState state;
  state.key.fill(7);
  LogPosition position;
  position.path = "a.log";
  position.asked = "*.log";
  position.real_path = "/var/log/a.log";
  position.facts = {1, 2, 3, -4, Compression::kZstd};
  position.scanned = 5;
  position.settled = {6, 7, 8};
  position.head_size = 9;
  position.tail_size = 10;
  position.tail.fill(11);
  position.recent = {{12, 13, position.tail}};
  position.held = 1;
  state.positions = {position, LogPosition{}};
  state.secrets = {{position.tail, LogTime{14, true}, std::nullopt, 15}};
  state.pending = {{position.tail, "a finding"}};
  state.appending = {16, 17, 18, 19, position.tail};
  state.journal_cursor = "s=1;i=2";
  return state;
}

}  // namespace

TEST_CASE("a state is read as it was written") {
  const LogState state = some_state();
  const auto again = decode_state(encode_state(state));
  REQUIRE(again);
  CHECK(*again == state);
  CHECK(encode_state(*again) == encode_state(state));
}

TEST_CASE("bytes that are no state are none, wherever they are cut or changed") {
  const std::string bytes = encode_state(some_state());
  for (size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(decode_state(bytes.substr(0, size)));
  CHECK_FALSE(decode_state(bytes + "x"));
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x80);
    (void)decode_state(changed);  // whatever comes of it, it ends
  }
}

TEST_CASE("a mark depends on the key and on all of its parts") {
  Key key{};
  const Mark mark = mark_of(key, {"a", "b"});
  CHECK(mark == mark_of(key, {"ab"}));
  CHECK(mark != mark_of(key, {"a", "c"}));
  key[0] = 1;
  CHECK(mark != mark_of(key, {"a", "b"}));
}

}  // namespace aegis

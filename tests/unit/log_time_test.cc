#include "scanner/logs/log_time.h"

#include <catch2/catch.hpp>
#include <string>

#include "scanner/base/calendar.h"

namespace aegis {

namespace {

constexpr int64_t kSecond = 1'000'000'000;

int64_t at_noon(int64_t year, int64_t month, int64_t day) {
  return (days_of({year, month, day}) * 86'400 + 12 * 3600) * kSecond;
}

std::string read(const std::string& line, int64_t now = at_noon(2026, 11, 24)) {
  const auto time = time_of_line(line, now);
  return time ? to_text(*time) : "none";
}

}  // namespace

TEST_CASE("Days are counted from 1970, and back") {
  CHECK(days_of({1970, 1, 1}) == 0);
  CHECK(days_of({2000, 3, 1}) == 11017);
  CHECK(days_of({1969, 12, 31}) == -1);
  for (int64_t day = -800'000; day < 800'000; day += 97) {
    const Date date = date_of(day);
    CHECK(days_of(date) == day);
    CHECK((date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31));
  }
}

TEST_CASE("The time of a line is read in the forms of many programs") {
  CHECK(read("2026-11-24T10:00:00Z started") == "2026-11-24T10:00:00Z");
  CHECK(read("2026-11-24T10:00:00.123456789Z stdout F x") == "2026-11-24T10:00:00.123456789Z");
  CHECK(read("2026-11-24T10:00:00+01:00 x") == "2026-11-24T09:00:00Z");
  CHECK(read("2026-11-24 10:00:00.5 -0230 x") == "2026-11-24T12:30:00.500Z");
  CHECK(read("2026-11-24 10:00:00,123 INFO x") == "2026-11-24T10:00:00.123");
  CHECK(read("2026/11/24 10:00:00 [error] 12#12: x") == "2026-11-24T10:00:00");
  CHECK(read("INFO:root:2026-11-24 10:00:00,120 x") == "2026-11-24T10:00:00.120");
  CHECK(read("[2026-11-24 10:00:00] x") == "2026-11-24T10:00:00");
  CHECK(read("Nov 24 10:00:00 host sshd[1]: x") == "2026-11-24T10:00:00");
  CHECK(read("<13>Nov  4 10:00:00 host x") == "2026-11-04T10:00:00");
  CHECK(read("Tue Nov 24 10:00:00 2025 x") == "2025-11-24T10:00:00");
  CHECK(read(R"(10.0.0.1 - - [24/Nov/2026:10:00:00 +0100] "GET /)") == "2026-11-24T09:00:00Z");
  CHECK(read("I1124 10:00:00.123456   1 main.go:1] x") == "2026-11-24T10:00:00.123456");
  CHECK(read("1795514400 x") == "2026-11-24T10:00:00Z");
  CHECK(read("1795514400.25 x") == "2026-11-24T10:00:00.250Z");
  CHECK(read("[1795514400123] x") == "2026-11-24T10:00:00.123Z");
}

TEST_CASE("The time of a line of JSON stands under a name for it") {
  CHECK(read(R"({"level":"info","ts":"2026-11-24T10:00:00Z"})") == "2026-11-24T10:00:00Z");
  CHECK(read(R"({"ts":1795514400.5})") == "2026-11-24T10:00:00.500Z");
  CHECK(read(R"({"time" : 1795514400123})") == "2026-11-24T10:00:00.123Z");
  CHECK(read(R"({"@timestamp":"2026-11-24T10:00:00.000Z","time":"5 ms"})") ==
        "2026-11-24T10:00:00Z");
  CHECK(read(R"({"time":"5 ms","timestamp":"2026-11-24 10:00:00"})") == "2026-11-24T10:00:00");
  CHECK(read(R"({"__REALTIME_TIMESTAMP":"1795514400123456","MESSAGE":"x"})") ==
        "2026-11-24T10:00:00.123456Z");
  CHECK(read(R"({"log":"2020-01-01T00:00:00Z x\n","time":"2026-11-24T10:00:00Z"})") ==
        "2026-11-24T10:00:00Z");
}

TEST_CASE("A year that is not said is the latest that fits") {
  CHECK(read("Dec 31 23:59:59 host x", at_noon(2027, 1, 1)) == "2026-12-31T23:59:59");
  CHECK(read("Jan  1 00:00:01 host x", at_noon(2026, 12, 31)) == "2027-01-01T00:00:01");
  CHECK(read("Feb  1 00:00:01 host x", at_noon(2026, 12, 31)) == "2026-02-01T00:00:01");
}

TEST_CASE("What is no time is not read as one") {
  for (const char* line :
       {"", "no time here", "12345 x", "2026-13-24T10:00:00Z", "2026-11-24", "99:99:99",
        "2026-11-24T25:00:00Z", "0123456789 x", "user 1795514400 logged in", "Nov 24",
        "abc2026-11-24T10:00:00Z", "{\"a\":1}", "{\"ts\":", "{\"ts\":\"x\"}"}) {
    INFO(line);
    CHECK(read(line) == "none");
  }
}

TEST_CASE("The bytes of a line's time are told") {
  const std::string line = "<13>Nov 24 10:00:00 host";
  const Span span = time_span_of_line(line);
  CHECK(line.substr(span.begin, span.size()) == "Nov 24 10:00:00");
  CHECK(time_span_of_line("nothing").size() == 0);
}

}  // namespace aegis

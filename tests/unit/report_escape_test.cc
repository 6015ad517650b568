#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "scanner/report/escape.h"
#include "scanner/report/report.h"
#include "scanner/report/uri.h"
#include "scanner/report/utf8.h"

namespace aegis {

namespace {

struct Case {
  std::string text;
  std::string want;
};

}  // namespace

TEST_CASE("escaped_for_terminal leaves what can be printed") {
  for (const std::string text :
       {"", "plain text", "a\\b \"quoted\" 100%", "caf\xc3\xa9", "\xe6\x97\xa5", "\xf0\x9f\x94\x91",
        "# comment", "## heading [x]", "a::b"}) {
    CHECK(escaped_for_terminal(text) == text);
  }
}

TEST_CASE("escaped_for_terminal escapes what a terminal or a reader would be deceived by") {
  const Case cases[] = {
      {std::string("a\0b", 3), "a\\x00b"},
      {"\x1b[31m", "\\x1b[31m"},
      {"\x1b]0;title\x07", "\\x1b]0;title\\x07"},
      {"a\nb\r\tc", "a\\x0ab\\x0d\\x09c"},
      {"\x7f", "\\x7f"},
      {"\xc2\x80\xc2\x9b\xc2\x9f", "\\u{80}\\u{9b}\\u{9f}"},
      {"\xe2\x80\xae"
       "txt.exe",
       "\\u{202e}txt.exe"},
      {"\xe2\x81\xa6\xe2\x81\xa9\xd8\x9c", "\\u{2066}\\u{2069}\\u{61c}"},
      {"\xe2\x80\x8b\xe2\x80\x8d\xe2\x80\x8e\xe2\x80\x8f\xef\xbb\xbf",
       "\\u{200b}\\u{200d}\\u{200e}\\u{200f}\\u{feff}"},
      {"\xe2\x80\xa8\xef\xbf\xbe", "\\u{2028}\\u{fffe}"},
      {"\xf3\xa0\x81\xa1", "\\u{e0061}"},
  };
  for (const Case& row : cases) CHECK(escaped_for_terminal(row.text) == row.want);
}

TEST_CASE("escaped_for_terminal escapes each byte that is not UTF-8") {
  const Case cases[] = {
      {"a\xff"
       "b",
       "a\\xffb"},
      {"\x80", "\\x80"},
      {"\xc3", "\\xc3"},
      {"\xc3(", "\\xc3("},
      {"\xc0\xaf", "\\xc0\\xaf"},                    // overlong
      {"\xe0\x80\xaf", "\\xe0\\x80\\xaf"},           // overlong
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},           // half of a surrogate pair
      {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},  // beyond U+10FFFF
      {"\xf0\x9f\x94", "\\xf0\\x9f\\x94"},
  };
  for (const Case& row : cases) CHECK(escaped_for_terminal(row.text) == row.want);
}

TEST_CASE("Commands to the log of a build server are defused") {
  CHECK(escaped_for_terminal("x ##[add-mask]y") == "x \\x23#[add-mask]y");
  CHECK(escaped_for_terminal("##vso[task.setvariable]") == "\\x23#vso[task.setvariable]");
  CHECK(escaped_for_terminal("###[group]") == "#\\x23#[group]");
  CHECK(escaped_at_line_start("::stop-commands::x") == "\\x3a:stop-commands::x");
  CHECK(escaped_at_line_start("  ::error::x") == "  \\x3a:error::x");
  CHECK(escaped_at_line_start("a::b") == "a::b");
}

TEST_CASE("escaped_for_terminal gives printable text for any bytes, and is its own fixed point") {
  std::string bytes;
  uint32_t state = 1;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 1664525 + 1013904223;
    bytes += static_cast<char>(state >> 24);
  }
  const std::string safe = escaped_for_terminal(bytes);
  CHECK(is_utf8(safe));
  CHECK(std::none_of(safe.begin(), safe.end(),
                     [](unsigned char c) { return c < 0x20 || c == 0x7f; }));
  CHECK(escaped_for_terminal(safe) == safe);
}

TEST_CASE("escaped_in_json keeps the value and hides its deceptive characters") {
  const std::string hostile =
      "a\xc2\x9b"
      "b\xe2\x80\xae"
      "c\x7f"
      "d\xef\xbf\xbf"
      "e\xf3\xa0\x81\xa1"
      "f##[x]\xc3\xa9";
  const std::string json = nlohmann::json(hostile).dump();
  const std::string safe = escaped_in_json(json);
  CHECK(safe == "\"a\\u009bb\\u202ec\\u007fd\\uffffe\\udb40\\udc61f\\u0023#[x]\xc3\xa9\"");
  CHECK(nlohmann::json::parse(safe).get<std::string>() == hostile);
}

TEST_CASE("path_as_uri percent-encodes bytes") {
  const Case cases[] = {
      {"src/main.cc", "src/main.cc"},
      {"a b%c#d?e", "a%20b%25c%23d%3Fe"},
      {"c:d/e", "c%3Ad/e"},
      {"packages/@scope/x+y", "packages/@scope/x+y"},
      {"\xc3\xa9\xff\n\"\\", "%C3%A9%FF%0A%22%5C"},
      {"/etc/my app.conf", "file:///etc/my%20app.conf"},
      {"<stdin>", "%3Cstdin%3E"},
  };
  for (const Case& row : cases) CHECK(path_as_uri(row.text) == row.want);
}

TEST_CASE("A cut code point is dropped, a whole one stays") {
  const std::string key = "\xf0\x9f\x94\x91";
  CHECK(without_cut_beginning(key.substr(1) + "a") == "a");
  CHECK(without_cut_beginning(key) == key);
  CHECK(without_cut_end("a" + key.substr(0, 3)) == "a");
  CHECK(without_cut_end("a\xc3") == "a");
  CHECK(without_cut_end("a" + key) == "a" + key);
  CHECK(without_cut_end("") == "");
  CHECK(count_code_points("a" + key + "\xff") == 3);
}

}  // namespace aegis

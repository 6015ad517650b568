#include "scanner/decode/escape.h"

#include <catch2/catch.hpp>
#include <string>

namespace aegis {

namespace {

// "size:bytes" of the escape that `text` begins with.
std::string read(const std::string& text) {
  const Escape escape = escape_at(text, 0);
  return std::to_string(escape.size) + ":" + std::string(escape.bytes.data(), escape.count);
}

bool hides(const std::string& text) {
  size_t at = 0;
  const bool hidden = hides_text(text, at);
  CHECK(at > 0);
  CHECK(at <= text.size());
  return hidden;
}

}  // namespace

TEST_CASE("A backslash escape stands for a byte or a character") {
  CHECK(read("\\n") == "2:\n");
  CHECK(read("\\/x") == "2:/");
  CHECK(read("\\\\n") == "2:\\");
  CHECK(read("\\x41b") == "4:A");
  CHECK(read("\\xe9") == "4:\xe9");
  CHECK(read("\\u0041b") == "6:A");
  CHECK(read("\\u00e9") == "6:\xc3\xa9");
  CHECK(read("\\u20AC") == "6:\xe2\x82\xac");
  CHECK(read("\\ud83d\\ude00") == "12:\xf0\x9f\x98\x80");
  CHECK(read("\\ud83d") == "6:\xef\xbf\xbd");
  CHECK(read("\\ud83d\\u0041") == "6:\xef\xbf\xbd");
  CHECK(read("\\033[1m") == "4:\x1b");
  CHECK(read("\\e[1m") == "2:\x1b");
  for (const char* none :
       {"\\", "\\\"", "\\'", "\\x4", "\\xg1", "\\u004", "\\q", "\\e", "\\033m"}) {
    INFO(none);
    CHECK(read(none) == "0:");
  }
}

TEST_CASE("What a terminal obeys shows nothing") {
  CHECK(read("\x1b[0m") == "4:");
  CHECK(read("\x1b[38;5;196mred") == "11:");
  CHECK(read("\x1b[?25l") == "6:");
  CHECK(read("\x1b]0;title\aafter") == "10:");
  CHECK(read("\x1b]8;;file\x1b\\after") == "11:");
  CHECK(read("\x1b(B") == "3:");
  CHECK(read("\x1b"
             "7") == "2:");
  // One without an end is the escape character alone.
  CHECK(read("\x1b[" + std::string(100, '1') + "m") == "1:");
  CHECK(read("\x1b]0;title\nnext line\a") == "1:");
  CHECK(read("\x1b") == "1:");
}

TEST_CASE("Control characters as rsyslog writes them") {
  CHECK(read("#012x") == "4:\n");
  CHECK(read("#033[1m") == "4:\x1b");
  CHECK(read("#04") == "0:");
  CHECK(read("#0412") == "0:");
  CHECK(read("#099") == "0:");
  CHECK(read("#") == "0:");
}

TEST_CASE("An escape hides text when it stands for a printable character or for nothing") {
  for (const char* text : {"\\u0041", "\\x3d", "\\/", "\\\\u0041", "\\\\\\\\x41", "\x1b[0m",
                           "#033[0m", "\\u001b[0m", "\\033[0m", "\\\\/"}) {
    INFO(text);
    CHECK(hides(text));
  }
  for (const char* text : {"\\n", "\\\\n", "\\\"", "\\\\\\\"", "\\u00e9", "\\x0a", "#012", "\\",
                           "\\\\", "C:\\Users", "#fff", "\\\\server\\share"}) {
    INFO(text);
    CHECK_FALSE(hides(text));
  }
}

}  // namespace aegis

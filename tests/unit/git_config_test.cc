#include "scanner/git/config.h"

#include <catch2/catch.hpp>

namespace aegis::git {

TEST_CASE("A config value is what git would read") {
  struct Case {
    const char* text;
    const char* value;
  };
  const Case kCases[] = {
      {"[core]\n\tbare = true\n", "true"},
      {"[CORE]\nBare\n", "true"},
      {"[core] bare = x ; comment\n", "x"},
      {"[core]\nbare = \" a # b \" # c\n", " a # b "},
      {"[core]\nbare = a\\\n  b\n", "a  b"},
      {"[core]\nbare = a\\tb\\\\\\\"\n", "a\tb\\\""},
      {"[core]\r\nbare = yes\r\n", "yes"},
      {"\xef\xbb\xbf[core]\nbare = 1", "1"},
      {"[core]\nbare = 1\n[other]\nbare = 2\n[core]\nbare = 3\n", "3"},
      {"[core \"sub\"]\nbare = 2\n[core]\nbare =\n", ""},
      {"# c\n; c\n[core]\n  bare = a   b  \n", "a   b"},
  };
  for (const auto& [text, value] : kCases) {
    INFO(text);
    auto config = Config::parse(text);
    REQUIRE(config);
    CHECK(config->get("core", "bare") == value);
  }
}

TEST_CASE("A malformed config is an error that names the line") {
  for (const char* const text :
       {"[core]\n[", "[core]\nbare = \"open\n", "\nbare = 1\n", "\n[core \"sub]\n", "[core]\n= 1\n",
        "[core]\nbare = \\x\n", "[core]\nbare ! 1\n", "x\n[]\n"}) {
    INFO(text);
    auto config = Config::parse(text);
    REQUIRE_FALSE(config);
    CHECK(config.error().message().find("line ") != std::string::npos);
  }
}

TEST_CASE("Truth values follow git") {
  struct Case {
    const char* value;
    bool truth;
  };
  for (const auto& [value, truth] : {Case{"yes", true}, Case{"ON", true}, Case{"7", true},
                                     Case{"0", false}, Case{"no", false}, Case{"", false}}) {
    CHECK(Config::parse(std::string("[a]\nb = ") + value)->get_bool("a", "b") == truth);
  }
  CHECK_FALSE(Config::parse("")->get_bool("a", "b").has_value());
}

TEST_CASE("A config of a long section name and many lines needs little memory") {
  std::string text = "[a \"" + std::string(500'000, 'x') + "\"]\n";
  for (int i = 0; i < 200'000; ++i) text += "k\n";
  auto config = Config::parse(text);
  REQUIRE(config);
  CHECK(config->sections().size() == 1);
}

}  // namespace aegis::git

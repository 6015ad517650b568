#include "scanner/detect/allow_comment.h"

#include <catch2/catch.hpp>
#include <string>

namespace aegis {

namespace {

// The comment that covers VALUE in `text`.
std::string covering(const std::string& text) {
  const size_t at = text.find("VALUE");
  return std::string(allow_comment(text, {at, at + 5}, "acme-key"));
}

}  // namespace

TEST_CASE("A comment allows what stands on its own line") {
  for (const std::string comment :
       {"aegis:allow", "aegis:allow=acme-key", "aegis:allow=other-rule,acme-key", "gitleaks:allow",
        "betterleaks:allow", "trufflehog:ignore", "kingfisher:ignore", "ggignore",
        "pragma: allowlist secret", "pragma: whitelist secret"}) {
    INFO(comment);
    CHECK(covering("x = VALUE  # " + comment) == comment);
    CHECK(covering("x = VALUE  # " + comment + "\ny = 1") == comment);
    CHECK(covering("/* " + comment + " */ x = VALUE") == comment);
    CHECK(covering("# " + comment + "\nx = VALUE").empty());
    CHECK(covering("x = VALUE\n# " + comment).empty());
  }
}

TEST_CASE("A comment that names other rules allows nothing") {
  CHECK(covering("x = VALUE  # aegis:allow=other-rule").empty());
  CHECK(covering("x = VALUE  # aegis:allow=acme").empty());
  CHECK(covering("x = VALUE  # aegis:allow=acme-key-2").empty());
  CHECK(covering("x = VALUE  # aegis:allow=").empty());
  CHECK(covering("x = VALUE  # aegis:allow=other-rule aegis:allow=acme-key") ==
        "aegis:allow=acme-key");
}

TEST_CASE("nextline counts on the line before only") {
  const std::string comment = "pragma: allowlist nextline secret";
  CHECK(covering("# " + comment + "\nx = VALUE") == comment);
  CHECK(covering("# " + comment + "\n\nx = VALUE").empty());
  CHECK(covering("x = VALUE # " + comment).empty());
}

TEST_CASE("The own comment for the next line counts there only, and for the rules it names") {
  const std::string comment = "aegis:allow-next-line";
  CHECK(covering("# " + comment + "\nx = VALUE") == comment);
  CHECK(covering("# " + comment + "=acme-key\nx = VALUE") == comment + "=acme-key");
  CHECK(covering("# " + comment + "=other,acme-key\r\nx = VALUE") == comment + "=other,acme-key");
  CHECK(covering("# " + comment + "=other\nx = VALUE").empty());
  CHECK(covering("# " + comment + "\n\nx = VALUE").empty());
  CHECK(covering("x = VALUE # " + comment).empty());
  CHECK(covering("x = VALUE # " + comment + " aegis:allow") == "aegis:allow");
  CHECK(covering("y # " + comment + "\nz\nx = VALUE").empty());
}

TEST_CASE("A comment further away than 1,024 bytes is not looked for") {
  CHECK_FALSE(covering("VALUE" + std::string(900, ' ') + "aegis:allow").empty());
  CHECK(covering("VALUE" + std::string(1100, ' ') + "aegis:allow").empty());
  CHECK(covering("aegis:allow" + std::string(1100, ' ') + "VALUE").empty());
}

TEST_CASE("Ordinary text allows nothing") {
  for (const char* text : {"VALUE", "x = VALUE # allow", "VALUE ignore", "VALUE # aegis: allow",
                           "list secret VALUE"}) {
    INFO(text);
    CHECK(covering(text).empty());
  }
}

}  // namespace aegis

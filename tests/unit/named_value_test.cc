// Short values: found only as the whole of what a name is given.
#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

const Engine& engine() {
  static const Engine made = engine_of(
      R"({"id": "acme-key", "what": "key", "shape": "{lower-alnum:12}", "near": ["acme", "ac_me"]},
         {"id": "acme-app-token", "what": "token", "shape": "{digits:12,14}\\|{base64url:20,32}",
          "near": ["acme", "access_token"]})");
  return made;
}

// The values found, one a line.
std::string found(const std::string& text) {
  std::string all;
  for (const Finding& finding : findings_in(engine(), text)) {
    all += text.substr(finding.place.offset, finding.place.size) + '\n';
  }
  return all;
}

const std::string kValue = "k3x9" + std::string("q7zt") + "1mw8";

}  // namespace

TEST_CASE("A short value is found where a name that holds a near word is given it") {
  CHECK(found("ACME_KEY=" + kValue) == kValue + '\n');
  CHECK(found("{\"acmeKey\": \"" + kValue + "\"}") == kValue + '\n');
  CHECK(found("acme.key = '" + kValue + "'") == kValue + '\n');
  CHECK(found("GET /v1?acme_key=" + kValue + "&page=2") == kValue + '\n');
  CHECK(found("AC_ME_KEY: " + kValue + '\n') == kValue + '\n');
}

TEST_CASE("A short value is not found elsewhere, nor as a part of a longer one") {
  CHECK(found(kValue) == "");
  CHECK(found("acme, then " + kValue) == "");
  CHECK(found("other_key=" + kValue) == "");
  CHECK(found("acme_key=" + kValue + "9") == "");
  CHECK(found("acme_key=\"" + kValue + "-eu\"") == "");
  CHECK(found("acme_key=\"" + kValue + " and more\"") == "");
  CHECK(found("acme_key = " + kValue + "(config)") == "");
  CHECK(found("acme_key = " + kValue + ".value") == "");
}

TEST_CASE("A value's shape may go on where an unquoted value would end") {
  const std::string token = "123456789012|" + kValue + "Ab_" + kValue;
  CHECK(found("access_token=" + token + '\n') == token + '\n');
  CHECK(found("curl 'https://api.invalid/me?access_token=" + token + "'") == token + '\n');
  CHECK(found(token + '\n') == "");
}

}  // namespace aegis

#include "scanner/detect/secret_search.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

const std::string kShort = "x9Q!z";
const std::string kToken = "acme-" + std::string("b7f0c2d4e6a8");
const std::string kBlock = "BEGIN\n" + std::string(64, 'q') + "\n" + std::string(64, 'w') + "\nEND";

SecretSearch::Answer look(std::string_view bytes) {
  const SecretSearch search({Secret(kShort, 0), Secret(kToken, 0), Secret(kToken, 5),
                             Secret(kBlock, 0), Secret(std::string(9000, 'z'), 0)});
  SecretSearch::Scratch scratch;
  return search.look_in(bytes, scratch);
}

std::string wide(const std::string& text, size_t before, size_t after) {
  std::string out;
  for (const char c : text) out += std::string(before, '\0') + c + std::string(after, '\0');
  return out;
}

}  // namespace

TEST_CASE("A secret is found wherever it stands, whatever is around it") {
  for (const std::string& secret : {kShort, kToken, kBlock, std::string(9000, 'z')}) {
    for (const size_t before : {0, 1, 7, 4096, 65'530, 65'536, 200'000}) {
      INFO(secret.size() << " bytes at " << before);
      CHECK(look(std::string(before, 'a') + secret + std::string(300, 'a')).may_hold);
      CHECK(look(std::string(before, '.') + secret).may_hold);
    }
  }
  for (const std::string& text : {std::string(), std::string("acme-"), std::string(300'000, 'a'),
                                  kToken.substr(1), kShort.substr(1), std::string(63, 'q')}) {
    CHECK(!look(text).may_hold);
  }
}

TEST_CASE("A secret is found in UTF-16 and UTF-32, and such a text is told from others") {
  for (const auto& [before, after] : {std::pair(0, 1), {1, 0}, {0, 3}, {3, 0}}) {
    const auto answer = look(wide("name = " + kToken + "\n", before, after));
    CHECK(answer.may_hold);
    CHECK(answer.is_wide);
    CHECK(!look(wide("name = nothing of interest\n", before, after)).may_hold);
  }
  CHECK(!look(kToken).is_wide);
  CHECK(look(std::string("a\0b", 3)).is_wide);
}

}  // namespace aegis

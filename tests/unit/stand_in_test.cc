#include "scanner/detect/stand_in.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

TEST_CASE("A stand-in for a token is told from one that is random") {
  SampleRandom random(test_seed());
  for (const char* text : {"xxxxxxxxxxxxxxxx", "EXAMPLEKEY123", "0123456789abcdef", "1234567890",
                           "aaaabbbbccccdddd", "your_key_42_is"}) {
    INFO(text);
    CHECK(looks_made_up(text));
  }
  CHECK_FALSE(looks_made_up("xxxx"));  // too short to tell
  for (int i = 0; i < 200; ++i) {
    const std::string text = random_of(kBase62Letters, 36, random);
    INFO(text);
    CHECK_FALSE(looks_made_up(text));
  }
}

}  // namespace aegis

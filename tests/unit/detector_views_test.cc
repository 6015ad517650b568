#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/decode/line_views.h"
#include "scanner/detect/engine.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

const Engine& acme() {
  static const Engine engine =
      engine_of(R"({"id": "test-a", "what": "key", "shape": "acme_{base62:24}"},
                   {"id": "test-b", "what": "password", "grammar": "assignment",
                    "words": ["password"]})");
  return engine;
}

// The findings of a text that is one chunk, its lines decoded too.
std::vector<Finding> found_in(const std::string& text) {
  auto detector = Detector::create(acme());
  REQUIRE(detector);
  Chunk chunk;
  chunk.origin = std::make_shared<const Origin>();
  chunk.bytes = text;
  chunk.core_end = text.size();
  Detections out;
  const Views views = [&](const ViewVisitor& visit) {
    for_each_decoded_line({text, {0, text.size()}}, [&](const DecodedText& decoded, Span own) {
      visit({&decoded, own, "decoded"});
    });
  };
  REQUIRE(detector->scan(chunk, views, out));
  return std::move(out.findings);
}

std::string token() {
  SampleRandom random(7);
  return token_of("acme_{base62:24}", random);
}

}  // namespace

TEST_CASE("What stands encoded is found where it stands, decoded") {
  const std::string colour = "\x1b[31m";
  const std::string before = "first line\nkey ";
  const std::string coloured = token().substr(0, 9) + colour + token().substr(9);
  const auto found = found_in(before + coloured + "\x1b[0m\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].place.offset == before.size());
  CHECK(found[0].place.size == coloured.size());
  CHECK(found[0].place.line == 2);
  CHECK(found[0].place.column == 5);
  CHECK(found[0].secret == Secret(token(), 5));
  CHECK(found[0].secret.redacted() == "acme_********");
  CHECK(found[0].detail == "decoded");
  REQUIRE(found[0].pieces.size() == 2);
  CHECK(found[0].pieces[0] == std::pair<uint64_t, uint64_t>(15, 24));
  CHECK(found[0].pieces[1] == std::pair<uint64_t, uint64_t>(29, 49));
}

TEST_CASE("What stands in clear on a line with escapes is found once, as it stands") {
  const auto found = found_in("{\"a\":\"x\\/y\",\"key\":\"" + token() + "\"}\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].detail.empty());
  CHECK(found[0].pieces.empty());
}

TEST_CASE("Of a value as it stands and as it reads, the latter is reported") {
  SampleRandom random(8);
  const std::string value = random_of(kBase62Letters, 14, random);
  const auto found = found_in("?password=" + value + "\\u0026user=joe\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].secret.reveal() == value);
  CHECK(found[0].place.size == value.size());
}

TEST_CASE("What a view shows counts where it reaches the place that the view names") {
  const std::string half = token().substr(0, 12);
  const std::string text = half + "\n" + token().substr(12) + "\n";
  DecodedText joined;
  joined.add_plain(text, {0, 12});
  joined.add_plain(text, {13, text.size()});
  for (const size_t passes : {size_t{13}, text.size()}) {
    Chunk chunk;
    chunk.origin = std::make_shared<const Origin>();
    chunk.bytes = text;
    chunk.core_end = text.size();
    auto detector = Detector::create(acme());
    REQUIRE(detector);
    Detections out;
    const Views views = [&](const ViewVisitor& visit) {
      visit({&joined, {0, text.size()}, "joined", passes});
    };
    REQUIRE(detector->scan(chunk, views, out));
    CHECK(out.findings.size() == (passes == 13 ? 1 : 0));
  }
}

TEST_CASE("Findings are handed over one by one where that is asked for, of the least confidence") {
  const std::string text = "key " + token() + " and password=changeme1\nkey " + token() + "\n";
  Chunk chunk;
  chunk.origin = std::make_shared<const Origin>();
  chunk.bytes = text;
  chunk.core_end = text.size();
  auto detector = Detector::create(acme());
  REQUIRE(detector);
  std::vector<uint64_t> taken;
  Detections out;
  out.least = Confidence::kHigh;
  out.take = [&](const Finding& finding) { taken.push_back(finding.place.offset); };
  REQUIRE(detector->scan(chunk, out));
  CHECK(out.findings.empty());
  CHECK(taken == std::vector<uint64_t>{4, text.rfind("acme_")});
}

}  // namespace aegis

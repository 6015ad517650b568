#include "scanner/detect/marker_index.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

// "marker@end" of every match in the runs of `text`.
std::vector<std::string> found(const std::vector<Marker>& markers, const std::string& text) {
  const MarkerIndex index(markers);
  KindMap map;
  map.map(text, 0, text.size());
  std::vector<Run> runs;
  find_runs(map, 0, runs);
  std::vector<RawMatch> matches;
  index.find(text, map, runs, matches);
  std::vector<std::string> all;
  for (const RawMatch& match : matches) {
    all.push_back(markers[match.expression].text + "@" + std::to_string(match.end));
  }
  std::sort(all.begin(), all.end());
  return all;
}

using Found = std::vector<std::string>;

const std::string kBody = "abcdefghijklmnopqrst";

}  // namespace

TEST_CASE("A marker is found where a token may begin in a run") {
  const std::vector<Marker> markers = {{"acme_", 0, 0, 20}};
  CHECK(found(markers, "acme_" + kBody) == Found{"acme_@5"});
  CHECK(found(markers, "x = 'acme_" + kBody + "'") == Found{"acme_@10"});
  CHECK(found(markers, "/v1/acme_" + kBody) == Found{"acme_@9"});
  CHECK(found(markers, "x-acme_" + kBody) == Found{"acme_@7"});
  CHECK(found(markers, "a\\nacme_" + kBody) == Found{"acme_@8"});
  CHECK(found(markers, "a%3Dacme_" + kBody) == Found{"acme_@9"});
  CHECK(found(markers, "\\u003dacme_" + kBody) == Found{"acme_@11"});
  CHECK(found(markers, "\x1b[1;31macme_" + kBody) == Found{"acme_@12"});
}

TEST_CASE("A marker is not found within a word, in other case or in too short a run") {
  const std::vector<Marker> markers = {{"acme_", 0, 0, 20}};
  CHECK(found(markers, "xacme_" + kBody).empty());
  CHECK(found(markers, "x_acme_" + kBody).empty());
  CHECK(found(markers, "ACME_" + kBody).empty());
  CHECK(found(markers, "acme_" + kBody.substr(0, 14)).empty());
  CHECK(found(markers, "0123456789abcdef/acme_" + kBody.substr(0, 14)).empty());
}

TEST_CASE("A marker may stand before the run, partly or whole") {
  const std::vector<Marker> markers = {
      {"SG.", 0, 3, 16}, {"$x$live_", 0, 3, 20}, {"a.b", 0, 2, 17}};
  CHECK(found(markers, "SG." + kBody) == Found{"SG.@3"});
  CHECK(found(markers, "x=SG." + kBody) == Found{"SG.@5"});
  CHECK(found(markers, "$x$live_" + kBody) == Found{"$x$live_@8"});
  CHECK(found(markers, "a.b" + kBody) == Found{"a.b@3"});
  CHECK(found(markers, "G." + kBody).empty());
  CHECK(found(markers, "." + kBody).empty());
  CHECK(found(markers, "x$live_" + kBody).empty());
}

TEST_CASE("A marker may stand at a known place in the run") {
  const std::vector<Marker> markers = {{"AZAZ", 20, 0, 30}, {"acme_", 0, 0, 16}};
  CHECK(found(markers, kBody + "AZAZ" + "012345") == Found{"AZAZ@24"});
  CHECK(found(markers, "x=" + kBody + "AZAZ" + "012345") == Found{"AZAZ@26"});
  CHECK(found(markers, kBody + "AZAZ" + "01234").empty());
  CHECK(found(markers, "x" + kBody + "AZAZ" + "012345").empty());
}

TEST_CASE("Every marker of those that begin alike is found") {
  const std::vector<Marker> markers = {{"acme_", 0, 0, 20}, {"acme_live_", 0, 0, 20}};
  CHECK(found(markers, "acme_live_" + kBody) == Found{"acme_@5", "acme_live_@10"});
}

TEST_CASE("An index without markers finds nothing") {
  CHECK(found({}, "acme_" + kBody).empty());
}

TEST_CASE("Any bytes may surround a run") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  SampleRandom random(test_seed());
  const std::vector<Marker> markers = {
      {"acme_", 0, 0, 16}, {"a.b", 0, 2, 16}, {".cc", 0, 1, 16}, {"bbb", 13, 0, 16}};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (size_t pieces = random.below(12); pieces-- > 0;) {
      text += random.below(2) == 0 ? markers[random.below(4)].text
                                   : random_of("ab.c+-/\\%\x1b[;m0_ \n", random.below(20), random);
    }
    for (const std::string& match : found(markers, text)) {
      const size_t at = match.find('@');
      const size_t end = std::stoul(match.substr(at + 1));
      INFO(match << " in " << text);
      REQUIRE(text.substr(end - at, at) == match.substr(0, at));
    }
  }
}

}  // namespace aegis

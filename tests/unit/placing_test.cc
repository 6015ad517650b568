#include "scanner/detect/placing.h"

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

// Places candidates over SECRET wherever it stands in a document.
class Placed {
 public:
  explicit Placed(const std::string& text, std::string_view dropped = "") : text_(text) {
    rule_.id = "acme-key";
    std::vector<Candidate> candidates;
    for (const std::string_view word : {std::string_view("SECRET"), dropped}) {
      if (word.empty()) continue;
      for (size_t at = text_.find(word); at != std::string::npos; at = text_.find(word, at + 1)) {
        Candidate candidate;
        candidate.rule = &rule_;
        candidate.provider = &provider_;
        candidate.secret = {at, at + word.size()};
        candidate.dropped = word == dropped;
        candidate.objection = candidate.dropped ? "words" : "";
        candidates.push_back(candidate);
      }
    }
    Chunk chunk;
    chunk.origin = std::make_shared<Origin>(Origin{"a", "a", {}});
    chunk.bytes = text_;
    chunk.core_end = text_.size();
    out_.keep_dropped = true;
    const size_t placed = place_candidates(chunk, candidates, out_);
    CHECK(placed == out_.findings.size());
  }

  const std::vector<Finding>& findings() const { return out_.findings; }
  const std::vector<Dropped>& dropped() const { return out_.dropped; }
  const Finding& first() const {
    REQUIRE_FALSE(out_.findings.empty());
    return out_.findings.front();
  }

 private:
  std::string text_;
  Rule rule_;
  Provider provider_;
  Detections out_;
};

// "line:column-end_line:end_column u column-end_column".
std::string place(const std::string& text) {
  const Placed placed(text);
  const Place& at = placed.first().place;
  return std::to_string(at.line) + ":" + std::to_string(at.column) + "-" +
         std::to_string(at.end_line) + ":" + std::to_string(at.end_column) + " u" +
         std::to_string(at.utf16_column) + "-" + std::to_string(at.utf16_end_column);
}

std::string evidence(const std::string& text, std::string_view dropped = "") {
  const Placed placed(text, dropped);
  const Evidence& shown = placed.first().evidence;
  return std::string(shown.cut_before ? "..." : "") + shown.before + "|" + shown.after +
         (shown.cut_after ? "..." : "");
}

std::string lines(const std::string& text) {
  const Placed placed(text);
  return std::string(placed.first().lines.reveal());
}

}  // namespace

TEST_CASE("Lines and columns count from 1, in bytes and in UTF-16 units") {
  CHECK(place("SECRET") == "1:1-1:7 u1-7");
  CHECK(place("ab SECRET\n") == "1:4-1:10 u4-10");
  CHECK(place("a\nb\n  SECRET") == "3:3-3:9 u3-9");
  CHECK(place("a\r\nSECRET") == "2:1-2:7 u1-7");
  CHECK(place("\n\nSECRET") == "3:1-3:7 u1-7");
  CHECK(place("\xc3\xa9 SECRET") == "1:4-1:10 u3-9");
  CHECK(place("\xe6\x97\xa5 SECRET") == "1:5-1:11 u3-9");
  CHECK(place("\xf0\x9f\x94\x91 SECRET") == "1:6-1:12 u4-10");
  CHECK(place("\xff\xfe SECRET") == "1:4-1:10 u4-10");
}

TEST_CASE("The line around a secret is shown without any secret on it") {
  CHECK(evidence("key = SECRET;") == "key = |;");
  CHECK(evidence("x\nkey = SECRET;\ny") == "key = |;");
  CHECK(evidence("key = SECRET\r\n") == "key = |");
  CHECK(evidence("a SECRET b SECRET c") == "a | b ******** c");
  CHECK(evidence("a SECRET b HIDDEN c", "HIDDEN") == "a | b ******** c");
  CHECK(evidence("HIDDEN SECRET", "HIDDEN") == "******** |");
  CHECK(evidence("a SECRET b", "RET b") == "a |********");
  CHECK(evidence("a SECRET b", "a SEC") ==
        "********|"
        " b");
}

TEST_CASE("A long line is cut, and says so") {
  const std::string cut = evidence(std::string(500, 'x') + "SECRET" + std::string(500, 'y'));
  CHECK(cut == "..." + std::string(120, 'x') + "|" + std::string(60, 'y') + "...");
  CHECK(evidence("\n" + std::string(120, 'x') + "SECRET" + std::string(60, 'y') + "\n") ==
        std::string(120, 'x') + "|" + std::string(60, 'y'));
}

TEST_CASE("A secret cut by the end of what is shown stays hidden") {
  const std::string text = "SECRET" + std::string(57, 'y') + "HIDDEN";
  CHECK(evidence(text, "HIDDEN").find("HID") == std::string::npos);
  const std::string before = "HIDDEN" + std::string(117, 'x') + "SECRET";
  CHECK(evidence(before, "HIDDEN").find("DEN") == std::string::npos);
}

TEST_CASE("The lines kept for comparison have their line feeds, and none where they are cut") {
  CHECK(lines("a SECRET b") == "\na SECRET b\n");
  CHECK(lines("x\na SECRET b\ny") == "\na SECRET b\n");
  const std::string far(3000, 'x');
  CHECK(lines(far + "SECRET" + far) == std::string(1024, 'x') + "SECRET" + std::string(1024, 'x'));
}

TEST_CASE("What was dropped is told with its place and its filter, cut out") {
  const Placed placed("a\nb HIDDEN", "HIDDEN");
  CHECK(placed.findings().empty());
  REQUIRE(placed.dropped().size() == 1);
  CHECK(placed.dropped()[0].line == 2);
  CHECK(placed.dropped()[0].column == 3);
  CHECK(placed.dropped()[0].filter == "words");
  CHECK(placed.dropped()[0].redacted == "********");
}

TEST_CASE("Evidence never shows what another finding or a dropped candidate hides") {
  SampleRandom random(test_seed());
  INFO("AEGIS_TEST_SEED=" << test_seed());
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (size_t words = 1 + random.below(12); words-- > 0;) {
      text += random.below(2) == 0 ? "SECRET" : "HIDDEN";
      text += random_of(" =;", 1 + random.below(30), random);
    }
    const Placed placed(text, "HIDDEN");
    for (const Finding& finding : placed.findings()) {
      for (const std::string* side : {&finding.evidence.before, &finding.evidence.after}) {
        INFO(*side);
        CHECK(side->find_first_of("SECRTHIDN") == std::string::npos);
      }
    }
  }
}

}  // namespace aegis

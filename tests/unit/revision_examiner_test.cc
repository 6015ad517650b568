#include "scanner/detect/revision_examiner.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

// What is told of `before` with `added` put in front of the line that begins with `line`.
Prospect told_of_insertion(const std::string& before, const std::string& line,
                           const std::string& added) {
  auto detector = Detector::create(built_in_engine());
  auto examiner = RevisionExaminer::create(Confidence::kMedium);
  REQUIRE(detector);
  REQUIRE(examiner);
  const size_t at = before.find(line);
  const auto copied = [&](size_t begin, size_t end) {
    return Piece{before.data() + begin, static_cast<uint32_t>(end - begin),
                 static_cast<uint32_t>(begin)};
  };
  const std::vector<Piece> pieces = {copied(0, at),
                                     {added.data(), static_cast<uint32_t>(added.size())},
                                     copied(at, before.size())};
  Prospect old;
  REQUIRE(detector->examine(before, Confidence::kMedium, old));
  CHECK(!old.may_find);
  Prospect told;
  const size_t size = before.size() + added.size();
  const auto enough = examiner->examine(*detector, {pieces, size, before.size()}, old, told);
  REQUIRE(enough);
  // Or the caller looks at all of it.
  if (!*enough)
    REQUIRE(detector->examine(before.substr(0, at) + added + before.substr(at), Confidence::kMedium,
                              told));
  return told;
}

}  // namespace

TEST_CASE("The first line of a command reaches old lines that were none of its own") {
  SampleRandom random(7);
  const std::string secret = random_of(kBase62Letters, 16, random);
  const std::string old =
      "#!/bin/sh\nset -e\n  -H 'Accept: text/html' \\\n  --retry 3 \\\n  -s \\\n  -u deploy:" +
      secret + " \\\n  https://host.internal/\nexit 0\n";
  CHECK(told_of_insertion(old, "  -H", "curl -X POST \\\n").may_find);
  CHECK(!told_of_insertion(old, "  -H", "echo -X POST \\\n").may_find);
}

TEST_CASE("The first line of an entry reaches old lines that were none of its own") {
  SampleRandom random(8);
  const std::string secret = random_of(kBase62Letters, 16, random);
  const std::string old = "default\n  login me\n  account us\n  password " + secret + "\n";
  CHECK(told_of_insertion(old, "  login", "machine host.internal\n").may_find);
}

}  // namespace aegis

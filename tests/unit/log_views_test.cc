#include "scanner/logs/log_views.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/source/chunker.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

const Engine& acme() {
  static const Engine engine =
      engine_of(R"({"id": "test-a", "what": "key", "shape": "acme_{base62:24}"})");
  return engine;
}

std::string token(uint64_t seed = 1) {
  SampleRandom random(seed);
  return token_of("acme_{base62:24}", random);
}

// "offset+size token detail" of what is found in a log, cut into cores of that size.
std::vector<std::string> found_in(const std::string& text, LogKind kind, size_t core = 1 << 20) {
  auto detector = Detector::create(acme());
  REQUIRE(detector);
  Detections out;
  visit_bytes(std::make_shared<const Origin>(), text, core, [&](const Chunk& chunk) {
    REQUIRE(detector->scan(chunk, views_of_log(chunk, kind), out));
  });
  std::vector<std::string> found;
  for (const Finding& finding : out.findings) {
    found.push_back(std::to_string(finding.place.offset) + "+" +
                    std::to_string(finding.place.size) + " " +
                    std::string(finding.secret.reveal()) + " " + finding.detail);
  }
  return found;
}

std::string docker(const std::string& content, const std::string& stream = "stdout") {
  return "{\"log\":\"" + content + "\",\"stream\":\"" + stream +
         "\",\"time\":\"2026-11-24T10:00:00.000000000Z\"}\n";
}

std::string cri(const std::string& content, char tag, const std::string& stream = "stdout") {
  return "2026-11-24T10:00:00.000000000Z " + stream + ' ' + tag + ' ' + content + '\n';
}

std::string numbers(const std::string& text) {
  std::string list;
  for (const char c : text) {
    list += (list.empty() ? "" : ",") + std::to_string(static_cast<unsigned char>(c));
  }
  return '[' + list + ']';
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

TEST_CASE("The kind of a log shows in its first line") {
  CHECK(kind_of_log(docker("x")) == LogKind::kDocker);
  CHECK(kind_of_log(cri("x", 'F')) == LogKind::kCri);
  CHECK(kind_of_log(cri("x", 'P', "stderr")) == LogKind::kCri);
  CHECK(kind_of_log(R"({"__CURSOR":"s=1","__REALTIME_TIMESTAMP":"1","MESSAGE":"x"})") ==
        LogKind::kJournal);
  CHECK(kind_of_log("") == LogKind::kLines);
  CHECK(kind_of_log("2026-11-24T10:00:00Z stdout is no word of CRI") == LogKind::kLines);
  CHECK(kind_of_log(R"({"msg":"x"})") == LogKind::kLines);
}

TEST_CASE("A secret across two parts of a container's line is found") {
  const std::string one = std::string(16'300, 'x') + " " + token().substr(0, 11);
  const std::string two = token().substr(11) + " and more\\n";
  const std::string other = docker("another stream\\n", "stderr");
  for (const std::string& between : {std::string(), other, other + other}) {
    const auto found = found_in("first\n" + docker(one) + between + docker(two), LogKind::kDocker);
    REQUIRE(found.size() == 1);
    CHECK(found[0].find(' ' + token() + " two records joined") != std::string::npos);
  }
  const auto in_cri =
      found_in(cri(one, 'P') + cri("other", 'F', "stderr") + cri(two, 'F'), LogKind::kCri);
  REQUIRE(in_cri.size() == 1);
  CHECK(ends_with(in_cri[0], token() + " two records joined"));
  // Three parts, the second of which is short.
  CHECK(found_in(docker(one) + docker(two.substr(0, 5)) + docker(two.substr(5)), LogKind::kDocker)
            .size() == 1);
}

TEST_CASE("Two lines of a container are not joined") {
  const std::string one = "a line that ends " + token().substr(0, 11);
  const std::string two = token().substr(11) + " and more\\n";
  CHECK(found_in(docker(one + "\\n") + docker(two), LogKind::kDocker).empty());
  CHECK(found_in(docker(one) + docker(two, "stderr"), LogKind::kDocker).empty());
  CHECK(found_in(cri(one, 'F') + cri(two, 'F'), LogKind::kCri).empty());
  CHECK(found_in(docker(one) + docker(two), LogKind::kLines).empty());
}

TEST_CASE("A secret in a list of bytes is found where the numbers stand") {
  const std::string text =
      "{\"A\":\"b\",\"MESSAGE\":" + numbers("\x1b[31mkey " + token() + "\x1b[0m") +
      ",\"PRIORITY\":\"6\"}\n";
  const auto found = found_in(text, LogKind::kJournal);
  REQUIRE(found.size() == 1);
  const std::string list = numbers(token());
  const std::string inside = list.substr(1, list.size() - 2);
  CHECK(found[0] == std::to_string(text.find(inside)) + "+" + std::to_string(inside.size()) + " " +
                        token() + " its line decoded");
  CHECK(found_in("{\"MESSAGE\":[1,2],\"B\":[\"" + token() + "\",\"two\"]}\n", LogKind::kJournal)
            .size() == 1);
}

TEST_CASE("What is found in a log does not depend on how it is cut") {
  SampleRandom random(test_seed());
  INFO("AEGIS_TEST_SEED=" << test_seed());
  const auto coloured = [&](const std::string& text) {
    const size_t at = random.below(text.size());
    return text.substr(0, at) + "\x1b[1m" + text.substr(at);
  };
  for (const LogKind kind : {LogKind::kLines, LogKind::kDocker, LogKind::kCri, LogKind::kJournal}) {
    std::string text;
    for (int i = 0; i < 60; ++i) {
      const std::string value = token(random.next());
      const size_t cut = random.below(value.size());
      const std::string filler = random_of("abc  ", random.below(17'000), random);
      const bool is_docker = kind == LogKind::kDocker;
      const std::string first = filler + ' ' + value.substr(0, cut);
      const std::string rest = value.substr(cut) + " end";
      text += random.below(2) == 0 ? filler + ' ' + coloured(value) + '\n' : "";
      if (kind == LogKind::kJournal) {
        text += "{\"MESSAGE\":" + numbers(filler + ' ' + value + " end") + "}\n";
      } else {
        text += is_docker ? docker(first) : cri(first, 'P');
        if (random.below(2) == 0)
          text += is_docker ? docker("x\\n", "stderr") : cri("x", 'F', "stderr");
        text += is_docker ? docker(rest) : cri(rest, 'F');
      }
    }
    const auto whole = found_in(text, kind, text.size());
    CHECK(whole.size() > 20);
    for (const size_t core : {size_t{1024}, size_t{7919}, size_t{65536}}) {
      INFO("core " << core << ", kind " << static_cast<int>(kind));
      CHECK(found_in(text, kind, core) == whole);
    }
  }
}

}  // namespace aegis

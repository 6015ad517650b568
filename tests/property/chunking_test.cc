#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

std::string pem_block(SampleRandom& random) {
  const std::string label = random.below(2) == 0 ? "RSA PRIVATE KEY" : "PRIVATE KEY";
  std::string text = "-----BEGIN " + label + "-----\n";
  for (size_t i = random.below(60); i-- > 0;) text += random_of(kBase62Letters, 64, random) + '\n';
  return random.below(3) == 0 ? text : text + "-----END " + label + "-----\n";
}

std::string wide(const std::string& text, SampleRandom& random) {
  const bool big = random.below(2) == 0;
  std::string bytes;
  for (const char c : text) bytes += big ? std::string{'\0', c} : std::string{c, '\0'};
  return bytes;
}

std::string part(SampleRandom& random) {
  switch (random.below(40)) {
    case 0:
      return planted(any_example(random), random);
    case 1:
      return planted(any_example(random), random);
    case 2:
      return "password=" + random_of(kBase62Letters, 14, random) + "\n";
    case 3:
      return "api_key: \"" + random_of(kBase62Letters, 10 + random.below(60), random) + "\"\n";
    case 4:
      return "postgres://app:" + random_of(kBase62Letters, 12, random) + "@db.internal/x\n";
    case 5:
      return random.below(4) == 0 ? pem_block(random) : "\n";
    case 6:
      return random.below(4) == 0 ? wide(planted(any_example(random), random), random) + "\n" : "";
    case 7:
      return random.below(8) == 0 ? random_of(kBase62Letters, random.below(6000), random) : "";
    case 8:
      return "# pragma: allowlist nextline secret\n";
    default:
      return line_of_text(random);
  }
}

std::string document(size_t size, SampleRandom& random) {
  std::string text;
  while (text.size() < size) text += part(random);
  return text;
}

}  // namespace

TEST_CASE("A document has the same findings however it is cut") {
  SampleRandom seeds(test_seed());
  for (int round = 0; round < 12; ++round) {
    const uint64_t seed = seeds.next();
    INFO("AEGIS_TEST_SEED=" << test_seed() << ", round " << round);
    SampleRandom random(seed);
    const std::string text = document(20'000 + random.below(220'000), random);
    const auto whole =
        described(findings_in(built_in_engine(), text, "sample.txt", text.size() + 1));
    CHECK(whole.size() > 20);
    for (const size_t core : {size_t{1024}, size_t{4096}, size_t{5003}, size_t{65536}}) {
      INFO("core " << core);
      CHECK(described(findings_in(built_in_engine(), text, "sample.txt", core)) == whole);
    }
  }
}

TEST_CASE("A document without line feeds has the same findings however it is cut") {
  SampleRandom random(test_seed());
  INFO("AEGIS_TEST_SEED=" << test_seed());
  std::string text = document(150'000, random);
  for (char& c : text) c = c == '\n' ? ' ' : c;
  const auto whole = described(findings_in(built_in_engine(), text, "sample.txt", text.size() + 1));
  for (const size_t core : {size_t{1024}, size_t{4096}, size_t{65536}}) {
    INFO("core " << core);
    CHECK(described(findings_in(built_in_engine(), text, "sample.txt", core)) == whole);
  }
}

TEST_CASE("A run longer than a chunk's context is told alike however it is cut") {
  SampleRandom random(test_seed());
  for (const std::string_view name : {"key = ", "aws_secret: ", "\"token\": \"", ""}) {
    const std::string text =
        "x = 1\n" + std::string(name) + random_of(kBase62Letters, 100'000, random) + "\n";
    INFO(name);
    const auto whole =
        described(findings_in(built_in_engine(), text, "sample.txt", text.size() + 1));
    CHECK(described(findings_in(built_in_engine(), text, "sample.txt", 4096)) == whole);
    CHECK(described(findings_in(built_in_engine(), text, "sample.txt", 65536)) == whole);
  }
}

TEST_CASE("What names a value in UTF-16 does not depend on how the document is cut") {
  SampleRandom random(test_seed());
  const auto wide16 = [](const std::string& text) {
    std::string bytes;
    for (const char c : text) bytes += std::string{c, '\0'};
    return bytes;
  };
  const std::string text = wide16("the zai client of this house") + std::string(100'000, '\xff') +
                           wide16(token_of("{hex-lower:32}.{base62:16}", random) + " is all");
  const auto whole = described(findings_in(built_in_engine(), text, "sample.bin", text.size() + 1));
  CHECK(described(findings_in(built_in_engine(), text, "sample.bin", 4096)) == whole);
}

}  // namespace aegis

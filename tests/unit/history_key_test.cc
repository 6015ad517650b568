#include "scanner/scan/history_key.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

RuleBook book_of(const std::string& provider, const std::string& rules) {
  auto set = load_rules({{provider, R"({"provider": ")" + provider +
                                        R"(", "name": "x", "rotate": )"
                                        R"("https://acme.example/", "rules": [)" +
                                        rules + "]}"}});
  REQUIRE(set);
  auto book = make_rule_book(*std::move(set));
  REQUIRE(book);
  return *std::move(book);
}

const std::string kA =
    R"({"id": "a-key", "what": "key", "severity": "high", "shape": "aa_{base62:24}"})";
const std::string kOtherA =
    R"({"id": "a-key", "what": "key", "severity": "high", "shape": "aa_{base62:25}"})";
const std::string kB =
    R"({"id": "b-key", "what": "key", "severity": "high", "shape": "bb_{base62:24}"})";
const std::string kFile =
    R"({"id": "file-c", "what": "file", "severity": "high", "file": ["c.txt"]})";

Engine engine_with(const std::string& user_rules) {
  std::vector<RuleBook> books;
  books.push_back(book_of(
      "own",
      R"({"id": "own-key", "what": "key", "severity": "high", "shape": "own_{base62:24}"})"));
  if (!user_rules.empty()) books.push_back(book_of("user", user_rules));
  auto engine = Engine::create(std::move(books));
  REQUIRE(engine);
  return *std::move(engine);
}

HistoryKey key_with(const std::string& user_rules, Confidence least = Confidence::kMedium) {
  return key_of(engine_with(user_rules), least, git::HashKind::kSha1);
}

}  // namespace

TEST_CASE("A key extends one with fewer rules and no more confidence") {
  const std::string all = kA + "," + kB + "," + kFile;
  CHECK(extends(key_with(""), key_with("")));
  CHECK(extends(key_with(kA), key_with("")));
  CHECK(extends(key_with(all), key_with(kB)));
  CHECK(extends(key_with(all), key_with(kA + "," + kFile)));
  CHECK(extends(key_with(""), key_with("", Confidence::kLow)));
  CHECK_FALSE(extends(key_with(""), key_with("", Confidence::kHigh)));
  CHECK_FALSE(extends(key_with(kA), key_with(kB)));
  CHECK_FALSE(extends(key_with(kOtherA), key_with(kA)));
  CHECK_FALSE(extends(key_with(""), key_with(kFile)));
  CHECK_FALSE(
      extends(key_of(engine_with(""), Confidence::kMedium, git::HashKind::kSha256), key_with("")));
}

TEST_CASE("The rules beyond a key are those that were added") {
  const Engine engine = engine_with(kA + "," + kB + "," + kFile);
  const auto ids_beyond = [&](const std::string& rules) {
    std::vector<std::string> ids;
    for (const RuleSet& set : rules_beyond(key_with(rules), engine)) {
      for (const std::string& id : set.ids()) ids.push_back(id);
    }
    return ids;
  };
  using Ids = std::vector<std::string>;
  CHECK(ids_beyond("") == Ids{"a-key", "b-key", "file-c"});
  CHECK(ids_beyond(kA) == Ids{"b-key", "file-c"});
  CHECK(ids_beyond(kA + "," + kFile) == Ids{"b-key"});
  CHECK(ids_beyond(kA + "," + kB + "," + kFile).empty());
}

TEST_CASE("A key is what it was when it is read again, and junk is none") {
  const HistoryKey key = key_with(kA + "," + kB, Confidence::kLow);
  const std::string bytes = key.encode();
  const auto again = decode_key(bytes);
  REQUIRE(again);
  CHECK(again->encode() == bytes);
  CHECK(extends(*again, key));
  for (size_t size = 0; size < bytes.size(); ++size) CHECK(!decode_key(bytes.substr(0, size)));
  CHECK(!decode_key(bytes + "x"));
  CHECK(!decode_key(bytes.substr(0, bytes.size() - 1) + "\7"));
}

}  // namespace aegis

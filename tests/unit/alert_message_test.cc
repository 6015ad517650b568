#include "scanner/alert/message.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/base/json.h"

namespace aegis {

namespace {

const Teller kTeller{"host-1", "1.2.3"};

std::vector<Incident> incidents(size_t count, const std::string& text) {
  std::vector<Incident> all(count);
  for (size_t i = 0; i < count; ++i) {
    all[i].id = static_cast<int64_t>(i + 1);
    all[i].source = "repository " + text;
    Sighting& seen = all[i].sighting;
    seen.title = text;
    seen.severity = "high";
    seen.place = text + ":1";
    seen.first_step = text;
    seen.check_use = text;
    seen.clean_up = text;
  }
  return all;
}

std::string content_of(const std::string& message, const char* key) {
  const auto json = parse_json(message);
  REQUIRE(json);
  REQUIRE(json->contains(key));
  return (*json)[key].get<std::string>();
}

// As Discord and Slack count: UTF-16 code units.
size_t length_of(const std::string& text) {
  size_t length = 0;
  for (const char c : text) {
    if ((c & '\xc0') != '\x80') length += (c & '\xf8') == '\xf0' ? 2 : 1;
  }
  return length;
}

}  // namespace

TEST_CASE("A message says what was found, where, and what to do in order") {
  const std::string text = text_message(incidents(1, "a thing"), kTeller);
  CHECK(text.find("1 credential on host-1") != std::string::npos);
  CHECK(text.find("#1 a thing (high)") != std::string::npos);
  CHECK(text.find("1. a thing") < text.find("2. a thing"));
  CHECK(text.find("aegis incidents resolve 1") != std::string::npos);
  CHECK(text.find("more") == std::string::npos);
}

TEST_CASE(
    "However many incidents there are, a message keeps its receiver's limit and counts the rest") {
  for (const std::string& text :
       {std::string("short"), std::string(5000, 'x'), std::string(900, '*')}) {
    for (const size_t count : {size_t{1}, size_t{5}, size_t{6}, size_t{1000}}) {
      const auto all = incidents(count, text);
      const std::string discord = content_of(discord_message(all, kTeller), "content");
      CHECK(length_of(discord) <= 2000);
      CHECK(length_of(content_of(slack_message(all, kTeller), "text")) <= 4000);
      if (count > 5) CHECK(discord.find("more") != std::string::npos);
      CHECK(discord.find(std::to_string(count) + " credential") != std::string::npos);
    }
  }
}

TEST_CASE("Nothing that was found mentions anybody or is markup") {
  const std::string hostile = "@everyone <@123> <!channel> [x](http://evil) **b** `c` & \"q\"";
  const auto all = incidents(1, hostile);
  const auto discord = parse_json(discord_message(all, kTeller));
  REQUIRE(discord);
  CHECK((*discord)["allowed_mentions"]["parse"].empty());
  CHECK((*discord)["allowed_mentions"]["parse"].is_array());
  const std::string content = (*discord)["content"].get<std::string>();
  CHECK(content.find("@everyone") == content.find("\\@everyone") + 1);
  CHECK(content.find("[x](") == std::string::npos);
  const std::string slack = content_of(slack_message(all, kTeller), "text");
  CHECK(slack.find('<') == std::string::npos);
  CHECK(slack.find("&lt;!channel&gt;") != std::string::npos);
}

TEST_CASE("A long text is cut where a character begins") {
  std::string text = "x";
  for (int i = 0; i < 400; ++i) text += "\xc3\xa9";
  const auto message = parse_json(slack_message(incidents(2, text), kTeller));
  REQUIRE(message);
  CHECK((*message)["text"].get<std::string>().find("\xef\xbf\xbd") == std::string::npos);
}

TEST_CASE("For programs there is each fact by its name") {
  const auto json = parse_json(json_message(incidents(150, "a thing"), kTeller));
  REQUIRE(json);
  CHECK((*json)["total"] == 150);
  CHECK((*json)["host"] == "host-1");
  CHECK((*json)["incidents"].size() == 100);
  CHECK((*json)["incidents"][1]["id"] == 2);
  CHECK((*json)["incidents"][1]["steps"].size() == 4);
}

}  // namespace aegis

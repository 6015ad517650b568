#include "scanner/report/log_fields.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "scanner/report/report.h"
#include "tests/golden/report/sample_report.h"

namespace aegis {

namespace {

RunReport report_of(const Sightings& sightings) {
  RunReport report;
  report.findings = {test::sample_token("a.log")};
  report.findings[0].sightings = std::make_shared<const Sightings>(sightings);
  return report;
}

Sightings some_sightings() {
  Sightings seen;
  seen.time = seen.first_seen = "2026-11-24T10:00:00Z";
  seen.last_seen = "2026-11-24T11:00:00Z";
  seen.count = 14;
  seen.other_files = {4, {"b.log", "c.log"}};
  seen.json_path = "$.http.key";
  seen.unit = "nginx.service";
  seen.group = "00ff";
  return seen;
}

std::string rendered(const RunReport& report, Format format) {
  return render_report(report, {format, Colour::kNo, Secrets::kRedacted});
}

}  // namespace

TEST_CASE("JSON says when and how often a log holds a secret") {
  const auto json = nlohmann::json::parse(rendered(report_of(some_sightings()), Format::kJson));
  const auto& finding = json["findings"][0];
  CHECK(finding["time"] == "2026-11-24T10:00:00Z");
  CHECK(finding["first_seen"] == "2026-11-24T10:00:00Z");
  CHECK(finding["last_seen"] == "2026-11-24T11:00:00Z");
  CHECK(finding["count"] == 14);
  CHECK(finding["other_files"] == nlohmann::json::parse(R"({"count":4,"some":["b.log","c.log"]})"));
  CHECK(finding["json_path"] == "$.http.key");
  CHECK(finding["unit"] == "nginx.service");
  CHECK(finding["group"] == "00ff");
}

TEST_CASE("What a log does not say is absent, and all of it where there is no log") {
  const auto json = nlohmann::json::parse(rendered(report_of({}), Format::kJson));
  CHECK(json["findings"][0]["count"] == 1);
  for (const char* key : {"time", "first_seen", "other_files", "json_path", "unit", "group"}) {
    CHECK_FALSE(json["findings"][0].contains(key));
  }
  RunReport plain = report_of({});
  plain.findings[0].sightings = nullptr;
  CHECK_FALSE(
      nlohmann::json::parse(rendered(plain, Format::kJson))["findings"][0].contains("count"));
}

TEST_CASE("The text says it in words") {
  const std::string text = rendered(report_of(some_sightings()), Format::kText);
  CHECK(text.find("line:  at 2026-11-24T10:00:00Z, in $.http.key, of nginx.service\n") !=
        std::string::npos);
  CHECK(text.find("seen:  14 times, first 2026-11-24T10:00:00Z, last 2026-11-24T11:00:00Z, also in "
                  "4 other logs (b.log, c.log, ...)\n") != std::string::npos);
  const std::string once = rendered(report_of({}), Format::kText);
  CHECK(once.find("seen:") == std::string::npos);
  CHECK(once.find("line:") == std::string::npos);
}

TEST_CASE("Hostile names stay within their places") {
  Sightings seen;
  seen.json_path = "$[\"\x1b[2J\xff\n\"]";
  seen.unit = "\x1b]0;x\x07";
  CHECK(nlohmann::json::accept(rendered(report_of(seen), Format::kJson)));
  CHECK(nlohmann::json::accept(rendered(report_of(seen), Format::kSarif)));
  CHECK(rendered(report_of(seen), Format::kText).find('\x1b') == std::string::npos);
}

}  // namespace aegis

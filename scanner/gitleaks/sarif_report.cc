#include <algorithm>
#include <set>

#include "scanner/gitleaks/report.h"
#include "scanner/report/uri.h"

namespace aegis::gitleaks {

namespace {

// SARIF counts from 1, also where a file's name is all.
Json region_of(const Leak& leak) {
  Json region;
  region["startLine"] = std::max<uint64_t>(1, leak.start_line);
  region["startColumn"] = std::max<uint64_t>(1, leak.start_column);
  region["endLine"] = std::max<uint64_t>(1, leak.end_line);
  region["endColumn"] = std::max<uint64_t>(1, leak.end_column);
  region["snippet"]["text"] = leak.secret.empty() ? "" : kRedacted;
  return region;
}

Json rule_of(const std::string& id, const std::string& description) {
  return Json{{"id", id}, {"shortDescription", {{"text", description}}}};
}

Json result_of(const Leak& leak) {
  const Introduction none;
  const Introduction& from = leak.introduction ? *leak.introduction : none;
  Json result;
  result["message"]["text"] = leak.rule + " has detected secret for file " + leak.file +
                              (from.commit.empty() ? "" : " at commit " + from.commit) + ".";
  result["ruleId"] = leak.rule;
  Json location;
  location["artifactLocation"]["uri"] = path_as_uri(leak.file);
  location["region"] = region_of(leak);
  result["locations"] = Json::array({Json{{"physicalLocation", std::move(location)}}});
  Json& prints = result["partialFingerprints"];
  prints["commitSha"] = from.commit;
  prints["email"] = from.email;
  prints["author"] = from.author;
  prints["date"] = leak.date;
  prints["commitMessage"] = leak.message;
  result["properties"]["tags"] = leak.tags;
  return result;
}

}  // namespace

std::string render_sarif(const std::vector<Leak>& leaks, const Config& config) {
  Json driver;
  driver["name"] = "gitleaks";
  driver["semanticVersion"] = "v8.0.0";  // what gitleaks writes, whatever its version
  driver["informationUri"] = "https://github.com/gitleaks/gitleaks";
  Json& rules = driver["rules"] = Json::array();
  for (const Rule& rule : config.rules) {
    rules.push_back(rule_of(rule.id, rule.description));
  }
  Json results = Json::array();
  std::set<std::string> listed;
  for (const Rule& rule : config.rules) listed.insert(rule.id);
  for (const Leak& leak : leaks) {
    results.push_back(result_of(leak));
    if (listed.insert(leak.rule).second) rules.push_back(rule_of(leak.rule, leak.description));
  }
  Json report;
  report["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  report["version"] = "2.1.0";
  report["runs"] = Json::array(
      {Json{{"tool", {{"driver", std::move(driver)}}}, {"results", std::move(results)}}});
  return go_json(report, ' ') + "\n";
}

}  // namespace aegis::gitleaks

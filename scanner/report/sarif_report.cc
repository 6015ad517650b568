#include <algorithm>
#include <map>
#include <span>

#include "scanner/base/json.h"
#include "scanner/report/escape.h"
#include "scanner/report/formats.h"
#include "scanner/report/history_fields.h"
#include "scanner/report/log_fields.h"
#include "scanner/report/shown.h"
#include "scanner/report/uri.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

constexpr const char* kSchema = "https://json.schemastore.org/sarif-2.1.0.json";

constexpr const char* kLevels[] = {"note", "warning", "error", "error"};     // by Severity
constexpr const char* kSecuritySeverities[] = {"2.0", "5.5", "8.0", "9.5"};  // by Severity

// The findings that are reported, by their rule's id: a rule's place in the map is its ruleIndex.
using UsedRules = std::map<std::string_view, const Finding*>;

template <typename Value>
const char* at(Value value, const char* const (&names)[4]) {
  return names[static_cast<size_t>(value)];
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (size_t i = text.find(from); i != std::string::npos; i = text.find(from, i + to.size())) {
    text.replace(i, from.size(), to);
  }
}

// A message's text. Braces would be placeholders (SARIF 2.1.0, 3.11.5), "[text](target)" a link.
std::string message_text(std::string_view words) {
  std::string text = escaped_for_terminal(words);
  replace_all(text, "{", "{{");
  replace_all(text, "}", "}}");
  replace_all(text, "](", "] (");
  return text;
}

Json message(std::string_view words) {
  return Json{{"text", message_text(words)}};
}

// "github-token" as "GithubToken"
std::string upper_camel(std::string_view id) {
  std::string name;
  bool begins = true;
  for (const char c : id) {
    if (c != '-') name += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    begins = c == '-';
  }
  return name;
}

bool is_plain_url(const std::string& text) {
  return text.starts_with("https://") && text.find_first_of(" <>{}\\\"") == std::string::npos &&
         text == escaped_for_terminal(text);
}

std::string what_to_do_in_markdown(const Provider& provider, const Rule& rule) {
  const bool links = rule.now.empty() && is_plain_url(provider.rotate);
  if (links) return "rotate it: <" + provider.rotate + ">";
  return escaped_for_markdown(message_text(what_to_do(provider, rule)));
}

// A known value has the provider of what it is; its rule is about any provider's.
const Provider& provider_of_rule(const Finding& finding) {
  static const Provider kAny{"known", "Known", "", ""};
  return finding.proof == Proof::kKnown ? kAny : *finding.provider;
}

Json help_of(const Finding& finding) {
  const Provider& provider = provider_of_rule(finding);
  const std::string allow = finding.proof == Proof::kKnown
                                ? "If it is not a secret, " + how_to_allow(finding) + '.'
                                : "If it is not a secret, allow it by its fingerprint in "
                                  ".aegisignore.";
  std::string text = message_text("Now: " + what_to_do(provider, *finding.rule));
  std::string markdown = "**Now:** " + what_to_do_in_markdown(provider, *finding.rule);
  if (!provider.check_use.empty()) {
    text += '\n' + message_text("Then check its use: " + provider.check_use);
    markdown +=
        "\n\n**Then check its use:** " + escaped_for_markdown(message_text(provider.check_use));
  }
  return Json{{"text", text + '\n' + allow}, {"markdown", markdown + "\n\n" + allow}};
}

Json rule_object(const Finding& finding) {
  const Rule& rule = *finding.rule;
  const std::string what = what_it_is(provider_of_rule(finding), rule);
  Json object = Json::object();
  object["id"] = rule.id;
  object["name"] = upper_camel(rule.id);
  object["shortDescription"] = message(what);
  object["fullDescription"] =
      message(what + ", open to everyone who can read this file or its history.");
  object["help"] = help_of(finding);
  object["defaultConfiguration"] = Json{{"level", at(rule.severity, kLevels)}};
  object["properties"] = Json{{"security-severity", at(rule.severity, kSecuritySeverities)},
                              {"precision", name_of(rule.confidence)},
                              {"tags", {"security", "secret"}}};
  return object;
}

Json artifact_location(std::string_view path) {
  return Json{{"artifactLocation", Json{{"uri", path_as_uri(path)}}}};
}

Json location_of(const Finding& finding) {
  const Place& place = finding.place;
  Json physical = artifact_location(shown_path(finding, Secrets::kRedacted));
  physical["region"] = Json{{"startLine", place.line},
                            {"startColumn", place.utf16_column},
                            {"endLine", place.end_line},
                            {"endColumn", place.utf16_end_column}};
  return Json{{"physicalLocation", std::move(physical)}};
}

Json result_object(const Finding& finding, size_t rule_index) {
  Json object = Json::object();
  object["ruleId"] = finding.rule->id;
  object["ruleIndex"] = rule_index;
  object["level"] = at(finding.severity, kLevels);
  object["message"] = message(shown_text(summed_up(finding), finding, Secrets::kRedacted));
  object["locations"] = Json::array({location_of(finding)});
  object["partialFingerprints"] = Json{{"aegisFingerprint/v1", finding.fingerprint}};
  Json properties = Json::object();
  add_history_fields(properties, finding, Secrets::kRedacted);
  add_log_fields(properties, finding, Secrets::kRedacted);
  if (!properties.empty()) object["properties"] = std::move(properties);
  return object;
}

Json notification(const char* level, std::string_view words) {
  return Json{{"level", level}, {"message", message(words)}};
}

Json skipped_notification(const Skipped& skipped) {
  Json object = notification("error", "not scanned: " + skipped.reason);
  object["locations"] = Json::array({Json{{"physicalLocation", artifact_location(skipped.path)}}});
  return object;
}

Json notifications_of(const RunReport& report, size_t listed) {
  Json array = Json::array();
  for (const Skipped& skipped : report.skipped) array.push_back(skipped_notification(skipped));
  for (const std::string& note : notes_of(report)) array.push_back(notification("note", note));
  if (report.findings.size() > listed) {
    array.push_back(notification("warning", "Of " + std::to_string(report.findings.size()) +
                                                " findings the first " + std::to_string(listed) +
                                                " are listed here; other formats list them all."));
  }
  return array;
}

UsedRules used_rules(std::span<const Finding> findings) {
  UsedRules used;
  for (const Finding& finding : findings) used.emplace(finding.rule->id, &finding);
  return used;
}

Json tool_object(const RunReport& report, const UsedRules& used) {
  Json rules = Json::array();
  for (const auto& [id, finding] : used) rules.push_back(rule_object(*finding));
  return Json{{"driver", Json{{"name", "aegis"},
                              {"version", report.version},
                              {"semanticVersion", report.version},
                              {"rules", std::move(rules)}}}};
}

Json results_of(std::span<const Finding> findings, const UsedRules& used) {
  std::map<std::string_view, size_t> indexes;
  for (const auto& [id, finding] : used) indexes.emplace(id, indexes.size());
  Json results = Json::array();
  for (const Finding& finding : findings) {
    results.push_back(result_object(finding, indexes.at(finding.rule->id)));
  }
  return results;
}

Json run_object(const RunReport& report, size_t most_results) {
  const size_t listed = std::min(report.findings.size(), most_results);
  const auto findings = std::span(report.findings).first(listed);
  const UsedRules used = used_rules(findings);
  Json run = Json::object();
  run["tool"] = tool_object(report, used);
  run["automationDetails"] = Json{{"id", "aegis/" + report.command + "/"}};
  run["invocations"] =
      Json::array({Json{{"executionSuccessful", report.complete()},
                        {"toolExecutionNotifications", notifications_of(report, listed)}}});
  run["columnKind"] = "utf16CodeUnits";
  run["results"] = results_of(findings, used);
  return run;
}

}  // namespace

std::string render_sarif(const RunReport& report, size_t most_results) {
  Json log = Json::object();
  log["$schema"] = kSchema;
  log["version"] = "2.1.0";
  log["runs"] = Json::array({run_object(report, most_results)});
  return escaped_in_json(to_json_pretty(log)) + '\n';
}

}  // namespace aegis

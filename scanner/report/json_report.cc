#include "scanner/base/json.h"
#include "scanner/report/escape.h"
#include "scanner/report/formats.h"
#include "scanner/report/history_fields.h"
#include "scanner/report/log_fields.h"
#include "scanner/report/shown.h"
#include "scanner/report/utf8.h"
#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

void add_path(Json& object, const char* key, const std::string& path) {
  object[key] = path;
  if (!is_utf8(path)) object["raw_path"] = encode_base64(path);
}

void add_if_any(Json& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = value;
}

void add_place(Json& object, const Place& place) {
  object["line"] = place.line;
  object["column"] = place.column;
  object["end_line"] = place.end_line;
  object["end_column"] = place.end_column;
  object["offset"] = place.offset;
}

Json finding_object(const Finding& finding, Secrets secrets) {
  Json object = Json::object();
  add_path(object, "file", shown_path(finding, secrets));
  add_place(object, finding.place);
  object["rule"] = finding.rule->id;
  object["provider"] = finding.provider->id;
  object["what"] = finding.rule->what;
  object["severity"] = name_of(finding.severity);
  object["confidence"] = name_of(finding.confidence);
  object["proof"] = name_of(finding.proof);
  if (finding.is_example) object["example"] = true;
  object["secret"] = shown_secret(finding, secrets);
  object["fingerprint"] = finding.fingerprint;
  add_if_any(object, "name", shown_text(finding.name, finding, secrets));
  add_if_any(object, "detail", shown_text(finding.detail, finding, secrets));
  add_if_any(object, "doubt", finding.doubt);
  add_if_any(object, "rotate", finding.provider->rotate);
  add_if_any(object, "check_use", finding.provider->check_use);
  add_if_any(object, "blob", finding.origin->blob);
  add_history_fields(object, finding, secrets);
  add_log_fields(object, finding, secrets);
  return object;
}

Json explained_object(const Explained& explained) {
  Json object = Json::object();
  add_path(object, "file", explained.path);
  object["line"] = explained.line;
  object["column"] = explained.column;
  object["rule"] = explained.rule;
  object["filter"] = explained.filter;
  object["secret"] = explained.redacted;
  return object;
}

Json skipped_array(const std::vector<Skipped>& all) {
  Json array = Json::array();
  for (const Skipped& skipped : all) {
    Json object = Json::object();
    add_path(object, "path", skipped.path);
    object["reason"] = skipped.reason;
    array.push_back(std::move(object));
  }
  return array;
}

Json truncated_array(const std::vector<Truncated>& all) {
  Json array = Json::array();
  for (const Truncated& truncated : all) {
    Json object = Json::object();
    add_path(object, "path", truncated.path);
    object["rule"] = truncated.rule;
    object["reported"] = truncated.reported;
    object["more"] = truncated.more;
    array.push_back(std::move(object));
  }
  return array;
}

Json stale_array(const std::vector<StaleSuppression>& all) {
  Json array = Json::array();
  for (const StaleSuppression& stale : all) {
    Json object = Json::object();
    add_path(object, "file", stale.file);
    if (stale.line > 0) object["line"] = stale.line;
    object["reason"] = stale.reason;
    array.push_back(std::move(object));
  }
  return array;
}

Json summary_object(const RunReport& report) {
  Json object = Json::object();
  object["findings"] = report.findings.size();
  object["scanned"] = report.scanned;
  object["bytes"] = report.bytes;
  object["excluded"] = report.excluded;
  object["ignored"] = report.ignored;
  object["baselined"] = report.baselined;
  object["skipped"] = skipped_array(report.skipped);
  object["truncated"] = truncated_array(report.truncated);
  object["stale"] = stale_array(report.stale);
  object["notes"] = report.notes;
  object["complete"] = report.complete();
  return object;
}

std::string as_line(const Json& object) {
  return escaped_in_json(to_json_line(object)) + '\n';
}

}  // namespace

std::string render_json(const RunReport& report, Secrets secrets) {
  Json object = Json::object();
  object["version"] = report.version;
  object["command"] = report.command;
  object["findings"] = Json::array();
  for (const Finding& finding : report.findings) {
    object["findings"].push_back(finding_object(finding, secrets));
  }
  for (const Explained& explained : report.explained) {
    object["explained"].push_back(explained_object(explained));
  }
  object["summary"] = summary_object(report);
  return escaped_in_json(to_json_pretty(object)) + '\n';
}

std::string render_jsonl(const RunReport& report, Secrets secrets) {
  std::string text;
  for (const Finding& finding : report.findings) text += as_line(finding_object(finding, secrets));
  for (const Explained& explained : report.explained) {
    text += as_line(Json{{"explained", explained_object(explained)}});
  }
  return text + as_line(Json{{"summary", summary_object(report)}});
}

}  // namespace aegis

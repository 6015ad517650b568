#include "scanner/watch/watch_summary.h"

#include <algorithm>
#include <span>

#include "scanner/base/json.h"
#include "scanner/report/escape.h"
#include "scanner/report/report.h"
#include "scanner/report/wording.h"
#include "scanner/watch/incident_text.h"

namespace aegis {

namespace {

constexpr size_t kMostListed = 50;

void add_incidents(std::string& text, const std::vector<Incident>& incidents) {
  const size_t listed = std::min(kMostListed, incidents.size());
  text += incidents_text(std::span(incidents).first(listed));
  if (listed < incidents.size()) {
    text += "and " + std::to_string(incidents.size() - listed) + " more\n";
  }
}

std::string line_of(const Problem& problem) {
  return escaped_at_line_start(problem.what + ": " + problem.why) + "\n";
}

Json as_json(const std::vector<Problem>& problems) {
  Json list = Json::array();
  for (const Problem& problem : problems) {
    list.push_back(Json{{"what", problem.what}, {"why", problem.why}});
  }
  return list;
}

Json as_json(const std::vector<Coverage>& coverage) {
  Json list = Json::array();
  for (const Coverage& one : coverage) {
    Json object;
    object["source"] = one.source;
    object["documents"] = one.documents;
    object["bytes"] = one.bytes;
    if (!one.problem.empty()) object["problem"] = one.problem;
    list.push_back(std::move(object));
  }
  return list;
}

Json list_of(const std::vector<Incident>& incidents) {
  return *parse_json(incidents_json(incidents));
}

std::string written(const Json& json) {
  return escaped_in_json(to_json_pretty(json)) + "\n";
}

std::string how_it_ended(const RunRecord& run) {
  if (run.ended == 0) return "was cut off, or is under way";
  if (run.code == 0) return "nothing was wrong";
  return run.code == 1 ? "incidents were open" : "something was not scanned";
}

}  // namespace

std::string watch_summary(const WatchOutcome& outcome) {
  std::string text;
  if (!outcome.opened.empty()) {
    text += counted(outcome.opened.size(), "new incident") + ":\n";
    add_incidents(text, outcome.opened);
  }
  if (!outcome.unrecorded.empty()) {
    text += counted(outcome.unrecorded.size(), "finding") + ", which could not be recorded:\n";
    add_incidents(text, outcome.unrecorded);
  }
  for (const Problem& problem : outcome.problems)
    text += "NOT AS IT SHOULD BE: " + line_of(problem);
  for (const Problem& problem : outcome.untold) text += "not told yet: " + line_of(problem);
  if (outcome.gone > 0) text += counted(outcome.gone, "incident") + " gone\n";
  if (!outcome.open.empty()) {
    text += counted(outcome.open.size(), "incident") +
            " open: aegis incidents list; aegis incidents show N says what to do\n";
  }
  text += counted(outcome.coverage.size(), "source") + " looked at";
  return text + (outcome.is_clean() ? ", nothing is wrong\n" : "\n");
}

std::string watch_summary_json(const WatchOutcome& outcome, int code) {
  Json json;
  json["code"] = code;
  json["new"] = list_of(outcome.opened);
  json["open"] = list_of(outcome.open);
  json["unrecorded"] = list_of(outcome.unrecorded);
  json["gone"] = outcome.gone;
  json["problems"] = as_json(outcome.problems);
  json["untold"] = as_json(outcome.untold);
  json["coverage"] = as_json(outcome.coverage);
  return written(json);
}

std::string watch_status(const WatchStatus& status) {
  std::string text = status.timer;
  if (!status.last) return text + "last run: none yet\n";
  text +=
      "last run: " + utc_in_words(status.last->started) + "Z, " + how_it_ended(*status.last) + "\n";
  for (const Coverage& one : status.last->coverage) {
    text += "  " + one.source + ": " + counted(one.documents, "document") + ", " +
            size_in_words(one.bytes);
    text += one.problem.empty() ? "\n" : "; " + one.problem + "\n";
  }
  return text + counted(status.open, "incident") + " open or acknowledged\n";
}

std::string watch_status_json(const WatchStatus& status) {
  Json json;
  json["timer"] = status.timer;
  json["open"] = status.open;
  if (status.last) {
    json["last"]["started"] = utc_in_words(status.last->started) + "Z";
    if (status.last->ended != 0) json["last"]["ended"] = utc_in_words(status.last->ended) + "Z";
    json["last"]["code"] = status.last->code;
    json["last"]["coverage"] = as_json(status.last->coverage);
  }
  return written(json);
}

}  // namespace aegis

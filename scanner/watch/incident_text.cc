#include "scanner/watch/incident_text.h"

#include "scanner/base/json.h"
#include "scanner/incident/steps.h"
#include "scanner/report/escape.h"
#include "scanner/report/wording.h"

namespace aegis {

namespace {

std::string status_of(const Incident& incident) {
  std::string status = name_of(incident.status);
  if (incident.until != 0) status += " until " + utc_in_words(incident.until).substr(0, 10);
  return incident.is_present ? status : status + ", gone";
}

Json as_json(const Incident& incident) {
  const Sighting& seen = incident.sighting;
  Json json;
  json["id"] = incident.id;
  json["status"] = name_of(incident.status);
  if (incident.until != 0) json["until"] = utc_in_words(incident.until) + "Z";
  json["present"] = incident.is_present;
  json["severity"] = seen.severity;
  json["title"] = seen.title;
  json["rule"] = seen.rule;
  json["source"] = incident.source;
  json["place"] = seen.place;
  json["detail"] = seen.detail;
  json["fingerprint"] = seen.fingerprint;
  json["first_seen"] = utc_in_words(incident.first_seen) + "Z";
  json["last_seen"] = utc_in_words(incident.last_seen) + "Z";
  json["steps"] = steps_of(incident);
  return json;
}

std::string written(const Json& json) {
  return escaped_in_json(to_json_pretty(json)) + "\n";
}

}  // namespace

std::string incidents_text(std::span<const Incident> incidents) {
  std::string text;
  for (const Incident& incident : incidents) {
    const Sighting& seen = incident.sighting;
    text += "#" + std::to_string(incident.id) + "  " + status_of(incident) + "  " + seen.severity +
            "  " + seen.title + "\n    " + incident.source + ": " + seen.place + "\n";
  }
  return text;
}

std::string incidents_json(std::span<const Incident> incidents) {
  Json json = Json::array();
  for (const Incident& incident : incidents) json.push_back(as_json(incident));
  return written(json);
}

std::string incident_text(const Incident& incident, std::span<const IncidentEvent> events) {
  std::string text = incidents_text(std::span(&incident, 1));
  const Sighting& seen = incident.sighting;
  if (!seen.detail.empty()) text += "    believed for its " + seen.detail + "\n";
  text += "    fingerprint " + seen.fingerprint + "\n\nwhat to do:\n";
  size_t number = 0;
  for (const std::string& step : steps_of(incident)) {
    text += "  " + std::to_string(++number) + ". " + step + "\n";
  }
  text += "\nwhat happened:\n";
  for (const IncidentEvent& event : events) {
    text += "  " + utc_in_words(event.at) + "Z  " + event.what;
    text += event.note.empty() ? "\n" : ": " + event.note + "\n";
  }
  return text;
}

std::string incident_json(const Incident& incident, std::span<const IncidentEvent> events) {
  Json json = as_json(incident);
  json["events"] = Json::array();
  for (const IncidentEvent& event : events) {
    Json one;
    one["at"] = utc_in_words(event.at) + "Z";
    one["what"] = event.what;
    if (!event.note.empty()) one["note"] = event.note;
    json["events"].push_back(std::move(one));
  }
  return written(json);
}

}  // namespace aegis

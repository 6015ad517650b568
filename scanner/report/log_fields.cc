#include "scanner/report/log_fields.h"

#include "scanner/report/name_lists.h"
#include "scanner/report/wording.h"

namespace aegis {

void add_log_fields(Json& object, const Finding& finding, Secrets secrets) {
  if (!finding.sightings) return;
  const Sightings& seen = *finding.sightings;
  add_text(object, "time", seen.time, finding, secrets);
  add_text(object, "json_path", seen.json_path, finding, secrets);
  add_text(object, "unit", seen.unit, finding, secrets);
  object["count"] = seen.count;
  add_text(object, "first_seen", seen.first_seen, finding, secrets);
  add_text(object, "last_seen", seen.last_seen, finding, secrets);
  if (seen.other_files.count > 0) {
    object["other_files"] = several_object(seen.other_files, finding, secrets);
  }
  add_text(object, "group", seen.group, finding, secrets);
}

std::string log_place_in_words(const Finding& finding) {
  if (!finding.sightings) return "";
  const Sightings& seen = *finding.sightings;
  std::string words;
  if (!seen.time.empty()) words = "at " + seen.time;
  if (!seen.json_path.empty()) add_words(words, "in " + seen.json_path, ", ");
  if (!seen.unit.empty()) add_words(words, "of " + seen.unit, ", ");
  return words;
}

std::string sightings_in_words(const Finding& finding) {
  if (!finding.sightings) return "";
  const Sightings& seen = *finding.sightings;
  if (seen.count < 2 && seen.other_files.count == 0) return "";
  std::string words = counted(seen.count, "time");
  if (!seen.first_seen.empty() && seen.first_seen != seen.last_seen) {
    words += ", first " + seen.first_seen + ", last " + seen.last_seen;
  }
  if (seen.other_files.count > 0) {
    words += ", also in " + several_in_words(seen.other_files, "other log");
  }
  return words;
}

}  // namespace aegis

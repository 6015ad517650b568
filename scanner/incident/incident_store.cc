#include "scanner/incident/incident_store.h"

#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace aegis {

const char* const kIncidentColumns =
    "incident.id, source, fingerprint, rule, title, severity, place, detail, first_step, "
    "check_use, "
    "clean_up, first_seen, last_seen, opened, is_present, status, until";

const char* name_of(IncidentStatus status) {
  constexpr const char* kNames[] = {"open", "acknowledged", "resolved", "ignored"};
  return kNames[static_cast<size_t>(status)];
}

Incident incident_of(const Statement& row) {
  Incident incident;
  int column = 0;
  incident.id = row.integer(column++);
  incident.source = row.text(column++);
  Sighting& sighting = incident.sighting;
  for (std::string* text :
       {&sighting.fingerprint, &sighting.rule, &sighting.title, &sighting.severity, &sighting.place,
        &sighting.detail, &sighting.first_step, &sighting.check_use, &sighting.clean_up}) {
    *text = row.text(column++);
  }
  incident.first_seen = row.integer(column++);
  incident.last_seen = row.integer(column++);
  incident.opened = row.integer(column++);
  incident.is_present = row.integer(column++) != 0;
  incident.status = static_cast<IncidentStatus>(row.integer(column++) & 3);
  incident.until = row.integer(column++);
  return incident;
}

namespace {

int64_t number_of(IncidentStatus status) {
  return static_cast<int64_t>(status);
}

Result<std::vector<Incident>> incidents_of(Statement& query) {
  std::vector<Incident> incidents;
  for (;;) {
    auto row = query.next();
    if (!row) return std::move(row).error();
    if (!*row) return incidents;
    incidents.push_back(incident_of(query));
  }
}

// One call of record(), within its transaction.
class Recording {
 public:
  Recording(const Database& database, const std::string& source, Extent extent, int64_t now,
            std::span<const std::string> sinks)
      : database_(database), source_(source), extent_(extent), now_(now), sinks_(sinks) {}

  Result<Recorded> take(std::span<const Sighting> sightings) {
    if (auto known = load_known(); !known) return std::move(known).error();
    for (const Sighting& sighting : sightings) {
      if (!seen_.insert(sighting.fingerprint).second) continue;
      const auto it = known_.find(sighting.fingerprint);
      auto done = it == known_.end() ? add(sighting) : see_again(it->second, sighting);
      if (!done) return std::move(done).error();
    }
    if (extent_ == Extent::kWhole) {
      if (auto done = mark_gone(); !done) return std::move(done).error();
    }
    return std::move(recorded_);
  }

 private:
  Result<void> load_known() {
    auto query = database_.prepare(std::string("SELECT ") + kIncidentColumns +
                                   " FROM incident WHERE source = ?1 ORDER BY id");
    if (!query) return std::move(query).error();
    query->bind(1, source_);
    auto incidents = incidents_of(*query);
    if (!incidents) return std::move(incidents).error();
    for (Incident& incident : *incidents) {
      std::string fingerprint = incident.sighting.fingerprint;
      known_.emplace(std::move(fingerprint), std::move(incident));
    }
    return {};
  }

  Result<void> add(const Sighting& sighting) {
    auto insert = database_.prepare(
        "INSERT INTO incident (source, fingerprint, rule, title, severity, place, detail, "
        "first_step, "
        "check_use, clean_up, first_seen, last_seen, opened, is_present, status) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?11, 1, ?12)");
    if (!insert) return std::move(insert).error();
    bind_texts(insert->bind(1, source_).bind(2, sighting.fingerprint), 3, sighting);
    insert->bind(11, now_).bind(12, number_of(IncidentStatus::kOpen));
    if (auto done = insert->run(); !done) return done;
    return open(database_.last_row(), "found");
  }

  Result<void> see_again(const Incident& incident, const Sighting& sighting) {
    const char* const why = why_opened(incident);
    auto update = database_.prepare(
        "UPDATE incident SET rule = ?1, title = ?2, severity = ?3, place = ?4, detail = ?5, "
        "first_step = ?6, check_use = ?7, clean_up = ?8, last_seen = ?9, is_present = 1, "
        "status = ?10, until = ?11, opened = ?12 WHERE id = ?13");
    if (!update) return std::move(update).error();
    bind_texts(*update, 1, sighting);
    const IncidentStatus status = why != nullptr ? IncidentStatus::kOpen : incident.status;
    update->bind(9, now_).bind(10, number_of(status));
    update->bind(11, why != nullptr ? 0 : incident.until);
    update->bind(12, why != nullptr ? now_ : incident.opened).bind(13, incident.id);
    if (auto done = update->run(); !done) return done;
    if (why != nullptr) return open(incident.id, why);
    ++recorded_.standing;
    return {};
  }

  // Null: nothing is new about it.
  const char* why_opened(const Incident& incident) const {
    if (incident.status == IncidentStatus::kIgnored) {
      return incident.until != 0 && incident.until <= now_ ? "no longer ignored" : nullptr;
    }
    if (!incident.is_present) return "returned";
    const bool is_written_anew =
        extent_ == Extent::kNews && incident.status == IncidentStatus::kResolved;
    return is_written_anew ? "returned" : nullptr;
  }

  static void bind_texts(Statement& statement, int first, const Sighting& sighting) {
    for (const std::string* text :
         {&sighting.rule, &sighting.title, &sighting.severity, &sighting.place, &sighting.detail,
          &sighting.first_step, &sighting.check_use, &sighting.clean_up}) {
      statement.bind(first++, *text);
    }
  }

  Result<void> open(int64_t id, const char* what) {
    recorded_.opened.push_back(id);
    for (const std::string& sink : sinks_) {
      auto alert = database_.prepare(
          "INSERT INTO alert (sink, incident) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
      if (!alert) return std::move(alert).error();
      if (auto done = alert->bind(1, sink).bind(2, id).run(); !done) return done;
    }
    return tell(id, what);
  }

  Result<void> tell(int64_t id, const char* what) {
    auto event =
        database_.prepare("INSERT INTO event (incident, at, what, note) VALUES (?1, ?2, ?3, '')");
    if (!event) return std::move(event).error();
    return event->bind(1, id).bind(2, now_).bind(3, what).run();
  }

  Result<void> mark_gone() {
    for (const auto& [fingerprint, incident] : known_) {
      if (!incident.is_present || seen_.contains(fingerprint)) continue;
      auto update = database_.prepare("UPDATE incident SET is_present = 0 WHERE id = ?1");
      if (!update) return std::move(update).error();
      if (auto done = update->bind(1, incident.id).run(); !done) return done;
      if (auto done = tell(incident.id, "gone"); !done) return done;
      ++recorded_.gone;
    }
    return {};
  }

  const Database& database_;
  const std::string& source_;
  const Extent extent_;
  const int64_t now_;
  const std::span<const std::string> sinks_;
  std::unordered_map<std::string, Incident> known_;  // by fingerprint
  std::unordered_set<std::string> seen_;
  Recorded recorded_;
};

}  // namespace

Result<Recorded> IncidentStore::record(const std::string& source,
                                       std::span<const Sighting> sightings, Extent extent,
                                       int64_t now, std::span<const std::string> sinks) {
  auto all = Transaction::begin(database_);
  if (!all) return std::move(all).error();
  auto recorded = Recording(database_, source, extent, now, sinks).take(sightings);
  if (!recorded) return recorded;
  if (auto done = all->commit(); !done) return std::move(done).error();
  return recorded;
}

Result<std::vector<Incident>> IncidentStore::list(bool all) const {
  const char* const what = all ? "" : " WHERE is_present AND status IN (0, 1)";
  auto query = database_.prepare(std::string("SELECT ") + kIncidentColumns + " FROM incident" +
                                 what + " ORDER BY id");
  if (!query) return std::move(query).error();
  return incidents_of(*query);
}

Result<std::optional<Incident>> IncidentStore::find(int64_t id) const {
  auto query =
      database_.prepare(std::string("SELECT ") + kIncidentColumns + " FROM incident WHERE id = ?1");
  if (!query) return std::move(query).error();
  query->bind(1, id);
  auto row = query->next();
  if (!row) return std::move(row).error();
  if (!*row) return std::optional<Incident>();
  return std::optional(incident_of(*query));
}

Result<std::vector<IncidentEvent>> IncidentStore::events(int64_t id) const {
  auto query =
      database_.prepare("SELECT at, what, note FROM event WHERE incident = ?1 ORDER BY id");
  if (!query) return std::move(query).error();
  query->bind(1, id);
  std::vector<IncidentEvent> events;
  for (;;) {
    auto row = query->next();
    if (!row) return std::move(row).error();
    if (!*row) return events;
    events.push_back({query->integer(0), query->text(1), query->text(2)});
  }
}

Result<bool> IncidentStore::set_status(int64_t id, IncidentStatus status, int64_t until,
                                       const std::string& note, int64_t now) {
  auto all = Transaction::begin(database_);
  if (!all) return std::move(all).error();
  auto update = database_.prepare("UPDATE incident SET status = ?1, until = ?2 WHERE id = ?3");
  if (!update) return std::move(update).error();
  update->bind(1, number_of(status)).bind(2, until).bind(3, id);
  if (auto done = update->run(); !done) return std::move(done).error();
  if (database_.changes() == 0) return false;
  auto event =
      database_.prepare("INSERT INTO event (incident, at, what, note) VALUES (?1, ?2, ?3, ?4)");
  if (!event) return std::move(event).error();
  event->bind(1, id).bind(2, now).bind(3, name_of(status)).bind(4, note);
  if (auto done = event->run(); !done) return std::move(done).error();
  if (auto done = all->commit(); !done) return std::move(done).error();
  return true;
}

}  // namespace aegis

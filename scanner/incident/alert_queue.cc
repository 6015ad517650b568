#include "scanner/incident/alert_queue.h"

#include <algorithm>

#include "scanner/incident/incident_store.h"

namespace aegis {

namespace {

Result<void> for_each(const Database& database, const char* sql, const std::string& sink,
                      std::span<const Incident> incidents, const std::string* why) {
  auto all = Transaction::begin(database);
  if (!all) return std::move(all).error();
  for (const Incident& incident : incidents) {
    auto change = database.prepare(sql);
    if (!change) return std::move(change).error();
    change->bind(1, sink).bind(2, incident.id);
    if (why != nullptr) change->bind(3, *why);
    if (auto done = change->run(); !done) return done;
  }
  return all->commit();
}

}  // namespace

Result<std::vector<Incident>> AlertQueue::due(const std::string& sink) {
  auto drop = database_.prepare(
      "DELETE FROM alert WHERE sink = ?1 AND incident IN "
      "(SELECT id FROM incident WHERE status NOT IN (0, 1))");
  if (!drop) return std::move(drop).error();
  if (auto done = drop->bind(1, sink).run(); !done) return std::move(done).error();
  auto query = database_.prepare(std::string("SELECT ") + kIncidentColumns +
                                 " FROM alert JOIN incident ON incident.id = alert.incident "
                                 "WHERE sink = ?1 ORDER BY incident.id");
  if (!query) return std::move(query).error();
  query->bind(1, sink);
  std::vector<Incident> incidents;
  for (;;) {
    auto row = query->next();
    if (!row) return std::move(row).error();
    if (!*row) return incidents;
    incidents.push_back(incident_of(*query));
  }
}

Result<void> AlertQueue::delivered(const std::string& sink, std::span<const Incident> incidents) {
  return for_each(database_, "DELETE FROM alert WHERE sink = ?1 AND incident = ?2", sink, incidents,
                  nullptr);
}

Result<void> AlertQueue::failed(const std::string& sink, std::span<const Incident> incidents,
                                const std::string& why) {
  return for_each(database_,
                  "UPDATE alert SET attempts = attempts + 1, error = ?3 "
                  "WHERE sink = ?1 AND incident = ?2",
                  sink, incidents, &why);
}

Result<int64_t> AlertQueue::keep_only(std::span<const std::string> sinks) {
  auto query = database_.prepare("SELECT DISTINCT sink FROM alert");
  if (!query) return std::move(query).error();
  std::vector<std::string> other;
  for (;;) {
    auto row = query->next();
    if (!row) return std::move(row).error();
    if (!*row) break;
    const std::string sink = query->text(0);
    if (std::find(sinks.begin(), sinks.end(), sink) == sinks.end()) other.push_back(sink);
  }
  int64_t dropped = 0;
  for (const std::string& sink : other) {
    auto drop = database_.prepare("DELETE FROM alert WHERE sink = ?1");
    if (!drop) return std::move(drop).error();
    if (auto done = drop->bind(1, sink).run(); !done) return std::move(done).error();
    dropped += database_.changes();
  }
  return dropped;
}

}  // namespace aegis

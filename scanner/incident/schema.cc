#include "scanner/incident/schema.h"

#include <array>
#include <cstdint>

namespace aegis {

namespace {

// What makes version n + 1 of version n. What is released is never changed, only added to.
constexpr std::array kSteps = {
    R"sql(
      CREATE TABLE incident (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        rule TEXT NOT NULL,
        title TEXT NOT NULL,
        severity TEXT NOT NULL,
        place TEXT NOT NULL,
        detail TEXT NOT NULL,
        first_step TEXT NOT NULL,
        check_use TEXT NOT NULL,
        clean_up TEXT NOT NULL,
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        opened INTEGER NOT NULL,
        is_present INTEGER NOT NULL,
        status INTEGER NOT NULL,
        until INTEGER NOT NULL DEFAULT 0,
        UNIQUE (source, fingerprint)
      ) STRICT;
      CREATE TABLE event (
        id INTEGER PRIMARY KEY,
        incident INTEGER NOT NULL REFERENCES incident,
        at INTEGER NOT NULL,
        what TEXT NOT NULL,
        note TEXT NOT NULL
      ) STRICT;
      CREATE INDEX event_of_incident ON event (incident);
      CREATE TABLE alert (
        sink TEXT NOT NULL,
        incident INTEGER NOT NULL REFERENCES incident,
        attempts INTEGER NOT NULL DEFAULT 0,
        error TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (sink, incident)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE run (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started INTEGER NOT NULL,
        ended INTEGER NOT NULL DEFAULT 0,
        code INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE TABLE coverage (
        source TEXT NOT NULL,
        run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
        documents INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        problem TEXT NOT NULL,
        PRIMARY KEY (source, run)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX coverage_of_run ON coverage (run);
    )sql",
};

Result<int64_t> version_of(const Database& database) {
  auto query = database.prepare("PRAGMA user_version");
  if (!query) return std::move(query).error();
  auto row = query->next();
  if (!row) return std::move(row).error();
  return query->integer(0);
}

Result<void> migrate(const Database& database, size_t version) {
  auto all = Transaction::begin(database);
  if (!all) return std::move(all).error();
  for (size_t step = version; step < kSteps.size(); ++step) {
    if (auto done = database.execute(kSteps[step]); !done) return done;
  }
  const std::string set = "PRAGMA user_version = " + std::to_string(kSteps.size());
  if (auto done = database.execute(set); !done) return done;
  return all->commit();
}

}  // namespace

Result<Database> open_store(const std::string& path) {
  auto database = Database::open(path);
  if (!database) return database;
  const auto version = version_of(*database);
  if (!version) return version.error();
  if (*version < 0 || *version > static_cast<int64_t>(kSteps.size())) {
    return usage_error(path + ": a newer aegis has written it; update this one");
  }
  const auto now = static_cast<size_t>(*version);
  if (now == kSteps.size()) return database;
  if (auto done = migrate(*database, now); !done) return std::move(done).error();
  return database;
}

}  // namespace aegis

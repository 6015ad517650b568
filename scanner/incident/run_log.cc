#include "scanner/incident/run_log.h"

namespace aegis {

namespace {

constexpr int64_t kKeptRuns = 1000;

std::optional<std::string> fewer(uint64_t before, uint64_t now, const char* unit) {
  if (now >= before - before / 2) return std::nullopt;
  return std::to_string(before) + " " + unit + " before, " + std::to_string(now) + " now";
}

Result<std::vector<Coverage>> coverage_of(const Database& database, int64_t run) {
  auto query = database.prepare(
      "SELECT source, documents, bytes, problem FROM coverage WHERE run = ?1 ORDER BY source");
  if (!query) return std::move(query).error();
  query->bind(1, run);
  std::vector<Coverage> all;
  for (;;) {
    auto row = query->next();
    if (!row) return std::move(row).error();
    if (!*row) return all;
    all.push_back({query->text(0), static_cast<uint64_t>(query->integer(1)),
                   static_cast<uint64_t>(query->integer(2)), query->text(3)});
  }
}

}  // namespace

std::optional<std::string> shrinking(const Coverage& before, const Coverage& now) {
  if (auto said = fewer(before.documents, now.documents, "documents")) return said;
  return fewer(before.bytes, now.bytes, "bytes");
}

Result<int64_t> RunLog::begin(int64_t now) {
  auto insert = database_.prepare("INSERT INTO run (started) VALUES (?1)");
  if (!insert) return std::move(insert).error();
  if (auto done = insert->bind(1, now).run(); !done) return std::move(done).error();
  const int64_t run = database_.last_row();
  auto forget = database_.prepare("DELETE FROM run WHERE id <= ?1");
  if (!forget) return std::move(forget).error();
  if (auto done = forget->bind(1, run - kKeptRuns).run(); !done) return std::move(done).error();
  return run;
}

Result<void> RunLog::add(int64_t run, const Coverage& coverage) {
  auto insert = database_.prepare(
      "INSERT OR REPLACE INTO coverage (source, run, documents, bytes, problem) "
      "VALUES (?1, ?2, ?3, ?4, ?5)");
  if (!insert) return std::move(insert).error();
  insert->bind(1, coverage.source).bind(2, run);
  insert->bind(3, static_cast<int64_t>(coverage.documents));
  insert->bind(4, static_cast<int64_t>(coverage.bytes)).bind(5, coverage.problem);
  return insert->run();
}

Result<void> RunLog::end(int64_t run, int64_t now, int64_t code) {
  auto update = database_.prepare("UPDATE run SET ended = ?1, code = ?2 WHERE id = ?3");
  if (!update) return std::move(update).error();
  return update->bind(1, now).bind(2, code).bind(3, run).run();
}

Result<std::optional<Coverage>> RunLog::last_whole(const std::string& source, int64_t run) const {
  auto query = database_.prepare(
      "SELECT documents, bytes FROM coverage WHERE source = ?1 AND run < ?2 AND problem = '' "
      "ORDER BY run DESC LIMIT 1");
  if (!query) return std::move(query).error();
  query->bind(1, source).bind(2, run);
  auto row = query->next();
  if (!row) return std::move(row).error();
  if (!*row) return std::optional<Coverage>();
  return std::optional(Coverage{source, static_cast<uint64_t>(query->integer(0)),
                                static_cast<uint64_t>(query->integer(1)), ""});
}

Result<std::vector<RunRecord>> RunLog::last(int64_t count) const {
  auto query =
      database_.prepare("SELECT id, started, ended, code FROM run ORDER BY id DESC LIMIT ?1");
  if (!query) return std::move(query).error();
  query->bind(1, count);
  std::vector<RunRecord> runs;
  for (;;) {
    auto row = query->next();
    if (!row) return std::move(row).error();
    if (!*row) break;
    runs.push_back(
        {query->integer(0), query->integer(1), query->integer(2), query->integer(3), {}});
  }
  for (RunRecord& run : runs) {
    auto coverage = coverage_of(database_, run.id);
    if (!coverage) return std::move(coverage).error();
    run.coverage = *std::move(coverage);
  }
  return runs;
}

}  // namespace aegis

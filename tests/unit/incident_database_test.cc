#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <string>
#include <vector>

#include "scanner/base/fd.h"
#include "scanner/incident/incident_store.h"
#include "scanner/incident/run_log.h"
#include "scanner/incident/schema.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

bool says(const Error& error, const std::string& words) {
  return error.message().find(words) != std::string::npos;
}

Database opened(const std::string& path) {
  auto store = open_store(path);
  REQUIRE(store);
  return *std::move(store);
}

std::vector<Sighting> sightings(size_t count, const std::string& prefix) {
  std::vector<Sighting> all(count);
  for (size_t i = 0; i < count; ++i) all[i].fingerprint = prefix + std::to_string(i);
  return all;
}

// Records runs of ten sightings each until it is killed; tells after each.
[[noreturn]] void record_for_ever(const std::string& path, int told) {
  const auto store = open_store(path);
  if (!store) ::_exit(1);
  IncidentStore incidents(*store);
  for (int64_t run = 1;; ++run) {
    const auto what = sightings(10, std::to_string(run) + ".");
    const std::vector<std::string> sinks = {"sink"};
    if (!incidents.record("source", what, Extent::kNews, run, sinks)) ::_exit(2);
    if (::write(told, "x", 1) != 1) ::_exit(3);
  }
}

}  // namespace

TEST_CASE("A store is its owner's alone, and is there the next time") {
  const TemporaryFolder folder;
  const std::string path = folder.path("store");
  {
    const Database database = opened(path);
    REQUIRE(IncidentStore(database).record("s", sightings(3, "f"), Extent::kWhole, 1, {}));
    for (const char* const ending : {"", "-wal"}) {
      struct stat info {};
      REQUIRE(::stat((path + ending).c_str(), &info) == 0);
      CHECK((info.st_mode & 0777) == 0600);
    }
  }
  const Database database = opened(path);
  CHECK(IncidentStore(database).list(false)->size() == 3);
}

TEST_CASE("A store that others may read, or that is none, is refused with the remedy") {
  const TemporaryFolder folder;
  folder.write("readable", "");
  ::chmod(folder.path("readable").c_str(), 0644);
  const auto readable = open_store(folder.path("readable"));
  REQUIRE_FALSE(readable);
  CHECK(says(readable.error(), "chmod 600"));

  folder.write("text", std::string(5000, 'x'));
  ::chmod(folder.path("text").c_str(), 0600);
  const auto text = open_store(folder.path("text"));
  REQUIRE_FALSE(text);
  CHECK(text.error().kind() == ErrorKind::kUnreadable);
  CHECK(says(text.error(), "move it away"));
}

TEST_CASE("A store of a newer program is left alone") {
  const TemporaryFolder folder;
  const std::string path = folder.path("store");
  REQUIRE(opened(path).execute("PRAGMA user_version = 1000"));
  const auto newer = open_store(path);
  REQUIRE_FALSE(newer);
  CHECK(says(newer.error(), "newer"));
}

TEST_CASE("A store that is damaged inside is told of, not misread") {
  const TemporaryFolder folder;
  const std::string path = folder.path("store");
  {
    const Database database = opened(path);
    REQUIRE(IncidentStore(database).record("s", sightings(500, "f"), Extent::kWhole, 1, {}));
  }
  auto bytes = read_file(path, 1 << 24);
  REQUIRE(bytes);
  for (size_t at = 5000; at < bytes->size(); at += 7) (*bytes)[at] = '\x5a';
  folder.write("store", *bytes);
  const auto store = open_store(path);
  const auto list =
      store ? IncidentStore(*store).list(true) : Result<std::vector<Incident>>(store.error());
  REQUIRE_FALSE(list);
  CHECK(says(list.error(), "damaged"));
}

TEST_CASE("A kill at any point loses nothing that was recorded and keeps no half of a run") {
  const TemporaryFolder folder;
  const std::string path = folder.path("store");
  (void)opened(path);
  for (int round = 1; round <= 12; ++round) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) record_for_ever(path, ends[1]);
    ::close(ends[1]);
    char told;
    for (int i = 0; i < round; ++i) REQUIRE(::read(ends[0], &told, 1) == 1);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ends[0]);

    const Database database = opened(path);
    const auto all = IncidentStore(database).list(true);
    REQUIRE(all);
    CHECK(all->size() % 10 == 0);
    CHECK(all->size() >= static_cast<size_t>(round) * 10);
    auto alerts = database.prepare("SELECT COUNT(*) FROM alert");
    REQUIRE(alerts);
    REQUIRE(alerts->next());
    CHECK(alerts->integer(0) == static_cast<int64_t>(all->size()));
  }
}

TEST_CASE("A run remembers what it covered, and of a source that shrinks it can be told") {
  const TemporaryFolder folder;
  const Database database = opened(folder.path("store"));
  RunLog log(database);
  const auto first = log.begin(100);
  REQUIRE(first);
  REQUIRE(log.add(*first, {"repository /r", 8119, 70000, ""}));
  REQUIRE(log.add(*first, {"log /l", 3, 50, "cannot be read"}));
  REQUIRE(log.end(*first, 110, 1));
  const auto second = log.begin(200);
  REQUIRE(second);

  const auto before = log.last_whole("repository /r", *second);
  REQUIRE(before);
  REQUIRE(*before);
  CHECK(shrinking(**before, {"repository /r", 40, 70000, ""}) == "8119 documents before, 40 now");
  CHECK_FALSE(shrinking(**before, {"repository /r", 8000, 60000, ""}));
  CHECK_FALSE(shrinking(**before, {"repository /r", 9000, 90000, ""}));
  CHECK(shrinking({"l", 0, 1, ""}, {"l", 0, 0, ""}) == "1 bytes before, 0 now");
  CHECK_FALSE(*log.last_whole("log /l", *second));
  CHECK_FALSE(*log.last_whole("repository /r", *first));

  const auto runs = log.last(5);
  REQUIRE(runs);
  REQUIRE(runs->size() == 2);
  CHECK(runs->at(0).ended == 0);
  CHECK(runs->at(1).code == 1);
  CHECK(runs->at(1).coverage.size() == 2);
}

}  // namespace aegis

#include "scanner/incident/incident_store.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/incident/alert_queue.h"
#include "scanner/incident/schema.h"
#include "tests/support/samples.h"

namespace aegis {

namespace {

const std::string kSource = "repository /srv/app";

Sighting sighting(const std::string& fingerprint, const std::string& place = "a:1") {
  Sighting what;
  what.fingerprint = fingerprint;
  what.rule = "some-rule";
  what.title = "some token";
  what.severity = "high";
  what.place = place;
  return what;
}

// A store and what a run over it does, a day after the one before.
struct Store {
  TemporaryFolder folder;
  Database database = opened();
  IncidentStore incidents{database};
  AlertQueue alerts{database};
  int64_t now = 1'000'000;

  Database opened() const {
    auto store = open_store(folder.path("store"));
    REQUIRE(store);
    return *std::move(store);
  }

  Recorded record(const std::vector<Sighting>& sightings, Extent extent = Extent::kWhole) {
    now += 86400;
    const std::vector<std::string> sinks = {"discord"};
    auto recorded = incidents.record(kSource, sightings, extent, now, sinks);
    REQUIRE(recorded);
    return *std::move(recorded);
  }

  void set(int64_t id, IncidentStatus status, int64_t until = 0) {
    auto done = incidents.set_status(id, status, until, "because", now);
    REQUIRE(done);
    REQUIRE(*done);
  }

  Incident incident(int64_t id) const {
    auto found = incidents.find(id);
    REQUIRE(found);
    REQUIRE(*found);
    return **std::move(found);
  }

  std::vector<std::string> history(int64_t id) const {
    auto events = incidents.events(id);
    REQUIRE(events);
    std::vector<std::string> what;
    for (const IncidentEvent& event : *events) what.push_back(event.what);
    return what;
  }

  size_t due() {
    auto incidents_due = alerts.due("discord");
    REQUIRE(incidents_due);
    return incidents_due->size();
  }
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("What is found becomes an incident once, and stands as long as it is found") {
  Store store;
  const Recorded first = store.record({sighting("f1"), sighting("f2"), sighting("f1")});
  CHECK(first.opened.size() == 2);
  CHECK(first.standing == 0);
  const int64_t began = store.now;

  const Recorded second = store.record({sighting("f1", "b:2"), sighting("f2")});
  CHECK(second.opened.empty());
  CHECK(second.standing == 2);
  const Incident incident = store.incident(first.opened[0]);
  CHECK(incident.first_seen == began);
  CHECK(incident.last_seen == store.now);
  CHECK(incident.sighting.place == "b:2");
  CHECK(incident.source == kSource);
  CHECK(store.history(incident.id) == Words{"found"});
}

TEST_CASE("The same finding in another source is another incident") {
  Store store;
  store.record({sighting("f1")});
  const auto other = store.incidents.record("log /var/log/x", std::vector{sighting("f1")},
                                            Extent::kNews, store.now, {});
  REQUIRE(other);
  CHECK(other->opened.size() == 1);
  CHECK(store.incidents.list(false)->size() == 2);
}

TEST_CASE("What vanishes is marked, what returns opens again") {
  Store store;
  const int64_t id = store.record({sighting("f1")}).opened.at(0);
  CHECK(store.record({}).gone == 1);
  CHECK_FALSE(store.incident(id).is_present);
  CHECK(store.incidents.list(false)->empty());
  CHECK(store.incidents.list(true)->size() == 1);
  CHECK(store.record({}).gone == 0);

  CHECK(store.record({sighting("f1")}).opened == std::vector<int64_t>{id});
  CHECK(store.incident(id).is_present);
  CHECK(store.history(id) == Words{"found", "gone", "returned"});
}

TEST_CASE("A look that was not complete makes nothing vanish") {
  Store store;
  const int64_t id = store.record({sighting("f1")}).opened.at(0);
  CHECK(store.record({}, Extent::kPart).gone == 0);
  CHECK(store.record({}, Extent::kNews).gone == 0);
  CHECK(store.incident(id).is_present);
}

TEST_CASE(
    "What is resolved stays so while it stands in the past, and opens when it is written anew") {
  Store store;
  const int64_t id = store.record({sighting("f1")}).opened.at(0);
  store.set(id, IncidentStatus::kResolved);
  CHECK(store.record({sighting("f1")}).opened.empty());
  CHECK(store.incident(id).status == IncidentStatus::kResolved);
  CHECK(store.record({sighting("f1")}, Extent::kNews).opened.size() == 1);
  CHECK(store.incident(id).status == IncidentStatus::kOpen);
  CHECK(store.history(id) == Words{"found", "resolved", "returned"});
}

TEST_CASE("What is resolved and gone opens when it returns") {
  Store store;
  const int64_t id = store.record({sighting("f1")}).opened.at(0);
  store.set(id, IncidentStatus::kResolved);
  store.record({});
  CHECK(store.record({sighting("f1")}).opened.size() == 1);
  CHECK(store.incident(id).status == IncidentStatus::kOpen);
}

TEST_CASE("What is ignored stays so, gone or not, until its time is over") {
  Store store;
  const auto opened = store.record({sighting("f1"), sighting("f2")}).opened;
  store.set(opened[0], IncidentStatus::kIgnored);
  store.set(opened[1], IncidentStatus::kIgnored, store.now + 3 * 86400);
  store.record({});
  CHECK(store.record({sighting("f1"), sighting("f2")}).opened.empty());
  CHECK(store.record({sighting("f1"), sighting("f2")}).opened == std::vector{opened[1]});
  CHECK(store.incident(opened[0]).status == IncidentStatus::kIgnored);
  CHECK(store.incident(opened[1]).until == 0);
}

TEST_CASE("There is no status for what is not there") {
  Store store;
  const auto done = store.incidents.set_status(7, IncidentStatus::kResolved, 0, "", store.now);
  REQUIRE(done);
  CHECK_FALSE(*done);
}

TEST_CASE("A sink is told of each incident until it has taken it") {
  Store store;
  const auto opened = store.record({sighting("f1"), sighting("f2")}).opened;
  const auto due = store.alerts.due("discord");
  REQUIRE(due);
  REQUIRE(due->size() == 2);
  REQUIRE(store.alerts.failed("discord", *due, "refused"));
  CHECK(store.due() == 2);
  REQUIRE(store.alerts.delivered("discord", std::span(*due).first(1)));
  CHECK(store.due() == 1);
  store.record({sighting("f1"), sighting("f2")});
  CHECK(store.due() == 1);

  store.set(opened[1], IncidentStatus::kIgnored);
  CHECK(store.due() == 0);
}

TEST_CASE("A sink that is no longer there is forgotten") {
  Store store;
  store.record({sighting("f1")});
  const auto dropped = store.alerts.keep_only(std::vector<std::string>{"slack"});
  REQUIRE(dropped);
  CHECK(*dropped == 1);
  CHECK(store.due() == 0);
}

TEST_CASE("Any text is kept as it is") {
  Store store;
  Sighting odd = sighting("f1", "it's \"odd\"; DROP TABLE incident; -- \xc3\xa9");
  const int64_t id = store.record({odd}).opened.at(0);
  CHECK(store.incident(id).sighting.place == odd.place);
}

}  // namespace aegis

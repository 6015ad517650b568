// What has been found, run after run, and what has become of it.
//
//   found for the first time                         open
//   found again after it was gone                    open again, but for what is ignored
//   a resolved one written anew, where each sighting
//   is of something new (a log)                      open again
//   an ignored one whose time is over                open again
//   not found by a complete look at its source       marked as gone, whatever its status
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/incident/database.h"
#include "scanner/incident/incident.h"

namespace aegis {

// What a list of sightings means for what is not among them.
enum class Extent {
  kWhole,  // all there is in the source: the rest is gone
  kPart,   // the source could not be seen whole: nothing is known of the rest
  kNews,   // only what has come since the last run
};

struct Recorded {
  std::vector<int64_t> opened;  // for the first time, or again, in the order of the sightings
  uint64_t gone = 0;            // that were there before
  uint64_t standing = 0;        // seen again, nothing new about them
};

class IncidentStore {
 public:
  // `database` is a store's, and outlives this.
  explicit IncidentStore(const Database& database) : database_(database) {}

  // Takes in what a run has seen in a source at the moment `now`, all or nothing; each of `sinks`
  // is to be told of what it opens. The same sightings again change nothing but the last moment.
  Result<Recorded> record(const std::string& source, std::span<const Sighting> sightings,
                          Extent extent, int64_t now, std::span<const std::string> sinks);

  // In the order of their ids. Without `all`, those that are there and open or acknowledged.
  Result<std::vector<Incident>> list(bool all) const;
  Result<std::optional<Incident>> find(int64_t id) const;
  Result<std::vector<IncidentEvent>> events(int64_t id) const;

  // What a person says of it. `until` counts for kIgnored only. False: there is no such incident.
  Result<bool> set_status(int64_t id, IncidentStatus status, int64_t until, const std::string& note,
                          int64_t now);

 private:
  const Database& database_;
};

// The columns of an incident, in the order in which incident_of reads them.
extern const char* const kIncidentColumns;
Incident incident_of(const Statement& row);

}  // namespace aegis

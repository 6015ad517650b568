// Which sink is still to be told of which incidents.
//
// IncidentStore puts them in; what a sink has taken goes out. What it has not is offered again in
// the next run, so a kill at any point tells at worst once more, never not at all.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/incident/database.h"
#include "scanner/incident/incident.h"

namespace aegis {

class AlertQueue {
 public:
  // `database` is a store's, and outlives this.
  explicit AlertQueue(const Database& database) : database_(database) {}

  // In the order of their ids. What has been ignored or resolved since is left out, and dropped.
  Result<std::vector<Incident>> due(const std::string& sink);
  Result<void> delivered(const std::string& sink, std::span<const Incident> incidents);
  // Remembers why not; they stay due.
  Result<void> failed(const std::string& sink, std::span<const Incident> incidents,
                      const std::string& why);
  // Forgets what waits for sinks that are not among `sinks`. Gives how many alerts that were.
  Result<int64_t> keep_only(std::span<const std::string> sinks);

 private:
  const Database& database_;
};

}  // namespace aegis

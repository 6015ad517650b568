// One source of the watch, scanned by a process of its own.
//
// Each source is scanned by this program, started anew: one that takes too long is ended, and one
// that brings the scanner down costs itself alone.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "scanner/incident/incident.h"
#include "scanner/incident/incident_store.h"
#include "scanner/incident/run_log.h"

namespace aegis {

enum class SourceKind { kRepository, kLog, kKnown };

struct WatchedSource {
  SourceKind kind = SourceKind::kRepository;
  std::string path;  // of the repository; the pattern of logs; empty for known secrets

  // "repository /srv/app"; safe for a terminal.
  std::string name() const;
};

struct SourceScan {
  std::vector<Sighting> sightings;
  Extent extent = Extent::kPart;
  Coverage coverage;
  // What the scan has remembered, and where that belongs once its sightings are recorded; both
  // empty where it remembers nothing.
  std::string state;
  std::string settled_state;
};

struct ScanSettings {
  std::string program;  // this one
  std::string state;    // the folder of what is remembered
  std::string confidence;
  std::vector<std::string> known;  // files and folders of known secrets
  std::chrono::milliseconds deadline{};
};

// Never fails: what could not be scanned is the coverage's problem. The same sources remember in
// the same files, and no two at once: REQUIRES a lock.
SourceScan scan_source(const WatchedSource& source, const ScanSettings& settings);

// Puts what was remembered in its place. Until then the next run begins where this one did.
Result<void> settle(const SourceScan& scan);

}  // namespace aegis

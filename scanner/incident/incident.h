// What an incident is: a finding that somebody has to do something about.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aegis {

// What a run has found. Texts are as a report shows them: no secret is in any of them, and they are
// safe for a terminal.
struct Sighting {
  std::string fingerprint;  // of the finding; the same run after run
  std::string rule;
  std::string title;     // "GitHub personal access token"
  std::string severity;  // its name
  std::string place;     // "config/app.env:3, commit 1a2b3c4d5e6f by Ann on 2026-01-02"
  std::string detail;    // why it is believed
  // What to do about it, in order; each may be empty.
  std::string first_step;  // "rotate it now: https://..."
  std::string check_use;   // where its use is to be looked into
  std::string clean_up;    // how to take it out of where it stands: a command ready to paste
};

enum class IncidentStatus : uint8_t {
  kOpen,
  kAcknowledged,  // somebody is at it
  kResolved,      // it has been exchanged
  kIgnored,       // it is no secret, or none that matters
};

const char* name_of(IncidentStatus status);

struct Incident {
  int64_t id = 0;
  std::string source;  // "repository /srv/app"
  Sighting sighting;   // the last one
  int64_t first_seen = 0;
  int64_t last_seen = 0;
  int64_t opened = 0;      // when it did last
  bool is_present = true;  // whether the last complete look at its source found it
  IncidentStatus status = IncidentStatus::kOpen;
  int64_t until = 0;  // when what is ignored opens again; 0: never
};

struct IncidentEvent {
  int64_t at = 0;
  std::string what;  // "found", "gone", "returned", "acknowledged", ...
  std::string note;
};

}  // namespace aegis

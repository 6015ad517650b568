// Which secrets logs hold, each once, with how often and when it was seen.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "scanner/logs/log_state.h"
#include "scanner/logs/log_worker.h"
#include "scanner/logs/stored_finding.h"

namespace aegis {

// Secrets that are new in one run. More are a flood: a run stops there, and the next one goes on.
inline constexpr size_t kMostNewSecrets = 10'000;

// Belongs to one thread. Keeps what it learns in the state that it is given.
class SightingBook {
 public:
  enum class Count { kSecrets, kPlaces };  // what makes a finding

  // `state` outlives it.
  SightingBook(LogState& state, Count count);

  // Whether an earlier sighting had this secret, of this run or of one before.
  bool knows(const Mark& secret) const { return index_.contains(secret); }

  // A sighting, in the order of the logs, of a secret that is not known: `finding` becomes what is
  // reported. `time` is the sighting's.
  void add(const Mark& secret, const std::optional<LogTime>& time, Finding finding);
  // The same of one that is known, in the log `path`.
  void add_known(const Mark& secret, const std::optional<LogTime>& time, const std::string& path);
  // Another way to read a secret that was reported: it is known from now on.
  void add_alias(const Mark& secret);

  size_t new_secrets() const { return fresh_.size(); }
  size_t seen_again() const { return seen_again_; }  // known ones of earlier runs that were seen

  // Puts what is not reported yet into the state.
  void store_pending();

  // Everything to be reported: the state's pending findings, and those of this run.
  std::vector<Finding> take_findings(StoredFindings& stored);

 private:
  // One that is new in this run.
  struct Fresh {
    Mark secret{};
    Finding finding;
    std::string last_path;  // where it was seen last
    Several other_files;
  };

  KnownSecret& count(const Mark& secret, const std::optional<LogTime>& time);
  std::shared_ptr<const Sightings> sightings_of(const Finding& finding, const Mark& secret,
                                                const Several& other_files) const;

  LogState& state_;
  const Count count_;
  std::unordered_map<Mark, size_t, MarkHash> index_;  // of state_.secrets
  std::unordered_map<Mark, size_t, MarkHash> fresh_index_;
  std::vector<Fresh> fresh_;
  std::vector<bool> seen_;  // by secret of an earlier run: whether this one saw it
  size_t seen_again_ = 0;
  size_t pending_before_ = 0;  // findings that an earlier run left in the state
  size_t stored_ = 0;          // of fresh_, those that are in the state
};

}  // namespace aegis

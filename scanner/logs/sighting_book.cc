#include "scanner/logs/sighting_book.h"

#include <algorithm>
#include <memory>

#include "scanner/base/hex.h"

namespace aegis {

namespace {

constexpr size_t kNamedFiles = 3;

void note_file(const std::string& path, std::string& last_path, Several& other_files) {
  // Logs are read one after the other, so a path that changes is another log.
  if (path == last_path) return;
  last_path = path;
  ++other_files.count;
  if (other_files.some.size() < kNamedFiles) other_files.some.push_back(path);
}

bool is_earlier(const LogTime& a, const std::optional<LogTime>& b) {
  return !b || a.nanoseconds < b->nanoseconds;
}

bool is_later(const LogTime& a, const std::optional<LogTime>& b) {
  return !b || a.nanoseconds > b->nanoseconds;
}

}  // namespace

SightingBook::SightingBook(LogState& state, Count count)
    : state_(state),
      count_(count),
      seen_(state.secrets.size(), false),
      pending_before_(state.pending.size()) {
  for (size_t i = 0; i < state.secrets.size(); ++i) index_.emplace(state.secrets[i].secret, i);
}

KnownSecret& SightingBook::count(const Mark& secret, const std::optional<LogTime>& time) {
  const auto [known, is_new] = index_.try_emplace(secret, state_.secrets.size());
  if (is_new) state_.secrets.push_back({secret, {}, {}, 0});
  if (known->second < seen_.size() && !seen_[known->second]) {
    seen_[known->second] = true;
    ++seen_again_;
  }
  KnownSecret& counted = state_.secrets[known->second];
  ++counted.count;
  if (time && is_earlier(*time, counted.first)) counted.first = time;
  if (time && is_later(*time, counted.last)) counted.last = time;
  return counted;
}

void SightingBook::add(const Mark& secret, const std::optional<LogTime>& time, Finding finding) {
  if (count_ == Count::kSecrets) {
    count(secret, time);
    fresh_index_.emplace(secret, fresh_.size());
  }
  const auto origin = finding.origin;
  fresh_.push_back({secret, std::move(finding), origin->path, {}});
}

void SightingBook::add_known(const Mark& secret, const std::optional<LogTime>& time,
                             const std::string& path) {
  count(secret, time);
  const auto fresh = fresh_index_.find(secret);
  if (fresh == fresh_index_.end()) return;
  Fresh& entry = fresh_[fresh->second];
  note_file(path, entry.last_path, entry.other_files);
}

void SightingBook::add_alias(const Mark& secret) {
  if (index_.try_emplace(secret, state_.secrets.size()).second) {
    state_.secrets.push_back({secret, {}, {}, 0});
  }
}

std::shared_ptr<const Sightings> SightingBook::sightings_of(const Finding& finding,
                                                            const Mark& secret,
                                                            const Several& other_files) const {
  Sightings sightings = *finding.sightings;
  sightings.other_files = other_files;
  const auto known = index_.find(secret);
  if (known != index_.end()) {
    const KnownSecret& counted = state_.secrets[known->second];
    sightings.count = counted.count;
    if (counted.first) sightings.first_seen = to_text(*counted.first);
    if (counted.last) sightings.last_seen = to_text(*counted.last);
  }
  return std::make_shared<const Sightings>(std::move(sightings));
}

void SightingBook::store_pending() {
  for (; stored_ < fresh_.size(); ++stored_) {
    const Fresh& fresh = fresh_[stored_];
    state_.pending.push_back({fresh.secret, encode_finding(fresh.finding)});
  }
}

std::vector<Finding> SightingBook::take_findings(StoredFindings& stored) {
  std::vector<Finding> findings;
  for (size_t i = 0; i < pending_before_; ++i) {
    const PendingFinding& pending = state_.pending[i];
    auto finding = stored.decode(pending.finding);
    if (!finding) continue;
    const Several other_files = finding->sightings->other_files;
    finding->sightings = sightings_of(*finding, pending.secret, other_files);
    findings.push_back(*std::move(finding));
  }
  for (Fresh& fresh : fresh_) {
    fresh.finding.sightings = sightings_of(fresh.finding, fresh.secret, fresh.other_files);
    findings.push_back(std::move(fresh.finding));
  }
  return findings;
}

}  // namespace aegis

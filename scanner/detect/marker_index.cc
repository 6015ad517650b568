// Tested by tests/unit/marker_index_test.cc.
#include "scanner/detect/marker_index.h"

#include <algorithm>
#include <bit>
#include <map>

#include "scanner/base/bits.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/shape_match.h"

namespace aegis {

namespace {

// A filter has this many bits for each of its keys, so that one in fifty beginnings passes.
constexpr size_t kBitsForKey = 50;
constexpr size_t kLongestEscape = 12;  // what is left of one at a run's beginning: `1234567890m`

uint32_t key_at(const char* at) {
  const auto byte = [&](size_t i) { return uint32_t{static_cast<unsigned char>(at[i])}; };
  return byte(0) | byte(1) << 8 | byte(2) << 16;
}

uint32_t hash_of(uint32_t key) {
  return key * 2654435761u;
}

constexpr CharSet kEscapeEnds("\\%[;");  // an escape before a run can end in one of them

// Visits each character of [begin, end), of one run, that follows one of `+ - /` and is none
// itself.
template <typename Visit>
void after_each_separator(const KindMap& map, size_t begin, size_t end, const Visit& visit) {
  uint64_t before = 0;  // whether the byte before is a separator
  for (size_t at = begin; at < end; at += 64) {
    const uint64_t separators = map.from(Kind::kSeparator, at);
    uint64_t hits = (separators << 1 | before) & ~separators;
    if (end - at < 64) hits &= (uint64_t{1} << (end - at)) - 1;
    for (; hits != 0; hits &= hits - 1) visit(at + static_cast<size_t>(std::countr_zero(hits)));
    before = separators >> 63;
  }
}

}  // namespace

MarkerIndex::MarkerIndex(std::vector<Marker> markers) : markers_(std::move(markers)) {
  std::map<int64_t, std::vector<std::pair<uint32_t, uint32_t>>> by_place;
  for (uint32_t i = 0; i < markers_.size(); ++i) {
    const Marker& marker = markers_[i];
    // Of what stands before the run, the last three bytes say most.
    const size_t skipped = marker.before > kShortest ? marker.before - kShortest : 0;
    const int64_t at = int64_t{marker.at} + static_cast<int64_t>(skipped) - int64_t{marker.before};
    by_place[at].emplace_back(key_at(marker.text.data() + skipped), i);
  }
  for (auto& [at, keys] : by_place) {
    Place place;
    place.at = at;
    place.least_run = markers_[keys.front().second].run;
    unsigned bits = 6;
    while ((size_t{1} << bits) < keys.size() * kBitsForKey) ++bits;
    place.filter.resize((size_t{1} << bits) / 64);
    place.shift = 32 - bits;
    std::sort(keys.begin(), keys.end());
    for (const auto& [key, marker] : keys) {
      place.least_run = std::min(place.least_run, markers_[marker].run);
      place.keys.push_back(key);
      place.markers.push_back(marker);
      const uint32_t bit = hash_of(key) >> place.shift;
      place.filter[bit / 64] |= uint64_t{1} << (bit % 64);
      const Marker& of = markers_[marker];
      if (of.before > 0) before_ends_.add(of.text[of.before - 1]);
    }
    (at < 0 ? before_ : places_).push_back(std::move(place));
  }
  std::stable_sort(places_.begin(), places_.end(),
                   [](const Place& a, const Place& b) { return a.least_run < b.least_run; });
  if (!places_.empty()) least_run_ = places_.front().least_run;
  if (!places_.empty() && places_.front().at == 0) {
    long_run_ = places_.size() > 1 ? places_[1].least_run : SIZE_MAX;
  }
  may_be_after_ = before_ends_ | kEscapeEnds;
}

// Whether a key of the place may stand at its distance from `begin`.
inline bool MarkerIndex::Place::may_stand(std::string_view bytes, size_t begin) const {
  const auto key_begin = static_cast<size_t>(static_cast<int64_t>(begin) + at);
  const uint32_t bit = hash_of(key_at(bytes.data() + key_begin)) >> shift;
  return (filter[bit / 64] >> (bit % 64) & 1) != 0;
}

inline bool MarkerIndex::may_begin(std::string_view bytes, Run run) const {
  return long_run_ == 0 || places_.front().may_stand(bytes, run.begin);
}

void MarkerIndex::look_up(const Place& place, std::string_view bytes, size_t begin, size_t end,
                          std::vector<RawMatch>& out) const {
  const auto key_begin = static_cast<size_t>(static_cast<int64_t>(begin) + place.at);
  const uint32_t key = key_at(bytes.data() + key_begin);
  auto found = std::lower_bound(place.keys.begin(), place.keys.end(), key);
  for (; found != place.keys.end() && *found == key; ++found) {
    const uint32_t index = place.markers[static_cast<size_t>(found - place.keys.begin())];
    const Marker& marker = markers_[index];
    if (end - begin < marker.run || begin < marker.before) continue;
    const size_t at = begin + marker.at - marker.before;
    if (bytes.compare(at, marker.text.size(), marker.text) != 0) continue;
    out.push_back({index, static_cast<uint32_t>(at + marker.text.size())});
  }
}

inline void MarkerIndex::try_beginning(std::string_view bytes, size_t begin, size_t end,
                                       std::vector<RawMatch>& out) const {
  for (const Place& place : places_) {
    if (end - begin < place.least_run) return;
    if (place.may_stand(bytes, begin)) look_up(place, bytes, begin, end, out);
  }
}

void MarkerIndex::find(std::string_view bytes, const KindMap& map, const std::vector<Run>& runs,
                       std::vector<RawMatch>& out) const {
  for (const Run& run : runs) {
    const char before = run.begin > 0 ? bytes[run.begin - 1] : ' ';
    const bool after_any = may_be_after_.contains(before);
    const bool has_parts = (map.from(Kind::kSeparator, run.begin) & first_bits(run.size())) != 0;
    const bool is_long = run.size() >= long_run_;
    // Most runs are names, and nothing of it holds.
    const bool look = after_any | has_parts | is_long | may_begin(bytes, run);
    if (look) find_in(bytes, map, run, before, out);
  }
}

void MarkerIndex::find_in(std::string_view bytes, const KindMap& map, Run run, char before,
                          std::vector<RawMatch>& out) const {
  if (before_ends_.contains(before)) find_before(bytes, run, out);
  if (run.size() < least_run_) return;
  try_beginning(bytes, run.begin, run.end, out);
  const size_t last = run.end - least_run_ + 1;  // a later token would be too short
  if (kEscapeEnds.contains(before)) find_after_escape(bytes, run, last, out);
  after_each_separator(map, run.begin, last,
                       [&](size_t at) { try_beginning(bytes, at, run.end, out); });
}

void MarkerIndex::find_before(std::string_view bytes, Run run, std::vector<RawMatch>& out) const {
  for (const Place& place : before_) {
    const bool fits = run.size() >= place.least_run && int64_t{run.begin} + place.at >= 0;
    if (fits && place.may_stand(bytes, run.begin)) look_up(place, bytes, run.begin, run.end, out);
  }
}

void MarkerIndex::find_after_escape(std::string_view bytes, Run run, size_t last,
                                    std::vector<RawMatch>& out) const {
  const size_t until = std::min(last, run.begin + kLongestEscape);
  for (size_t at = run.begin + 1; at < until; ++at) {
    const bool follows = kWord.contains(bytes[at - 1]) && stands_alone_before(bytes, at);
    if (follows) try_beginning(bytes, at, run.end, out);
  }
}

}  // namespace aegis

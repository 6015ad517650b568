#include "scanner/logs/log_tracker.h"

#include <sys/stat.h>

#include <algorithm>

#include "scanner/base/fd.h"
#include "scanner/logs/rotation_name.h"

namespace aegis {

namespace {

std::pair<uint64_t, uint64_t> key_of(const FileFacts& facts) {
  return {facts.device, facts.inode};
}

}  // namespace

LogTracker::LogTracker(const Key& key, const std::vector<LogPosition>& before)
    : key_(key), before_(before) {
  for (const LogPosition& position : before) {
    by_file_.emplace(key_of(position.facts), &position);
    by_name_.emplace(name_before_rotation(position.path), &position);
  }
}

const LogPosition* LogTracker::unchanged(const FileFacts& facts) const {
  const auto [first, last] = by_file_.equal_range(key_of(facts));
  const auto found = std::find_if(first, last, [&](const auto& entry) {
    return entry.second->facts == facts && entry.second->held == 0;
  });
  return found == last || facts.size == 0 ? nullptr : found->second;
}

std::vector<const LogPosition*> LogTracker::candidates(const FileFacts& facts,
                                                       std::string_view head,
                                                       const std::string& path) const {
  std::map<uint32_t, Mark> marks;
  const auto has_its_head = [&](const LogPosition& known) {
    if (known.head_size == 0 || known.head_size > head.size()) return false;
    const auto [mark, is_new] = marks.try_emplace(known.head_size);
    if (is_new) mark->second = this->mark(head.substr(0, known.head_size));
    return mark->second == known.head;
  };
  const auto is_too_short = [&](const LogPosition& known) {
    return facts.compression == Compression::kNone && facts.size < known.scanned;
  };
  std::vector<const LogPosition*> found;
  const auto consider = [&](const auto& range) {
    for (auto entry = range.first; entry != range.second; ++entry) {
      const LogPosition& known = *entry->second;
      if (!is_too_short(known) && has_its_head(known)) found.push_back(&known);
    }
  };
  consider(by_file_.equal_range(key_of(facts)));
  const auto same_file = static_cast<std::ptrdiff_t>(found.size());
  consider(by_name_.equal_range(name_before_rotation(path)));
  const auto further = [](const LogPosition* a, const LogPosition* b) {
    return a->scanned > b->scanned;
  };
  std::stable_sort(found.begin(), found.begin() + same_file, further);
  std::stable_sort(found.begin() + same_file, found.end(), further);
  return found;
}

bool LogTracker::continues(const LogPosition& position, std::string_view before_end) const {
  return before_end.size() >= position.tail_size &&
         mark(before_end.substr(before_end.size() - position.tail_size)) == position.tail;
}

void LogTracker::met(const FileFacts& facts, const std::string& real_path,
                     const LogPosition* known) {
  met_.insert(key_of(facts));
  met_paths_.insert(real_path);
  if (known != nullptr) superseded_.insert_or_assign(known, key_of(facts));
}

bool LogTracker::has_met(const FileFacts& facts) const {
  return met_.contains(key_of(facts));
}

void LogTracker::remember(LogPosition position) {
  after_.insert_or_assign(key_of(position.facts), std::move(position));
}

bool LogTracker::is_there(const LogPosition& position) const {
  struct stat info {};
  return ::stat(position.real_path.c_str(), &info) == 0 && info.st_dev == position.facts.device &&
         info.st_ino == position.facts.inode;
}

std::vector<LogPosition> LogTracker::positions() const {
  std::vector<LogPosition> all;
  for (const auto& [key, position] : after_) all.push_back(position);
  for (const LogPosition& position : before_) {
    // What is met is kept as it was until it is remembered: a run may end before that.
    const auto met_in = superseded_.find(&position);
    const bool is_over =
        met_in != superseded_.end() && (!met_in->second || after_.contains(*met_in->second));
    if (!is_over) all.push_back(position);
  }
  return all;
}

std::vector<MissingLog> LogTracker::missing(const std::set<std::string>& asked) const {
  std::vector<MissingLog> missing;
  for (const LogPosition& position : before_) {
    if (superseded_.contains(&position) || !asked.contains(position.asked)) continue;
    const bool met_as_other = met_.contains(key_of(position.facts));
    if (!met_as_other && is_there(position)) continue;
    missing.push_back({&position, met_paths_.contains(position.real_path)});
  }
  return missing;
}

void LogTracker::forget(const LogPosition& position) {
  superseded_.insert_or_assign(&position, std::nullopt);
}

}  // namespace aegis

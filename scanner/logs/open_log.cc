#include "scanner/logs/open_log.h"

#include <algorithm>

#include "scanner/logs/rotation_name.h"

namespace aegis {

namespace {

constexpr size_t kTailBytes = 4096;

// As ignore rules and fingerprints go by it: the same for the log after its rotation.
std::string identity_of(const std::string& path) {
  return path.substr(0, path.rfind('/') + 1) + name_before_rotation(path);
}

}  // namespace

OpenLog::OpenLog(const LogFile& file, const LogStream& stream, std::string real_path,
                 const LogPosition* known, bool may_grow, const Key& key, ByteRange range)
    : known_(known),
      range_(range),
      facts_(stream.facts()),
      is_pipe_(stream.is_pipe()),
      // What has not changed since it was held back is not being written.
      may_grow_(may_grow && !(known != nullptr && known->held != 0 && known->facts == facts_)),
      key_(key),
      file_(file),
      head_(stream.head()) {
  document.origin = std::make_shared<const Origin>(Origin{file.path, identity_of(file.path), {}});
  document.kind = file.journal == Journal::kNone ? kind_of_log(head_) : kind_of_journal(head_);
  document.now = facts_.changed;
  position_.path = file.path;
  position_.asked = file.asked;
  position_.real_path = std::move(real_path);
  position_.facts.device = facts_.device;
  position_.facts.inode = facts_.inode;
  position_.facts.compression = facts_.compression;
  if (known != nullptr) {
    position_.scanned = known->scanned;
    position_.settled = known->settled;
  }
}

Fate OpenLog::judge(const Sighting& sighting, const Mark& secret, const LogBlock& block) {
  const Chunk& chunk = block.chunk;
  const bool is_cut =
      chunk.last && sighting.end == chunk.offset + chunk.bytes.size() && chunk.bytes.back() != '\n';
  if (is_cut && may_grow_) {
    position_.held = 1;
    return Fate::kHeld;
  }
  position_.recent.push_back({sighting.begin, sighting.end, secret});
  if (known_ == nullptr) return Fate::kNew;
  const auto& recent = known_->recent;
  const auto before = std::find_if(recent.begin(), recent.end(), [&](const RecentSighting& one) {
    return one.begin < sighting.end && sighting.begin < one.end;
  });
  if (before == recent.end()) return Fate::kNew;
  return before->secret == secret ? Fate::kCounted : Fate::kReread;
}

void OpenLog::advance(const LogBlock& block) {
  const Chunk& chunk = block.chunk;
  position_.scanned = block.end_offset();
  if (file_.journal == Journal::kProgram) {
    const std::string_view cursor = last_cursor(block.core());
    if (!cursor.empty()) cursor_ = cursor;
  }
  // What begins shortly before the end may read differently once more follows.
  const size_t open = chunk.last ? std::min(chunk.core_end, kChunkContext) : 0;
  position_.settled = place_after(block.begin(), chunk.bytes.substr(0, chunk.core_end - open));
  std::erase_if(position_.recent, [&](const RecentSighting& one) {
    return one.begin + kChunkContext < block.end_offset();
  });
  const std::string_view seen = chunk.bytes.substr(0, chunk.core_end);
  const std::string_view tail = seen.substr(seen.size() - std::min(seen.size(), kTailBytes));
  position_.tail_size = static_cast<uint32_t>(tail.size());
  position_.tail = mark_of(key_, {tail});
  const std::string_view head =
      std::string_view(head_).substr(0, std::min<uint64_t>(head_.size(), block.end_offset()));
  if (head.size() != position_.head_size) {
    position_.head_size = static_cast<uint32_t>(head.size());
    position_.head = mark_of(key_, {head});
  }
}

bool OpenLog::is_past_known() const {
  return known_ == nullptr || position_.scanned >= known_->scanned;
}

LogPlace OpenLog::from() const {
  if (known_ != nullptr) return known_->settled;
  return range_.begin == 0 ? LogPlace{} : LogPlace{range_.begin, kUnknownLine, 0};
}

Result<LogPlace> OpenLog::line_base() {
  if (line_base_) return *line_base_;
  const uint64_t end = range_.begin - std::min<uint64_t>(range_.begin, kChunkContext);
  LogPlace place;
  auto stream = LogStream::open(file_, nullptr);
  if (!stream) return std::move(stream).error();
  std::vector<char> passed(size_t{1} << 20);
  while (place.offset < end) {
    const uint64_t rest = end - place.offset;
    auto n = (*stream)->read(std::span(passed).first(std::min<uint64_t>(passed.size(), rest)));
    if (!n) return std::move(n).error();
    if (*n == 0) return unreadable("is shorter than it was");
    place = place_after(place, {passed.data(), *n});
  }
  line_base_ = place;
  return place;
}

void OpenLog::end() {
  position_.facts = facts_;
}

}  // namespace aegis

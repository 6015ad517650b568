#include "scanner/logs/joined_records.h"

#include <algorithm>
#include <cstring>

#include "scanner/decode/unescape.h"
#include "scanner/logs/container_record.h"

namespace aegis {

namespace {

constexpr size_t kTail = 4 * 1024;            // of a record before the cut
constexpr size_t kHead = 8 * 1024;            // of those after it
constexpr size_t kLongestRecord = 20 * 1024;  // whose beginning is looked for
constexpr size_t kReach = 24 * 1024;          // behind the cut
static_assert(kTail + kReach <= kDecodeContext);

class Joiner {
 public:
  Joiner(const DecodeWindow& window, LogKind kind, const JoinedVisitor& visit)
      : window_(window), bytes_(window.bytes), kind_(kind), visit_(visit) {}

  void run() {
    const size_t end = std::min(bytes_.size(), window_.core.end + kTail);
    for (size_t at = window_.core.begin; at < end;) {
      const size_t newline = bytes_.find('\n', at);
      if (newline >= end) return;  // npos too
      const auto record = record_at(begin_of_line(newline), newline);
      if (record && record->goes_on) join(*record, newline + 1);
      at = newline + 1;
    }
  }

 private:
  size_t begin_of_line(size_t newline) const {
    const size_t least = newline > kLongestRecord ? newline - kLongestRecord : 0;
    const void* before = ::memrchr(bytes_.data() + least, '\n', newline - least);
    if (before == nullptr) return least;
    return static_cast<size_t>(static_cast<const char*>(before) - bytes_.data()) + 1;
  }

  std::optional<ContainerRecord> record_at(size_t begin, size_t end) const {
    return kind_ == LogKind::kDocker ? docker_record(bytes_, {begin, end})
                                     : cri_record(bytes_, {begin, end});
  }

  // The record that begins at `begin`, as much of it as may be looked at.
  std::optional<ContainerRecord> record_after(size_t begin, size_t most, size_t& end) const {
    const std::string_view text = bytes_.substr(0, most);
    end = std::min(text.find('\n', begin), text.size());
    if (kind_ == LogKind::kCri) return cri_record(text, {begin, end});
    if (text.compare(begin, kDockerBegin.size(), kDockerBegin) != 0) return std::nullopt;
    if (const auto record = docker_record(text, {begin, end})) return record;
    // Its end is out of sight, and with it its stream.
    ContainerRecord record;
    record.content = {begin + kDockerBegin.size(), end};
    return record;
  }

  void join(const ContainerRecord& first, size_t at) {
    const size_t most = std::min(bytes_.size(), at + kReach);
    const Span tail{
        std::max(first.content.begin, first.content.end - std::min(first.content.end, kTail)),
        first.content.end};
    unescape(bytes_, tail, joined_);
    size_t second = 0;
    size_t taken = 0;
    while (at < most && taken < kHead) {
      size_t end = 0;
      const auto next = record_after(at, most, end);
      if (!next) break;
      at = end + 1;
      if (!next->stream.empty() && next->stream != first.stream) continue;
      const Span head{next->content.begin,
                      std::min(next->content.end, next->content.begin + kHead - taken)};
      unescape(bytes_, head, part_);
      joined_.add_part(part_, {0, part_.text.size()});
      if (taken == 0) second = head.begin;
      taken += head.size();
      if (!next->goes_on) break;
    }
    if (taken > 0) visit_(joined_, tail, second);
  }

  const DecodeWindow& window_;
  const std::string_view bytes_;
  const LogKind kind_;
  const JoinedVisitor& visit_;
  DecodedText joined_;
  DecodedText part_;
};

}  // namespace

void for_each_joined_record(const DecodeWindow& window, LogKind kind, const JoinedVisitor& visit) {
  if (kind != LogKind::kDocker && kind != LogKind::kCri) return;
  Joiner(window, kind, visit).run();
}

}  // namespace aegis

#include "scanner/logs/log_state.h"

#include <algorithm>

#include "scanner/base/byte_codec.h"

namespace aegis {

// Found by their argument's namespace, so not in the nameless one.
template <typename Codec>
void code(Codec& codec, std::optional<LogTime>& time) {
  uint8_t known = time.has_value() ? 1 : 0;
  LogTime value = time.value_or(LogTime{});
  codec(known, value.nanoseconds, value.zoned);
  time = known != 0 ? std::optional(value) : std::nullopt;
}

template <typename Codec>
void code(Codec& codec, FileFacts& facts) {
  codec(facts.device, facts.inode, facts.size, facts.changed, facts.compression);
}

template <typename Codec>
void code(Codec& codec, LogPlace& place) {
  codec(place.offset, place.line, place.line_offset);
}

template <typename Codec>
void code(Codec& codec, RecentSighting& recent) {
  codec(recent.begin, recent.end, recent.secret);
}

template <typename Codec>
void code(Codec& codec, LogPosition& position) {
  codec(position.path, position.asked, position.real_path, position.facts, position.scanned,
        position.settled, position.head_size, position.head, position.tail_size, position.tail,
        position.recent, position.held);
}

template <typename Codec>
void code(Codec& codec, KnownSecret& known) {
  codec(known.secret, known.first, known.last, known.count);
}

template <typename Codec>
void code(Codec& codec, PendingFinding& pending) {
  codec(pending.secret, pending.finding);
}

template <typename Codec>
void code(Codec& codec, Appending& appending) {
  codec(appending.device, appending.inode, appending.begin, appending.size, appending.text);
}

template <typename Codec>
void code(Codec& codec, LogState& state) {
  codec(state.key, state.positions, state.secrets, state.pending, state.appending,
        state.journal_cursor);
}

Mark mark_of(const Key& key, std::initializer_list<std::string_view> parts) {
  const auto digest = hmac_sha256(key, parts);
  Mark mark;
  std::copy_n(digest.begin(), mark.size(), mark.begin());
  return mark;
}

std::string encode_state(const LogState& state) {
  LogState copy = state;  // a codec's functions are for both ways
  ByteWriter writer;
  writer(copy);
  return std::move(writer).bytes();
}

std::optional<LogState> decode_state(std::string_view bytes) {
  LogState state;
  ByteReaderCodec reader(bytes);
  reader(state);
  if (!reader.complete()) return std::nullopt;
  return state;
}

}  // namespace aegis

// What is remembered of logs between runs: how far each was scanned, which secrets were reported.
//
// Nothing in it tells a secret: equal ones are known by an HMAC under a key that is part of the
// state, and so are the bytes by which a log is recognised.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/base/sha.h"
#include "scanner/logs/block_cutter.h"
#include "scanner/logs/log_stream.h"
#include "scanner/logs/log_time.h"

namespace aegis {

// Stands for a secret of a rule, or for bytes of a log. Means nothing without the key.
using Mark = std::array<uint8_t, 16>;

Mark mark_of(const Key& key, std::initializer_list<std::string_view> parts);

struct MarkHash {
  size_t operator()(const Mark& mark) const {
    size_t hash = 0;
    std::memcpy(&hash, mark.data(), sizeof hash);
    return hash;
  }
};

// A secret that was seen where a later run will look again.
struct RecentSighting {
  uint64_t begin = 0;  // offsets in the log
  uint64_t end = 0;
  Mark secret{};

  bool operator==(const RecentSighting&) const = default;
};

// How far a log was scanned, and how to know it again.
struct LogPosition {
  std::string path;
  std::string asked;      // the word of the command line that led to it
  std::string real_path;  // absolute, without links
  FileFacts facts;        // of the file when it was read to its end; size 0 before that
  uint64_t scanned = 0;   // bytes, decompressed, that a run has seen
  // Where the next run looks again first: what begins before is final, whatever follows.
  LogPlace settled;
  uint32_t head_size = 0;  // bytes at the log's beginning, and their mark
  Mark head{};
  uint32_t tail_size = 0;  // bytes before `scanned`, and theirs
  Mark tail{};
  std::vector<RecentSighting> recent;  // those that begin at or after `settled`, in order
  // A secret may stand half-written at its end; the next run looks again even if nothing follows.
  uint8_t held = 0;

  bool operator==(const LogPosition&) const = default;
};

struct KnownSecret {
  Mark secret{};
  std::optional<LogTime> first;
  std::optional<LogTime> last;
  uint64_t count = 0;

  bool operator==(const KnownSecret&) const = default;
};

// A finding that is not known to have reached its reader.
struct PendingFinding {
  Mark secret{};
  std::string finding;  // as encode_finding() gives it

  bool operator==(const PendingFinding&) const = default;
};

// A report that is being appended to a file: enough to tell whether it was.
struct Appending {
  uint64_t device = 0;
  uint64_t inode = 0;
  uint64_t begin = 0;  // the file's size before
  uint64_t size = 0;   // of what is appended; 0: nothing is
  Mark text{};

  bool operator==(const Appending&) const = default;
};

struct LogState {
  Key key{};
  std::vector<LogPosition> positions;
  std::vector<KnownSecret> secrets;
  std::vector<PendingFinding> pending;
  Appending appending;
  std::string journal_cursor;  // of the last entry of systemd's journal that was scanned whole

  bool operator==(const LogState&) const = default;
};

// Where the state is kept. The file of log_state_file.h is one such place.
class LogStore {
 public:
  virtual ~LogStore() = default;
  // What was committed last; with a new key when there is nothing or it cannot be used. In the
  // latter case a sentence about it is added to `notes`.
  virtual Result<LogState> load(std::vector<std::string>& notes) = 0;
  // All of it at once or nothing, whatever happens meanwhile. On the disk when this returns.
  virtual Result<void> commit(const LogState& state) = 0;
};

// One way to bytes and back; the same state gives the same bytes.
std::string encode_state(const LogState& state);
std::optional<LogState> decode_state(std::string_view bytes);

}  // namespace aegis

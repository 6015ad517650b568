#include "scanner/logs/log_feed.h"

#include <chrono>
#include <string>
#include <utility>

#include "scanner/logs/open_log.h"

namespace aegis {

namespace {

constexpr int64_t kStillWritten = int64_t{60} * 1'000'000'000;  // since a file's last change

int64_t now_ns() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

}  // namespace

void LogFeed::read(const LogFile& file, std::unique_ptr<LogStream> stream) {
  if (!options_.share.is_whole()) {
    read_share(file, *stream);
    return;
  }
  const FileFacts facts = stream->facts();
  if (!stream->is_pipe()) {
    for (const LogPosition* known : tracker_.candidates(facts, stream->head(), file.path)) {
      if (read_from(file, *stream, known, {})) return;
      auto again = LogStream::open(file, interrupt_);
      if (!again || (*again)->facts().inode != facts.inode) {
        findings_.skip(file.path, unreadable("was replaced while it was read"));
        return;
      }
      stream = *std::move(again);
    }
  }
  read_from(file, *stream, nullptr, {});
}

void LogFeed::read_share(const LogFile& file, LogStream& stream) {
  tracker_.met(stream.facts(), file.path, nullptr);
  const LogShare& share = options_.share;
  if (stream.is_seekable()) {
    for (const ByteRange& range : ranges_of_share(share, file.path, stream.facts().size)) {
      if (range.begin == 0 || range.begin < stream.facts().size) {
        read_from(file, stream, nullptr, range);
      }
    }
  } else if (share.range) {
    findings_.skip(file.path, unreadable("cannot be scanned in parts: it is no plain file"));
  } else if (has_whole(share, file.path)) {
    read_from(file, stream, nullptr, {});
  }
}

bool LogFeed::may_grow(const LogStream& stream) const {
  return options_.remembers && stream.is_seekable() &&
         stream.facts().changed > now_ns() - kStillWritten;
}

// False when the file turns out not to be the log `known`; then nothing was done.
bool LogFeed::read_from(const LogFile& file, LogStream& stream, const LogPosition* known,
                        ByteRange range) {
  const std::string path = stream.is_pipe() ? file.path : real_path_of(file.path);
  auto log = std::make_shared<OpenLog>(file, stream, path, known, may_grow(stream), key_, range);
  BlockCutter cutter(stream, log->document.origin, log->from(), log->until(), options_.core);
  auto job = pipeline_.make_job();
  auto more = cutter.next(job->block);
  if (known != nullptr && (!more || !is_that_log(*known, job->block))) return false;
  if (!stream.is_pipe()) tracker_.met(stream.facts(), path, known);
  while (more && *more) {
    job->log = log;
    pipeline_.submit(std::move(job));
    if (stops_()) return true;  // its end was not reached
    job = pipeline_.make_job();
    more = cutter.next(job->block);
  }
  if (stops_()) return true;
  job->log = log;
  job->is_end = true;
  if (!more) job->error = std::move(more).error();
  pipeline_.submit(std::move(job));
  return true;
}

// Whether the bytes before the place up to which the log was scanned are those of then.
bool LogFeed::is_that_log(const LogPosition& known, const LogBlock& block) const {
  const Chunk& chunk = block.chunk;
  if (known.scanned < chunk.offset) return false;
  const uint64_t seen = known.scanned - chunk.offset;
  return seen <= chunk.bytes.size() && tracker_.continues(known, chunk.bytes.substr(0, seen));
}

}  // namespace aegis

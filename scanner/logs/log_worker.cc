#include "scanner/logs/log_worker.h"

#include <algorithm>
#include <new>
#include <unordered_map>

#include "scanner/logs/json_path.h"
#include "scanner/logs/log_views.h"

namespace aegis {

namespace {

// Gathers what a detector finds in one block.
class Gathering {
 public:
  Gathering(const LogBlock& block, const LogDocument& document, const Key& key,
            const WorkerOptions& options, BlockResult& result)
      : block_(block), document_(document), key_(key), options_(options), result_(result) {}

  void take(Finding finding) {
    LineFacts line = facts_of_line(block_.chunk, finding.place, document_.kind, document_.now);
    Sighting sighting;
    sighting.begin = finding.place.offset;
    sighting.end = finding.place.offset + finding.place.size;
    sighting.time = line.time;
    if (options_.keep_pieces) {
      result_.pieces.push_back(finding.pieces);
      if (finding.pieces.empty()) result_.pieces.back() = {{sighting.begin, sighting.end}};
    }
    sighting.secret = number_of(std::move(finding), std::move(line));
    result_.sightings.push_back(sighting);
  }

 private:
  // Equal secrets are equal however they are written: in JSON, a quote is escaped.
  static Secret plain_secret(const Finding& finding, const LineFacts& line) {
    const std::string_view value = finding.secret.reveal();
    if (line.json_path.empty() || value.find('\\') == std::string_view::npos) return finding.secret;
    std::string plain = unescaped_json(value);
    Secret secret(plain, finding.secret.public_prefix().size());
    wipe(plain);
    return secret;
  }

  uint32_t number_of(Finding finding, LineFacts line) {
    const Secret secret = plain_secret(finding, line);
    const auto next = static_cast<uint32_t>(result_.secrets.size());
    const Mark mark = mark_of(key_, {finding.rule->id, {"\0", 1}, secret.reveal()});
    if (!options_.each) {
      const auto [known, is_new] = numbers_.try_emplace(mark, next);
      if (!is_new) return known->second;
    }
    finding.secret = secret;
    finding.lines = Secret();  // is for comparing versions of a file
    result_.secrets.push_back({mark, std::move(finding), std::move(line)});
    return next;
  }

  const LogBlock& block_;
  const LogDocument& document_;
  const Key& key_;
  const WorkerOptions& options_;
  BlockResult& result_;
  std::unordered_map<Mark, uint32_t, MarkHash> numbers_;
};

// Without --all, journalctl writes null for a field of more than 4 KiB. Of those in the core.
uint64_t fields_left_out(const LogBlock& block) {
  constexpr std::string_view kNull = "\":null";
  const std::string_view text =
      block.chunk.bytes.substr(0, block.chunk.core_end + kNull.size() - 1);
  uint64_t count = 0;
  for (size_t at = text.find(kNull, block.chunk.core_begin); at != std::string_view::npos;
       at = text.find(kNull, at + 1)) {
    const bool is_within_string = at > 0 && text[at - 1] == '\\';
    count += is_within_string ? 0 : 1;
  }
  return count;
}

}  // namespace

Result<LogWorker> LogWorker::create(const Engine& engine, const Key& key,
                                    const WorkerOptions& options) {
  auto detector = Detector::create(engine);
  if (!detector) return std::move(detector).error();
  return LogWorker(key, options, *std::move(detector));
}

BlockResult LogWorker::scan(const LogBlock& block, const LogDocument& document) {
  BlockResult result;
  try {
    Gathering gathering(block, document, *key_, *options_, result);
    Detections found;
    found.keep_dropped = options_->explain;
    found.least = options_->confidence;
    found.take = [&](Finding finding) { gathering.take(std::move(finding)); };
    result.status = detector_.scan(block.chunk, views_of_log(block.chunk, document.kind), found);
    result.dropped = std::move(found.dropped);
    if (document.kind == LogKind::kJournal) result.left_out = fields_left_out(block);
  } catch (const std::bad_alloc&) {
    result.status = unreadable("out of memory");
  }
  return result;
}

}  // namespace aegis

#include "scanner/detect/placing.h"

#include <algorithm>

#include "scanner/base/lines.h"

namespace aegis {

namespace {

constexpr size_t kShownBefore = 120;  // bytes of the line shown before a secret
constexpr size_t kShownAfter = 60;
constexpr size_t kLineReach = 1024;         // kept of a long line for comparison
constexpr size_t kColumnReach = 16 * 1024;  // within which UTF-16 columns are counted

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// Code units of UTF-16 that `text` takes; a byte that begins nothing in UTF-8 counts as one.
uint64_t utf16_length(std::string_view text) {
  uint64_t units = 0;
  for (const char c : text) {
    if (is_continuation(c)) continue;
    const auto byte = static_cast<unsigned char>(c);
    units += byte >= 0xf0 && byte <= 0xf4 ? 2 : 1;
  }
  return units;
}

// Walks a chunk from left to right and knows the line it is on.
class LineCounter {
 public:
  explicit LineCounter(const Chunk& chunk)
      : chunk_(chunk), line_(chunk.line), line_offset_(chunk.line_offset) {}

  // REQUIRES: `at` does not go back.
  void advance(size_t at) {
    const std::string_view passed = chunk_.bytes.substr(at_, at - at_);
    line_ += count_newlines(passed);
    const size_t newline = last_newline(passed);
    if (newline != std::string_view::npos) line_offset_ = chunk_.offset + at_ + newline + 1;
    at_ = at;
  }
  uint64_t line() const { return line_; }
  uint64_t column() const { return chunk_.offset + at_ - line_offset_ + 1; }
  // Exact while the line began at most kColumnReach bytes ago; then the byte column, so that it
  // does not depend on how much of the line is in the chunk.
  uint64_t utf16_column() const {
    const uint64_t back = column() - 1;
    if (back > kColumnReach || back > at_) return column();
    return 1 + utf16_length(chunk_.bytes.substr(at_ - back, back));
  }

 private:
  const Chunk& chunk_;
  size_t at_ = 0;
  uint64_t line_;
  uint64_t line_offset_;
};

Place place_of(const Chunk& chunk, Span secret, LineCounter& counter) {
  Place place;
  counter.advance(secret.begin);
  place.offset = chunk.offset + secret.begin;
  place.size = secret.size();
  place.line = counter.line();
  place.column = counter.column();
  place.utf16_column = counter.utf16_column();
  LineCounter end = counter;
  end.advance(secret.end);
  place.end_line = end.line();
  place.end_column = end.column();
  place.utf16_end_column = end.utf16_column();
  return place;
}

// Every candidate's secret, dropped ones too, in order; those that overlap as one.
std::vector<Span> secrets_of(const std::vector<Candidate>& candidates) {
  std::vector<Span> secrets;
  for (const Candidate& candidate : candidates) {
    if (!secrets.empty() && candidate.secret.begin < secrets.back().end) {
      secrets.back().end = std::max(secrets.back().end, candidate.secret.end);
    } else {
      secrets.push_back(candidate.secret);
    }
  }
  return secrets;
}

// [from, to) of the bytes, with every secret on it cut out: an allowed or doubtful one is still one
// that a report must not show.
std::string without_secrets(std::string_view bytes, size_t from, size_t to,
                            const std::vector<Span>& secrets) {
  std::string text;
  size_t at = from;
  auto secret = std::lower_bound(secrets.begin(), secrets.end(), from,
                                 [](Span span, size_t place) { return span.end <= place; });
  for (; secret != secrets.end() && secret->begin < to; ++secret) {
    if (secret->begin > at) text.append(bytes, at, secret->begin - at);
    text += "********";
    at = std::min(secret->end, to);
  }
  if (at < to) text.append(bytes, at, to - at);
  return text;
}

// The secrets that touch [from, to), and every other place there where the text of one of them
// stands again, in whole or cut by the edge: `password = x  # was x`.
std::vector<Span> with_repeats(std::string_view bytes, size_t from, size_t to, Span own,
                               const std::vector<Span>& secrets) {
  std::vector<Span> found{own};
  auto secret = std::lower_bound(secrets.begin(), secrets.end(), from,
                                 [](Span span, size_t place) { return span.end <= place; });
  for (; secret != secrets.end() && secret->begin < to; ++secret) found.push_back(*secret);
  const size_t own_count = found.size();
  for (size_t i = 0; i < own_count; ++i) {
    const std::string_view text = bytes.substr(found[i].begin, found[i].size());
    const size_t first = from > text.size() ? from - text.size() : 0;
    const std::string_view window = bytes.substr(0, std::min(bytes.size(), to + text.size()));
    for (size_t at = window.find(text, first); at != std::string_view::npos && at < to;
         at = window.find(text, at + 1)) {
      found.push_back({at, at + text.size()});
    }
  }
  std::sort(found.begin(), found.end(), [](Span a, Span b) { return a.begin < b.begin; });
  std::vector<Span> joined;
  for (const Span span : found) {
    if (!joined.empty() && span.begin < joined.back().end) {
      joined.back().end = std::max(joined.back().end, span.end);
    } else {
      joined.push_back(span);
    }
  }
  return joined;
}

Evidence evidence_of(std::string_view bytes, Span secret, const std::vector<Span>& secrets) {
  Evidence evidence;
  size_t from = secret.begin;
  const size_t least = from > kShownBefore ? from - kShownBefore : 0;
  while (from > least && bytes[from - 1] != '\n') --from;
  evidence.cut_before = from > 0 && from == least && bytes[from - 1] != '\n';
  size_t to = secret.end;
  const size_t most = std::min(bytes.size(), to + kShownAfter);
  while (to < most && bytes[to] != '\n') ++to;
  evidence.cut_after = to < bytes.size() && to == most && bytes[to] != '\n';
  const std::vector<Span> hidden = with_repeats(bytes, from, to, secret, secrets);
  evidence.before = without_secrets(bytes, from, secret.begin, hidden);
  evidence.after = without_secrets(bytes, secret.end, to, hidden);
  if (!evidence.after.empty() && evidence.after.back() == '\r') evidence.after.pop_back();
  return evidence;
}

// The lines that `secret` stands on, with a line feed before and after, the document's own ends
// included; a side that is cut because the line is long has none.
std::string surrounding_lines(const Chunk& chunk, Span secret) {
  const std::string_view bytes = chunk.bytes;
  size_t from = secret.begin;
  const size_t least = from > kLineReach ? from - kLineReach : 0;
  while (from > least && bytes[from - 1] != '\n') --from;
  size_t to = secret.end;
  const size_t most = std::min(bytes.size(), to + kLineReach);
  while (to < most && bytes[to] != '\n') ++to;
  const bool begins = from > 0 ? bytes[from - 1] == '\n' : chunk.first;
  const bool ends = to < bytes.size() ? bytes[to] == '\n' : chunk.last;
  std::string lines = begins ? "\n" : "";
  lines.append(bytes, from, to - from);
  return ends ? lines + '\n' : lines;
}

Secret secret_of(const Chunk& chunk, const Candidate& candidate) {
  if (!candidate.decoded.empty()) return candidate.decoded;
  return {chunk.bytes.substr(candidate.secret.begin, candidate.secret.size()),
          candidate.public_prefix};
}

Finding finding_of(const Chunk& chunk, const Candidate& candidate, LineCounter& counter,
                   const std::vector<Span>& secrets) {
  const auto part = [&](Span span) { return chunk.bytes.substr(span.begin, span.size()); };
  Finding finding;
  finding.rule = candidate.rule;
  finding.provider = candidate.provider;
  finding.origin = chunk.origin;
  finding.severity = candidate.severity.value_or(candidate.rule->severity);
  finding.confidence = candidate.confidence;
  finding.proof = candidate.proof;
  finding.place = place_of(chunk, candidate.secret, counter);
  finding.secret = secret_of(chunk, candidate);
  for (const Span piece : candidate.pieces) {
    finding.pieces.emplace_back(chunk.offset + piece.begin, chunk.offset + piece.end);
  }
  finding.lines = Secret(surrounding_lines(chunk, candidate.secret), 0);
  finding.evidence = evidence_of(chunk.bytes, candidate.secret, secrets);
  finding.name = part(candidate.name);
  finding.detail = candidate.detail;
  finding.doubt = candidate.objection;
  finding.is_example = candidate.is_example;
  return finding;
}

}  // namespace

size_t place_candidates(const Chunk& chunk, std::vector<Candidate>& candidates, Detections& out) {
  std::stable_sort(
      candidates.begin(), candidates.end(),
      [](const Candidate& a, const Candidate& b) { return a.secret.begin < b.secret.begin; });
  const std::vector<Span> secrets = secrets_of(candidates);
  LineCounter counter(chunk);
  size_t findings = 0;
  for (const Candidate& candidate : candidates) {
    const size_t begin = candidate.secret.begin;
    if (begin < chunk.core_begin || begin >= chunk.core_end) continue;
    if (!candidate.dropped) {
      if (candidate.confidence < out.least && !candidate.is_example) continue;
      Finding finding = finding_of(chunk, candidate, counter, secrets);
      out.take ? out.take(std::move(finding)) : out.findings.push_back(std::move(finding));
      ++findings;
    } else if (out.keep_dropped) {
      counter.advance(begin);
      out.dropped.push_back({candidate.rule, chunk.origin, counter.line(), counter.column(),
                             secret_of(chunk, candidate).redacted(), candidate.objection});
    }
  }
  return findings;
}

}  // namespace aegis

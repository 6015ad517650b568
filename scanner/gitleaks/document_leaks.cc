#include "scanner/gitleaks/document_leaks.h"

#include <ctime>
#include <new>
#include <utility>

#include "scanner/base/lines.h"
#include "scanner/gitleaks/masking.h"
#include "scanner/gitleaks/new_lines.h"
#include "scanner/gitleaks/utf8_text.h"
#include "scanner/source/chunker.h"

namespace aegis::gitleaks {

namespace {

// A stretch of a chunk that is a whole document, as a chunk of its own.
Chunk part_of(const Chunk& chunk, Span stretch) {
  Chunk part = chunk;
  part.bytes = chunk.bytes.substr(stretch.begin, stretch.size());
  part.core_end = part.bytes.size();
  part.offset = stretch.begin;
  const std::string_view before = chunk.bytes.substr(0, stretch.begin);
  part.line = 1 + count_newlines(before);
  const size_t feed = last_newline(before);
  part.line_offset = feed == std::string_view::npos ? 0 : feed + 1;
  part.first = stretch.begin == 0;
  part.last = stretch.end == chunk.bytes.size();
  return part;
}

// The lines of a match as EarlierLines wants them.
std::string lines_of(const Chunk& chunk, const Utf8Text& text, Span lines) {
  const size_t begin = text.in_bytes(lines.begin);
  const size_t end = text.in_bytes(lines.end);
  std::string all(chunk.bytes.substr(begin, end - begin));
  if (begin == 0 && chunk.first && (all.empty() || all[0] != '\n')) all.insert(0, 1, '\n');
  if (end < chunk.bytes.size() || chunk.last) all += '\n';
  return all;
}

// Columns count bytes as the document has them.
void place_in_bytes(const Chunk& chunk, const Utf8Text& text, std::vector<Match>& matches) {
  if (text.text().size() == chunk.bytes.size()) return;  // they are the same
  LineIndex lines(chunk.bytes, chunk.line, chunk.offset - chunk.line_offset);
  for (Match& match : matches) {
    if (match.span.size() == 0) continue;
    match.place = lines.place_of({text.in_bytes(match.span.begin), text.in_bytes(match.span.end)});
  }
}

std::string date_in_utc(int64_t time) {
  const time_t seconds = time;
  struct tm parts {};
  char text[64] = "";
  if (::gmtime_r(&seconds, &parts) != nullptr) {
    (void)std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  }
  return text;
}

Leak leak_of(const Match& match) {
  Leak leak;
  leak.rule = match.rule->id;
  leak.description = match.rule->description;
  leak.tags = match.rule->tags;
  leak.tags.insert(leak.tags.end(), match.tags.begin(), match.tags.end());
  leak.start_line = match.place.start_line;
  leak.end_line = match.place.end_line;
  leak.start_column = match.place.start_column;
  leak.end_column = match.place.end_column;
  leak.secret = match.secret;
  leak.match = match.shown;
  leak.entropy = static_cast<float>(match.entropy);
  return leak;
}

}  // namespace

std::string file_of(const Document& document) {
  const std::string& path = document.origin()->path;
  return path.compare(0, 2, "./") == 0 ? path.substr(2) : path;
}

struct DocumentLeaks::Reading {
  Site site;
  NewLines new_lines;
  bool has_begun = false;
  uint64_t bytes = 0;
  std::vector<Leak> leaks;
};

Result<DocumentLeaks> DocumentLeaks::create(const Config& config, const RunOptions& options) {
  DocumentLeaks worker(config, options);
  if (options.engine == nullptr) return worker;
  auto detector = Detector::create(*options.engine);
  if (!detector) return std::move(detector).error();
  worker.detector_ = *std::move(detector);
  return worker;
}

void DocumentLeaks::scan(Document& document) {
  const std::string file = file_of(document);
  try {
    const auto from = document.introduction();
    const Site site{from ? from->commit : std::string_view(), file};
    Reading reading{site, NewLines(document), false, 0, {}};
    const auto status = read(document, reading);
    if (options_->most_bytes != 0 && reading.bytes > options_->most_bytes) {
      ++report_.too_large;
      return;
    }
    report_.bytes += reading.bytes;
    keep(std::move(reading.leaks), file, from);
    if (status) {
      ++report_.documents;
    } else {
      report_.skipped.push_back({printable(file), status.error().message()});
    }
  } catch (const std::bad_alloc&) {
    report_.skipped.push_back({printable(file), "out of memory"});
  }
}

Result<void> DocumentLeaks::read(Document& document, Reading& reading) {
  Result<void> scanned;
  const auto status = document.read(kBlock, [&](const Chunk& chunk) {
    reading.bytes += chunk.core_end - chunk.core_begin;
    if (options_->most_bytes != 0 && reading.bytes > options_->most_bytes) return;
    auto block = scan_new(chunk, reading);
    if (block && detector_) block = scan_with_own_rules(chunk, reading);
    if (scanned) scanned = std::move(block);
  });
  return status ? scanned : status;
}

Result<void> DocumentLeaks::scan_new(const Chunk& chunk, Reading& reading) {
  const bool is_whole = chunk.first && chunk.last && chunk.core_end == chunk.bytes.size();
  if (!is_whole || chunk.core_begin != 0) return scan_block(chunk, reading);
  Result<void> status;
  for (const Span& stretch : reading.new_lines.stretches(chunk.bytes)) {
    auto scanned = scan_block(part_of(chunk, stretch), reading);
    if (status) status = std::move(scanned);
  }
  return status;
}

Result<void> DocumentLeaks::scan_with_own_rules(const Chunk& chunk, Reading& reading) {
  if (matcher_.allows(reading.site)) return {};
  Detections found;
  auto status = detector_->scan(chunk, found);
  for (const Finding& finding : found.findings) {
    if (finding.confidence < Confidence::kMedium || !config_->own->runs(finding.rule->id)) continue;
    const Utf8Text secret(finding.secret.reveal());
    const Utf8Text lines(finding.lines.reveal());
    const Passage passage{secret.text(), secret.text(), lines.text()};
    if (matcher_.allows(reading.site, passage)) continue;
    if (config_->own->allows(finding.rule->id, reading.site, passage)) continue;
    if (!reading.new_lines.are_new(std::string(finding.lines.reveal()))) continue;
    reading.leaks.push_back(leak_of(finding));
  }
  return status;
}

Result<void> DocumentLeaks::scan_block(const Chunk& chunk, Reading& reading) {
  const Utf8Text text(chunk.bytes);
  Fragment fragment;
  fragment.site = reading.site;
  fragment.text = text.text();
  fragment.core = {text.in_text(chunk.core_begin), text.in_text(chunk.core_end)};
  fragment.is_first = !reading.has_begun;
  fragment.line = chunk.line;
  fragment.column = chunk.offset - chunk.line_offset;
  reading.has_begun = true;
  std::vector<Match> matches;
  auto status = matcher_.scan(fragment, matches);
  place_in_bytes(chunk, text, matches);
  for (const Match& match : matches) {
    if (!match.rule->regex || reading.new_lines.are_new(lines_of(chunk, text, match.lines))) {
      reading.leaks.push_back(leak_of(match));
    }
  }
  return status;
}

// Whoever commits chooses names: they may hold a secret too.
void DocumentLeaks::keep(std::vector<Leak> leaks, const std::string& path,
                         const std::shared_ptr<const Introduction>& from) {
  if (leaks.empty()) return;
  const std::string file = printable(path);
  std::shared_ptr<const Introduction> safe;
  if (from) {
    Introduction copy = *from;
    copy.author = printable(from->author);
    copy.email = printable(from->email);
    safe = std::make_shared<const Introduction>(std::move(copy));
  }
  for (Leak& leak : leaks) {
    leak.file = file;
    leak.introduction = safe;
    leak.date = safe ? date_in_utc(safe->time) : options_->date;
    if (leak.start_line == 0) leak.match = "file detected: " + file;
    report_.leaks.push_back(std::move(leak));
  }
}

std::string DocumentLeaks::printable(const std::string& text) {
  std::string shown = gitleaks::printable(matcher_, text);
  if (!detector_) return shown;
  Detections found;
  // What cannot be scanned cannot be shown.
  Result<void> status;
  visit_bytes(std::make_shared<const Origin>(), shown, kBlock,
              [&](const Chunk& chunk) { status = detector_->scan(chunk, found); });
  if (!status) return kRedacted;
  for (auto finding = found.findings.rbegin(); finding != found.findings.rend(); ++finding) {
    shown.replace(finding->place.offset, finding->place.size, kRedacted);
  }
  return shown;
}

void DocumentLeaks::move_into(LeakReport& report) {
  std::move(report_.leaks.begin(), report_.leaks.end(), std::back_inserter(report.leaks));
  std::move(report_.skipped.begin(), report_.skipped.end(), std::back_inserter(report.skipped));
  report.documents += report_.documents;
  report.bytes += report_.bytes;
  report.too_large += report_.too_large;
  report_ = {};
}

}  // namespace aegis::gitleaks

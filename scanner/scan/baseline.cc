#include "scanner/scan/baseline.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/base/hex.h"
#include "scanner/base/lines.h"
#include "scanner/base/sha.h"
#include "scanner/detect/freedom.h"
#include "scanner/report/report.h"
#include "scanner/rule/rule_file.h"
#include "scanner/scan/ignore_file.h"

namespace aegis {

namespace {

constexpr std::string_view kHeader = "# aegis baseline 1";
constexpr std::string_view kAnyHeader = "# aegis baseline ";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kNote = " # ";
constexpr size_t kKeyBytes = 16;
// No hash of so much can be reversed by trying.
constexpr uint32_t kUnguessable = 96 * 16;  // sixteenths of a bit
constexpr size_t kLeastKeyText = 100;       // bytes of a private key in any armour

bool leaves_much_open(const Rule& rule, size_t size) {
  const auto shape = shape_of(rule);
  if (!shape) return false;
  const auto fits = [&](const Variant& variant) {
    return variant.min_length() <= size && size <= variant.max_length();
  };
  const auto is_free = [&](const Variant& variant) {
    return !fits(variant) || Freedom(variant).of(size) >= kUnguessable;
  };
  return std::any_of(shape->variants.begin(), shape->variants.end(), fits) &&
         std::all_of(shape->variants.begin(), shape->variants.end(), is_free);
}

bool is_unguessable(const Finding& finding) {
  const size_t size = finding.secret.reveal().size();
  if (finding.rule->kind == MatchKind::kShape) return leaves_much_open(*finding.rule, size);
  return finding.proof == Proof::kStructure && size >= kLeastKeyText;
}

Error no_entry(uint64_t line, const std::string& why) {
  return usage_error("line " + std::to_string(line) + ": " + why);
}

// A key, a rule and a path, and perhaps a note.
Result<BaselineEntry> parse_entry(std::string_view line, uint64_t number) {
  BaselineEntry entry;
  entry.line = number;
  const size_t first = line.find(' ');
  const size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (line.starts_with("<<<<<<<") || line.starts_with("=======") || line.starts_with(">>>>>>>")) {
    return no_entry(number, "is of a merge conflict; keep the entries of both sides");
  }
  if (second == std::string_view::npos || !is_fingerprint(line.substr(0, first)) ||
      second + 1 == line.size()) {
    return no_entry(number,
                    "is no entry: 32 hex digits, a rule and a path; remove it, or make the file"
                    " anew with `aegis baseline update`");
  }
  entry.key = line.substr(0, first);
  entry.rule = line.substr(first + 1, second - first - 1);
  const std::string_view rest = line.substr(second + 1);
  const size_t note = rest.find(kNote);
  entry.path = rest.substr(0, note);
  if (note != std::string_view::npos) entry.note = rest.substr(note + kNote.size());
  return entry;
}

// Adds what `notes` says and the entry does not: a merge may bring the same more than once.
void join_notes(std::string_view notes, std::string& all) {
  constexpr std::string_view kBetween = "; ";
  while (!notes.empty()) {
    const std::string note(notes.substr(0, notes.find(kBetween)));
    notes.remove_prefix(std::min(notes.size(), note.size() + kBetween.size()));
    const bool is_there = (all + "; ").find(note + "; ") != std::string::npos;
    if (!note.empty() && !is_there) all += (all.empty() ? "" : "; ") + note;
  }
}

std::string text_of(const BaselineEntry& entry) {
  std::string text = entry.key + ' ' + entry.rule + ' ' + entry.path;
  if (!entry.note.empty()) text.append(kNote).append(entry.note);
  return text;
}

}  // namespace

std::string baseline_path(std::string_view path) {
  std::string shown = escaped_for_terminal(path);
  for (size_t at = shown.find(kNote); at != std::string::npos; at = shown.find(kNote, at)) {
    shown.replace(at + 1, 1, "\\x23");
  }
  return shown.empty() ? "." : shown;
}

std::string baseline_key(const Finding& finding) {
  if (!is_unguessable(finding)) return finding.fingerprint;
  std::string text = "aegis baseline 1";
  text.append(1, '\0').append(finding.rule->id).append(1, '\0').append(finding.secret.reveal());
  const auto digest = sha256(text);
  wipe(text);
  return to_hex(std::span(digest).first(kKeyBytes));
}

Baseline::Baseline(std::string file, std::vector<BaselineEntry> entries,
                   std::vector<std::string> comments)
    : SuppressionList(Kind::kBaseline, std::move(file)), comments_(std::move(comments)) {
  const auto by_text = [](const BaselineEntry& a, const BaselineEntry& b) {
    return std::tie(a.key, a.rule, a.path, a.note, a.line) <
           std::tie(b.key, b.rule, b.path, b.note, b.line);
  };
  std::sort(entries.begin(), entries.end(), by_text);
  for (BaselineEntry& entry : entries) {
    if (!entries_.empty() && entries_.back().key == entry.key) {
      join_notes(entry.note, entries_.back().note);
    } else {
      entries_.push_back(std::move(entry));
    }
  }
}

std::optional<size_t> Baseline::covering(const Finding& finding) const {
  if (entries_.empty()) return std::nullopt;
  const std::string key = baseline_key(finding);
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), key,
      [](const BaselineEntry& entry, const std::string& wanted) { return entry.key < wanted; });
  if (found == entries_.end() || found->key != key) return std::nullopt;
  return static_cast<size_t>(found - entries_.begin());
}

Suppression Baseline::entry(size_t number) const {
  const BaselineEntry& entry = entries_[number];
  Suppression suppression;
  suppression.line = entry.line;
  suppression.what = entry.key;
  suppression.reason = entry.note;
  return suppression;
}

Result<Baseline> parse_baseline(std::string_view text, std::string file) {
  std::vector<BaselineEntry> entries;
  std::vector<std::string> comments;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  for (uint64_t number = 1; !text.empty(); ++number) {
    std::string_view line = take_line(text);
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);  // npos + 1 is 0
    if (line.empty() || line == kHeader) continue;
    if (line.starts_with(kAnyHeader)) {
      return no_entry(number, "is of another version; this program knows version 1");
    }
    if (line[0] == '#') {
      comments.emplace_back(line);
      continue;
    }
    auto entry = parse_entry(line, number);
    if (!entry) return std::move(entry).error();
    entries.push_back(*std::move(entry));
  }
  return Baseline(std::move(file), std::move(entries), std::move(comments));
}

Result<Baseline> load_baseline(const std::string& path) {
  auto text = read_file(path, kMostBaselineBytes);
  if (!text) return usage_error(text.error().message()).in(path);
  auto baseline = parse_baseline(*text, path);
  if (!baseline) return std::move(baseline).error().in(path);
  return baseline;
}

std::string baseline_text(const Baseline& baseline) {
  std::string text = std::string(kHeader) + '\n';
  for (const std::string& comment : baseline.comments()) text += comment + '\n';
  for (const BaselineEntry& entry : baseline.entries()) text += text_of(entry) + '\n';
  return text;
}

}  // namespace aegis

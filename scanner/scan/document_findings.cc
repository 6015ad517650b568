#include "scanner/scan/document_findings.h"

#include <algorithm>
#include <utility>

namespace aegis {

void DocumentFindings::take(Detections& found) {
  if (found.findings.empty() && found.dropped.empty()) return;
  if (!origin_) {
    const auto from = document_.origin();
    origin_ =
        std::make_shared<const Origin>(Origin{printable_(from->path), from->identity, from->blob});
  }
  std::sort(found.findings.begin(), found.findings.end(), report_order);
  fingerprints_.set(found.findings);
  for (Finding& finding : found.findings) {
    finding.origin = origin_;
    if (is_of_file(finding)) {
      about_file_.push_back(std::move(finding));
    } else if (is_old(finding)) {
      explain(finding, "line is not new");
    } else {
      holds_something_ = holds_something_ || finding.confidence >= options_.confidence;
      settle(std::move(finding));
    }
  }
  found.findings.clear();
  for (Dropped& drop : found.dropped) {
    report_.explained.push_back({origin_->path, drop.line, drop.column, drop.rule->id,
                                 std::move(drop.redacted), std::move(drop.filter)});
  }
  found.dropped.clear();
}

void DocumentFindings::finish() {
  for (Finding& finding : about_file_) {
    // What a file is called adds nothing where what it holds has been found.
    if (holds_something_ && file_rules_.gives_way(*finding.rule)) {
      explain(finding, "what it holds is found");
    } else {
      settle(std::move(finding));
    }
  }
  for (const auto& [key, count] : counts_) {
    if (count.more == 0) continue;
    report_.truncated.push_back(
        {origin_->path, std::string(key.first), count.reported, count.more});
  }
}

bool DocumentFindings::is_old(const Finding& finding) {
  if (!has_read_earlier_) read_earlier();
  return earlier_ && earlier_->hold(finding.lines.reveal());
}

void DocumentFindings::read_earlier() {
  has_read_earlier_ = true;
  auto versions = document_.earlier_versions();
  if (!versions) {
    report_.notes.push_back(origin_->path + ": earlier version not read (" +
                            versions.error().message() + "); every finding counts as new");
  } else if (!versions->empty()) {
    earlier_.emplace(*std::move(versions));
  }
}

void DocumentFindings::settle(Finding&& finding) {
  // What suppresses it is of use even where it is too uncertain to be reported.
  std::optional<SuppressionUse::Place> by;
  if (!suppressions_.lists.empty()) {
    introduce(finding);
    by = suppression_of(finding, suppressions_);
    if (by) result_.used.note(*by);
  }
  if (options_.watch && options_.watch(finding)) {
    introduce(finding);
    result_.watched.push_back({finding, by});
  }
  if (finding.confidence < options_.confidence && !finding.is_example) {
    explain(finding, "low confidence: " + finding.doubt);
    return;
  }
  if (by) return leave_out(finding, *by);
  if (options_.keep_entries) keep_entry(finding);
  const bool is_known = finding.proof == Proof::kKnown;
  Count& count = counts_[{finding.rule->id, is_known ? finding.detail : ""}];
  if (count.reported == kMostOfRule) {
    ++count.more;
    return;
  }
  ++count.reported;
  introduce(finding);
  report_.findings.push_back(std::move(finding));
}

void DocumentFindings::leave_out(const Finding& finding, SuppressionUse::Place by) {
  const SuppressionList& list = *suppressions_.lists[by.list];
  const bool is_baseline = list.kind() == SuppressionList::Kind::kBaseline;
  ++(is_baseline ? report_.baselined : report_.ignored);
  explain(finding, is_baseline ? "baseline" : "ignore file");
}

void DocumentFindings::keep_entry(const Finding& finding) {
  if (finding.proof == Proof::kKnown) return;
  result_.entries.push_back({baseline_key(finding), finding.rule->id,
                             baseline_path(printable_(origin_->identity)), "", 0});
}

// Whoever commits chooses the name that is reported: it may hold a credential too.
void DocumentFindings::introduce(Finding& finding) {
  if (!has_introduction_) {
    has_introduction_ = true;
    if (const auto from = document_.introduction()) {
      Introduction safe = *from;
      safe.author = printable_(from->author);
      safe.email = printable_(from->email);
      introduction_ = std::make_shared<const Introduction>(std::move(safe));
    }
  }
  finding.introduction = introduction_;
}

void DocumentFindings::explain(const Finding& finding, std::string filter) {
  if (!options_.explain) return;
  report_.explained.push_back({finding.origin->path, finding.place.line, finding.place.column,
                               finding.rule->id, redacted_secret(finding), std::move(filter)});
}

}  // namespace aegis

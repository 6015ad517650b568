#include "scanner/cli/explanation.h"

#include <string_view>
#include <utility>

#include "scanner/base/lines.h"
#include "scanner/cli/rule_description.h"
#include "scanner/report/report.h"
#include "scanner/report/wording.h"
#include "scanner/scan/baseline.h"

namespace aegis {

namespace {

std::string line(const char* label, const std::string& words) {
  return std::string("  ") + label + escaped_for_terminal(words) + '\n';
}

std::string indented(std::string_view text) {
  std::string all;
  while (!text.empty()) all += "    " + std::string(take_line(text)) + '\n';
  return all;
}

std::string suppressed_by(const SuppressionUse::Place& by, const Suppressions& suppressions,
                          const Printable& printable) {
  const SuppressionList& list = *suppressions.lists[by.list];
  const Suppression entry = list.entry(by.entry);
  std::string words = "no: " + list.file() + ", line " + std::to_string(entry.line) + " covers it";
  if (!entry.reason.empty()) words += ": " + printable(entry.reason);
  if (!entry.owner.empty()) words += " (owner: " + printable(entry.owner) + ')';
  if (!entry.until.empty()) words += " (until " + entry.until + ')';
  return words;
}

// Lines that have expired cover nothing; who asks should know that there was one.
std::string expired_for(const Finding& finding, const Suppressions& suppressions) {
  for (const auto& list : suppressions.lists) {
    if (list->kind() != SuppressionList::Kind::kIgnoreFile) continue;
    for (size_t i = 0; i < list->size(); ++i) {
      const Suppression entry = list->entry(i);
      if (!entry.is_expired || entry.what != "finding:" + finding.fingerprint) continue;
      return "; " + list->file() + ", line " + std::to_string(entry.line) + " covered it until " +
             entry.until;
    }
  }
  return "";
}

std::string status_of(const WatchedFinding& watched, const Suppressions& suppressions,
                      const Printable& printable) {
  if (watched.by) return suppressed_by(*watched.by, suppressions, printable);
  std::string words = "yes";
  if (watched.finding.confidence == Confidence::kLow) words = "with --confidence low only";
  return words + expired_for(watched.finding, suppressions);
}

std::string confidence_of(const Finding& finding) {
  std::string words = name_of(finding.confidence);
  if (!finding.doubt.empty()) return words + ": lowered by the filter \"" + finding.doubt + '"';
  if (finding.confidence == finding.rule->confidence) return words + ", as the rule has it";
  return words + ", where the rule has " + name_of(finding.rule->confidence);
}

std::string to_suppress(const Finding& finding) {
  if (finding.proof == Proof::kKnown) return line("suppress:   ", how_to_allow(finding));
  return line("suppress:   ", "add this line to .aegisignore, and say why:") +
         "finding:" + finding.fingerprint + "  # " + finding.rule->id + " in " +
         baseline_path(finding.origin->identity) + '\n';
}

}  // namespace

std::string explanation_of(const WatchedFinding& watched, const Engine& engine,
                           const Suppressions& suppressions, const Printable& printable) {
  const Finding& finding = watched.finding;
  RunReport report;
  report.findings.push_back(finding);
  std::string text = render_report(report, {});
  text += line("print:      ", finding.fingerprint);
  text +=
      line("proof:      ", std::string(name_of(finding.proof)) + ": " + proof_in_words(finding));
  text += line("confidence: ", confidence_of(finding));
  text += line("reported:   ", status_of(watched, suppressions, printable));
  Finding shown = finding;
  shown.origin =
      std::make_shared<const Origin>(Origin{"", printable(finding.origin->identity), ""});
  text += to_suppress(shown);
  const auto rule = describe_rule(engine, finding.rule->id);
  if (rule) text += "  rule:\n" + indented(*rule);
  return text;
}

}  // namespace aegis

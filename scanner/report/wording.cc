#include "scanner/report/wording.h"

#include <ctime>
#include <iterator>

namespace aegis {

namespace {

constexpr const char* kAboutFile =
    "take the file out of what is committed, name it in .gitignore, and rotate what it holds";

}  // namespace

std::string what_it_is(const Provider& provider, const Rule& rule) {
  const bool says_all = rule.kind == MatchKind::kFile || rule.what.starts_with(provider.name);
  return says_all ? rule.what : provider.name + ' ' + rule.what;
}

std::string what_it_is(const Finding& finding) {
  const std::string words = what_it_is(*finding.provider, *finding.rule);
  return finding.is_example ? "documented example of " + words : words;
}

std::string proof_in_words(const Finding& finding) {
  constexpr const char* kWords[] = {"it is a value of your own",
                                    "its checksum is right",
                                    "it decodes to what it claims to be",
                                    "its counterpart stands close by",
                                    "a form that only this credential has",
                                    "it is named, or placed, as a secret"};
  std::string words = is_of_file(finding)  ? "files of this name hold secrets"
                      : finding.is_example ? "its provider's documentation prints it"
                                           : kWords[static_cast<size_t>(finding.proof)];
  if (!finding.detail.empty()) words += " (" + finding.detail + ')';
  return words;
}

std::string what_to_do(const Provider& provider, const Rule& rule) {
  if (!rule.now.empty()) return rule.now;
  if (rule.kind == MatchKind::kFile) return kAboutFile;
  return provider.rotate.empty() ? "rotate it at the provider" : "rotate it: " + provider.rotate;
}

std::string what_to_do(const Finding& finding) {
  if (finding.is_example) return "nothing to rotate: it is public and opens nothing";
  return what_to_do(*finding.provider, *finding.rule);
}

std::string summed_up(const Finding& finding) {
  return what_it_is(finding) + ": " + proof_in_words(finding) + ". Now: " + what_to_do(finding);
}

std::string how_to_allow(const Finding& finding) {
  if (finding.proof == Proof::kKnown) return "name it under \"except\" in your own configuration";
  return "add this line to .aegisignore: finding:" + finding.fingerprint;
}

std::string in_words(const Truncated& truncated) {
  return truncated.path + ": " + counted(truncated.reported, "finding") + " of rule " +
         truncated.rule + " are listed, " + std::to_string(truncated.more) + " more are not";
}

std::string in_words(const StaleSuppression& stale) {
  const std::string line = stale.line > 0 ? ", line " + std::to_string(stale.line) : "";
  return stale.file + line + ": " + stale.reason;
}

std::vector<std::string> notes_of(const RunReport& report) {
  std::vector<std::string> notes;
  for (const Truncated& truncated : report.truncated) notes.push_back(in_words(truncated));
  for (const StaleSuppression& stale : report.stale) notes.push_back(in_words(stale));
  notes.insert(notes.end(), report.notes.begin(), report.notes.end());
  return notes;
}

std::string counted(uint64_t number, std::string_view noun) {
  return std::to_string(number).append(" ").append(noun).append(number == 1 ? "" : "s");
}

std::string size_in_words(uint64_t bytes) {
  constexpr const char* kUnits[] = {" B", " kB", " MB", " GB", " TB", " PB", " EB"};
  size_t unit = 0;
  uint64_t tenths = 0;
  while (bytes >= 1000) {
    tenths = bytes % 1000 / 100;
    bytes /= 1000;
    ++unit;
  }
  const std::string whole = std::to_string(bytes);
  return (unit == 0 ? whole : whole + '.' + std::to_string(tenths)) + kUnits[unit];
}

std::string utc_in_words(int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char words[32];
  const size_t size = std::strftime(words, sizeof words, "%Y-%m-%dT%H:%M:%S", &parts);
  return {words, size};
}

}  // namespace aegis

#include "scanner/detect/reach.h"

#include <algorithm>

#include "scanner/base/char_set.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

bool spans_lines(const Variant& variant) {
  return std::any_of(variant.elements.begin(), variant.elements.end(), [](const Element& element) {
    return element.kind == ElementKind::kLiteral ? element.text.find('\n') != std::string::npos
                                                 : element.set.contains('\n');
  });
}

bool spans_lines(const Rule& rule) {
  if (rule.kind == MatchKind::kGrammar) return false;
  const auto shape = shape_of(rule);
  return shape && std::any_of(shape->variants.begin(), shape->variants.end(),
                              [](const Variant& variant) { return spans_lines(variant); });
}

// A command's words are those of its line, unless a quote or a backslash carries it on.
bool goes_over_lines(std::string_view bytes, size_t begin, size_t end) {
  const bool alone = (begin == 0 || !kWord.contains(bytes[begin - 1])) && end < bytes.size() &&
                     (bytes[end] == ' ' || bytes[end] == '\t');
  if (!alone) return false;
  const std::string_view rest = bytes.substr(end, kParagraphReach);
  return rest.substr(0, rest.find('\n')).find_first_of("\"'\\") != std::string_view::npos;
}

}  // namespace

ReachTable::ReachTable(const RuleBook& book) {
  for (const auto& triggers : book.plan.triggers) expressions_.push_back(entry_of(book, triggers));
  for (const auto& triggers : book.plan.keyword_triggers) {
    keywords_.push_back(entry_of(book, triggers));
  }
  for (const auto& triggers : book.plan.marker_triggers) {
    markers_.push_back(entry_of(book, triggers));
  }
  const auto spans = [&](const RunVariant& run) { return spans_lines(book.set.rules[run.rule]); };
  const auto& runs = book.plan.run_driven;
  if (std::any_of(runs.begin(), runs.end(), spans)) least_ = Reach::kDocument;
}

ReachTable::Entry ReachTable::entry_of(const RuleBook& book,
                                       const std::vector<Trigger>& triggers) const {
  Entry entry;
  bool all_commands = true;
  for (const Trigger& trigger : triggers) {
    const Rule& rule = book.set.rules[trigger.rule];
    Reach reach = Reach::kLines;
    if (rule.match == "private-key" || spans_lines(rule)) reach = Reach::kDocument;
    const bool command = rule.match == "command-password";
    if (rule.match == "netrc") reach = Reach::kStanza;
    if (command || rule.match == "docker-auth") reach = Reach::kParagraphs;
    if (reach == Reach::kLines) continue;
    entry.reach = std::max(entry.reach, reach);
    all_commands = all_commands && command;
    entry.command = trigger.width;
  }
  if (!all_commands) entry.command = 0;
  return entry;
}

Reach ReachTable::widest(const std::vector<RawMatch>& matches, const std::vector<Entry>& entries,
                         std::string_view bytes) {
  Reach widest = Reach::kLines;
  for (const RawMatch& match : matches) {
    const Entry& entry = entries[match.expression];
    if (entry.reach <= widest) continue;
    if (entry.command != 0 && !goes_over_lines(bytes, match.end - entry.command, match.end)) {
      continue;
    }
    widest = entry.reach;
  }
  return widest;
}

Reach ReachTable::of_expressions(const std::vector<RawMatch>& matches,
                                 std::string_view bytes) const {
  return widest(matches, expressions_, bytes);
}

Reach ReachTable::of_keywords(const std::vector<RawMatch>& matches, std::string_view bytes) const {
  return widest(matches, keywords_, bytes);
}

Reach ReachTable::of_markers(const std::vector<RawMatch>& matches, std::string_view bytes) const {
  return widest(matches, markers_, bytes);
}

}  // namespace aegis

#include "scanner/detect/ties.h"

#include <algorithm>
#include <optional>

#include "scanner/base/char_set.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/shape_match.h"

namespace aegis {

namespace {

// More than any filter (4,096 bytes around a secret) and any pair (4,096 bytes apart) reaches.
constexpr uint32_t kCandidateReach = 8 * 1024;
// From a keyword back to the beginning of its name, and what a name is cut by.
constexpr uint32_t kNameReach = 256;
// From a keyword on to the sign, the quote and the beginning of its value ...
constexpr uint32_t kSignReach = 320;
// ... and to the end of the value.
constexpr uint32_t kValueReach = kSignReach + 1088;
constexpr uint32_t kCommandReach = 2304;
constexpr uint32_t kStanzaReach = 640;
constexpr uint32_t kBlockReach = 12 * 1024 + 256;
constexpr uint32_t kPatternReach = kMaxMatch + 256;

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

std::string_view rest_of_line(std::string_view bytes, size_t at, size_t most) {
  const std::string_view rest = bytes.substr(at, most);
  return rest.substr(0, rest.find('\n'));
}

// A value in backticks goes over lines, and an element's value may stand on another line than its
// tag. Nothing is known of a line that goes on.
bool value_goes_on(std::string_view bytes, size_t, size_t end) {
  const std::string_view rest = rest_of_line(bytes, end, kSignReach);
  if (rest.size() == kSignReach) return true;
  if (rest.find('`') != std::string_view::npos) return true;
  const size_t last = rest.find_last_not_of(" \t\r");
  return last != std::string_view::npos && rest[last] == '>';
}

// A command's words are those of its line, unless a quote or a backslash carries it on.
bool command_goes_on(std::string_view bytes, size_t begin, size_t end) {
  const bool alone = (begin == 0 || !kWord.contains(bytes[begin - 1])) && end < bytes.size() &&
                     (bytes[end] == ' ' || bytes[end] == '\t');
  if (!alone) return false;
  const std::string_view rest = rest_of_line(bytes, end, kCommandReach);
  return rest.find_first_of("\"'\\") != std::string_view::npos;
}

struct Reach {
  uint32_t before = 0;
  uint32_t after = 0;
  bool (*goes_on)(std::string_view bytes, size_t begin, size_t end) = nullptr;
};

// Of the construct that the rule's keyword begins. Nothing: it stays on a line.
std::optional<Reach> reach_of(const Rule& rule) {
  if (rule.match == "assignment") return Reach{kNameReach, kValueReach, value_goes_on};
  if (rule.match == "command-password") return Reach{kNameReach, kCommandReach, command_goes_on};
  if (rule.match == "docker-auth") return Reach{kNameReach, kCommandReach, nullptr};
  if (rule.match == "netrc") return Reach{kNameReach, kStanzaReach, nullptr};
  if (rule.match == "private-key") return Reach{kNameReach, kBlockReach, nullptr};
  if (spans_lines(rule)) return Reach{kPatternReach, kPatternReach, nullptr};
  return std::nullopt;
}

}  // namespace

Tie tie_of_candidate(size_t begin, size_t size) {
  return {static_cast<uint32_t>(begin), kCandidateReach,
          static_cast<uint32_t>(size) + kCandidateReach, true};
}

TieTable::TieTable(const RuleBook& book)
    : expressions_(beginnings_of(book, book.plan.triggers)),
      keywords_(beginnings_of(book, book.plan.keyword_triggers)),
      markers_(beginnings_of(book, book.plan.marker_triggers)) {
  const auto& runs = book.plan.run_driven;
  ties_everything_ = std::any_of(runs.begin(), runs.end(), [&](const RunVariant& run) {
    return spans_lines(book.set.rules[run.rule]);
  });
}

TieTable::Beginnings TieTable::beginnings_of(const RuleBook& book,
                                             const std::vector<std::vector<Trigger>>& triggers) {
  Beginnings all;
  for (const auto& of_expression : triggers) {
    std::vector<Beginning>& beginnings = all.emplace_back();
    for (const Trigger& trigger : of_expression) {
      const auto reach = reach_of(book.set.rules[trigger.rule]);
      if (!reach) continue;
      const Beginning beginning{trigger.width, reach->before, reach->after, reach->goes_on};
      const bool is_known =
          std::find(beginnings.begin(), beginnings.end(), beginning) != beginnings.end();
      if (!is_known) beginnings.push_back(beginning);
    }
  }
  return all;
}

void TieTable::add(const std::vector<RawMatch>& matches, const Beginnings& beginnings,
                   std::string_view bytes, std::vector<Tie>& out) {
  for (const RawMatch& match : matches) {
    if (out.size() > kMostTies) return;
    for (const Beginning& beginning : beginnings[match.expression]) {
      const size_t begin = match.end - beginning.width;
      if (beginning.goes_on != nullptr && !beginning.goes_on(bytes, begin, match.end)) continue;
      out.push_back({static_cast<uint32_t>(begin), beginning.before,
                     beginning.width + beginning.after, false});
    }
  }
}

void TieTable::add_of_expressions(const std::vector<RawMatch>& matches, std::string_view bytes,
                                  std::vector<Tie>& out) const {
  add(matches, expressions_, bytes, out);
}

void TieTable::add_of_keywords(const std::vector<RawMatch>& matches, std::string_view bytes,
                               std::vector<Tie>& out) const {
  add(matches, keywords_, bytes, out);
}

void TieTable::add_of_markers(const std::vector<RawMatch>& matches, std::string_view bytes,
                              std::vector<Tie>& out) const {
  add(matches, markers_, bytes, out);
}

}  // namespace aegis

#include "scanner/gitleaks/matcher.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <span>
#include <utility>

#include "scanner/base/ascii.h"
#include "scanner/gitleaks/decoding.h"
#include "scanner/gitleaks/entropy.h"
#include "scanner/gitleaks/masking.h"

namespace aegis::gitleaks {

namespace {

constexpr std::string_view kAllowComment = "gitleaks:allow";

bool any_allows(const std::vector<Allowlist>& lists, const Site& site) {
  if (site.path.empty() && site.commit.empty()) return false;
  return std::any_of(lists.begin(), lists.end(),
                     [&](const Allowlist& list) { return list.allows(site); });
}

bool any_allows(const std::vector<Allowlist>& lists, const Site& site, const Passage& passage) {
  return std::any_of(lists.begin(), lists.end(),
                     [&](const Allowlist& list) { return list.allows(site, passage); });
}

std::string_view without_line_feeds(std::string_view text) {
  while (!text.empty() && text.front() == '\n') text.remove_prefix(1);
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  return text;
}

// The regex is run once more on the match alone, as gitleaks does, for the groups.
std::string_view secret_in(const Rule& rule, std::string_view match) {
  const auto groups = rule.regex->groups_of(match);
  if (!groups || groups->empty()) return match;
  if (rule.secret_group > 0) return (*groups)[rule.secret_group - 1];
  for (const std::string_view group : *groups) {
    if (!group.empty()) return group;
  }
  return match;
}

bool is_near(uint64_t a, uint64_t b, const std::optional<int64_t>& most) {
  if (!most) return true;
  return std::abs(static_cast<int64_t>(a) - static_cast<int64_t>(b)) <= *most;
}

bool is_near(const Match& match, const Match& part, const Required& required) {
  return is_near(match.place.start_line, part.place.start_line, required.within_lines) &&
         is_near(match.place.start_column, part.place.start_column, required.within_columns);
}

bool is_generic(const Rule& rule) {
  return contains_ignoring_case(rule.id, "generic");
}

// Specific matches by the line they begin on.
using ByLine = std::map<uint64_t, std::vector<std::string_view>>;

// A flood of matches on one line does not make comparing them slow.
constexpr size_t kMostCompared = 500;

ByLine specific_secrets(const std::vector<Match>& matches, size_t first) {
  ByLine lines;
  for (size_t i = first; i < matches.size(); ++i) {
    if (is_generic(*matches[i].rule)) continue;
    auto& secrets = lines[matches[i].place.start_line];
    if (secrets.size() < kMostCompared) secrets.push_back(matches[i].secret.reveal());
  }
  return lines;
}

// A rule that says what it found is believed before one that does not.
void drop_generic(std::vector<Match>& matches, size_t first) {
  std::vector<bool> drops(matches.size());
  const ByLine lines = specific_secrets(matches, first);
  for (size_t i = first; i < matches.size(); ++i) {
    const auto line = lines.find(matches[i].place.start_line);
    if (!is_generic(*matches[i].rule) || line == lines.end()) continue;
    const std::string_view own = matches[i].secret.reveal();
    drops[i] = std::any_of(line->second.begin(), line->second.end(), [&](std::string_view other) {
      return other.find(own) != std::string_view::npos;
    });
  }
  size_t kept = first;
  for (size_t i = first; i < matches.size(); ++i) {
    if (drops[i]) continue;
    if (kept != i) matches[kept] = std::move(matches[i]);
    ++kept;
  }
  matches.resize(kept);
}

std::vector<Span> secrets_of(std::span<const Match> matches) {
  std::vector<Span> secrets;
  for (const Match& match : matches) secrets.push_back(match.secret_in_pass);
  return secrets;
}

// Says what each match may show. REQUIRES: all are of `text`, and so are the secrets' places.
void show(std::string_view text, std::span<Match> matches, std::vector<Span> secrets) {
  const SecretPlaces places(std::move(secrets));
  for (Match& match : matches) {
    match.shown = places.masked(text, match.in_pass, match.secret.reveal());
  }
}

}  // namespace

struct Matcher::Run {
  const Fragment& fragment;
  LineIndex lines;
  Decoding decoding;
  bool as_part = false;  // of another rule
};

bool Matcher::wants(const Rule& rule, const std::vector<bool>& keywords) const {
  return rule.keywords.empty() || std::any_of(rule.keywords.begin(), rule.keywords.end(),
                                              [&](uint32_t word) { return keywords[word]; });
}

bool Matcher::allows(const Site& site) const {
  return any_allows(config_.allowlists, site);
}

bool Matcher::allows(const Site& site, const Passage& passage) const {
  return any_allows(config_.allowlists, site, passage);
}

Result<void> Matcher::scan(const Fragment& fragment, std::vector<Match>& out) const {
  if (allows(fragment.site)) return {};
  const size_t first = out.size();
  Run run{fragment, LineIndex(fragment.text, fragment.line, fragment.column),
          Decoding(fragment.text)};
  auto status = scan_pass(run, out);
  const size_t plain = out.size();
  for (unsigned i = 0; status && i < decodings_ && run.decoding.decode(); ++i) {
    std::vector<Match> found;
    status = scan_pass(run, found);
    show(run.decoding.text(), found, secrets_of(found));
    std::move(found.begin(), found.end(), std::back_inserter(out));
  }
  // A match shows no secret that stands encoded in it either.
  std::vector<Span> secrets = secrets_of(std::span(out).subspan(first, plain - first));
  for (size_t i = plain; i < out.size(); ++i) secrets.push_back(out[i].span);
  show(fragment.text, std::span(out).subspan(first, plain - first), std::move(secrets));
  drop_generic(out, first);
  return status;
}

Result<void> Matcher::scan_pass(Run& run, std::vector<Match>& out) const {
  const std::string_view text = run.decoding.text();
  std::vector<bool> keywords(config_.keyword_count);
  config_.keywords.find(text, [&](uint32_t word, size_t) {
    keywords[word] = true;
    return true;
  });
  Result<void> status;
  for (const Rule& rule : config_.rules) {
    if (!wants(rule, keywords) || rule.skip_report) continue;
    std::vector<Match> found;
    status = find(rule, run, found);
    if (status && !rule.parts.empty()) status = keep_composite(rule, run, found);
    std::move(found.begin(), found.end(), std::back_inserter(out));
    if (!status) break;
  }
  return status;
}

Result<void> Matcher::find(const Rule& rule, Run& run, std::vector<Match>& out) const {
  const Site& site = run.fragment.site;
  if (any_allows(rule.allowlists, site)) return {};
  if (rule.path && !rule.path->matches(site.path)) return {};
  if (rule.regex) return match(rule, run, out);
  if (!run.fragment.is_first || run.decoding.is_decoded()) return {};
  Match& by_path = out.emplace_back();
  by_path.rule = &rule;
  return {};
}

Result<void> Matcher::match(const Rule& rule, Run& run, std::vector<Match>& out) const {
  const std::string_view text = run.decoding.text();
  size_t count = 0;
  for (size_t from = 0; from < text.size();) {
    const auto span = rule.regex->find(text, from, text.size());
    if (!span) break;
    from = std::max(span->end, span->begin + 1);
    if (++count > kMostMatches) {
      return unreadable("rule " + rule.id + " matches more than " + std::to_string(kMostMatches) +
                        " times in a megabyte; make its regex narrower, or allow the path");
    }
    // What is the same as in the pass before has been found in it.
    if (run.decoding.is_decoded() && !run.decoding.touches(*span)) continue;
    Match match;
    if (accept(rule, run, *span, match)) out.push_back(std::move(match));
  }
  return {};
}

bool Matcher::accept(const Rule& rule, Run& run, Span span, Match& match) const {
  const std::string_view all = run.decoding.text();
  const std::string_view text = without_line_feeds(all.substr(span.begin, span.size()));
  if (text.empty()) return false;
  const auto at = static_cast<size_t>(text.data() - all.data());
  match.in_pass = {span.begin, at + text.size()};
  match.span = run.decoding.original(match.in_pass);
  const Span core = run.fragment.core;
  if (!run.as_part && (match.span.begin < core.begin || match.span.begin >= core.end)) return false;
  match.lines = run.lines.lines_of(match.span);
  const std::string_view line = run.fragment.text.substr(match.lines.begin, match.lines.size());
  if (comments_ == AllowComments::kHeed && line.find(kAllowComment) != std::string_view::npos) {
    return false;
  }
  const std::string_view secret = secret_in(rule, text);
  match.rule = &rule;
  match.entropy = secret.empty() ? 0 : entropy_of(secret);
  if (rule.entropy != 0 && match.entropy <= rule.entropy) return false;
  const bool is_decoded = run.decoding.is_decoded();
  const auto around = is_decoded ? run.decoding.lines_around(match.in_pass) : line;
  if (is_allowed(rule, run, {secret, text, around})) return false;
  if (is_decoded) match.tags = run.decoding.tags(match.in_pass);
  match.place = run.lines.place_of(match.span);
  match.secret = Secret(secret, 0);
  const size_t begin = secret.empty() ? at : static_cast<size_t>(secret.data() - all.data());
  match.secret_in_pass = {begin, begin + secret.size()};
  return true;
}

bool Matcher::is_allowed(const Rule& rule, const Run& run, const Passage& passage) const {
  return allows(run.fragment.site, passage) ||
         any_allows(rule.allowlists, run.fragment.site, passage);
}

// Leaves those of `found` to which each rule that is required has a match close by.
Result<void> Matcher::keep_composite(const Rule& rule, Run& run, std::vector<Match>& found) const {
  for (size_t i = 0; i < rule.parts.size() && !found.empty(); ++i) {
    std::vector<Match> parts;
    run.as_part = true;
    Result<void> status;
    if (rule.parts[i] < config_.rules.size()) {
      status = find(config_.rules[rule.parts[i]], run, parts);
    }
    run.as_part = false;
    if (!status) return status;
    std::erase_if(found, [&](const Match& match) {
      return std::none_of(parts.begin(), parts.end(), [&](const Match& part) {
        return is_near(match, part, rule.required[i]);
      });
    });
  }
  return {};
}

}  // namespace aegis::gitleaks

#include "scanner/detect/judge.h"

#include <algorithm>
#include <tuple>

#include "scanner/base/hex.h"
#include "scanner/base/sha.h"
#include "scanner/detect/allow_comment.h"
#include "scanner/detect/checks.h"
#include "scanner/detect/value_judge.h"
#include "scanner/detect/word_model.h"

namespace aegis {

namespace {

constexpr size_t kPairReach = 4096;  // bytes between a secret and its counterpart, at most
constexpr size_t kAround = 4096;     // of text that a check may see to either side

std::string_view part(std::string_view bytes, Span span) {
  return bytes.substr(span.begin, span.size());
}

void drop(Candidate& candidate, std::string objection) {
  candidate.objection = std::move(objection);
  candidate.dropped = true;
}

void doubt(Candidate& candidate, std::string objection) {
  if (candidate.objection.empty()) candidate.objection = std::move(objection);
  candidate.confidence = Confidence::kLow;
}

// --- the filters ---------------------------------------------------------------------------------

void filter_entropy(std::string_view bytes, Candidate& candidate) {
  const double least = candidate.rule->entropy;
  if (least <= 0) return;
  if (shannon_entropy(part(bytes, candidate.secret)) < least) drop(candidate, "entropy");
}

void filter_check(std::string_view bytes, Candidate& candidate) {
  if (candidate.rule->check == Check::kNone) return;
  const Span secret = candidate.secret;
  const size_t from = secret.begin > kAround ? secret.begin - kAround : 0;
  const std::string_view around = bytes.substr(from, secret.end + kAround - from);
  CheckResult result = run_check(candidate.rule->check, part(bytes, secret), around);
  if (result.verdict == Verdict::kRefuted) {
    drop(candidate, std::string("check ") + "failed");
    return;
  }
  if (!result.detail.empty()) candidate.detail = std::move(result.detail);
  if (result.verdict == Verdict::kUnproven) return;
  candidate.proof =
      std::min(candidate.proof, result.checksum ? Proof::kChecksum : Proof::kStructure);
}

// A token of a known shape that is plainly a stand-in: shown to those who ask for low confidence.
void filter_stand_in(std::string_view bytes, Candidate& candidate) {
  if (candidate.rule->kind == MatchKind::kGrammar || candidate.proof == Proof::kChecksum) return;
  const std::string_view body = part(bytes, candidate.secret).substr(candidate.public_prefix);
  if (looks_made_up(body)) doubt(candidate, "placeholder");
}

void filter_documented(std::string_view bytes, Candidate& candidate) {
  const auto& documented = candidate.rule->documented;
  if (documented.empty()) return;
  const std::string digest = to_hex(sha256(part(bytes, candidate.secret)));
  if (std::find(documented.begin(), documented.end(), digest) != documented.end()) {
    drop(candidate, "documented example");
  }
}

// A commit pinned after `@` (uses: owner/action@<40 hex>) is no key, whatever the owner's name.
void filter_pinned_commit(std::string_view bytes, Candidate& candidate) {
  if (candidate.rule->kind == MatchKind::kGrammar || candidate.rule->near.empty()) return;
  const Span secret = candidate.secret;
  if (secret.begin == 0 || secret.size() < 40) return;
  const std::string_view text = part(bytes, secret);
  const bool hex = std::all_of(text.begin(), text.end(), [](char c) { return kHex.contains(c); });
  if (hex && bytes[secret.begin - 1] == '@') drop(candidate, "pinned commit");
}

void filter_allowed(std::string_view bytes, Candidate& candidate) {
  const auto comment = allow_comment(bytes, candidate.secret, candidate.rule->id);
  if (!comment.empty()) drop(candidate, "comment " + std::string(comment));
}

using Filter = void (*)(std::string_view bytes, Candidate& candidate);
constexpr Filter kFilters[] = {filter_pinned_commit, filter_entropy,    filter_check,
                               filter_stand_in,      filter_documented, filter_allowed};

// --- several rules, one secret -------------------------------------------------------------------

bool is_specific(const Candidate& candidate) {
  return candidate.rule->kind != MatchKind::kGrammar;
}

// Best first: proven by more, of a rule that knows the form, more certain, more severe, longer.
bool better(const Candidate& a, const Candidate& b) {
  const auto key = [](const Candidate& c) {
    return std::tuple(c.proof, !is_specific(c), -static_cast<int>(c.confidence),
                      -static_cast<int>(c.rule->severity), ~c.secret.size(), c.secret.begin,
                      std::string_view(c.rule->id));
  };
  return key(a) < key(b);
}

bool overlap(Span a, Span b) { return a.begin < b.end && b.begin < a.end; }

void keep_best_of_overlapping(std::vector<Candidate>& candidates) {
  std::vector<Candidate*> order;
  for (Candidate& candidate : candidates) order.push_back(&candidate);
  std::sort(order.begin(), order.end(), [](const Candidate* a, const Candidate* b) { return better(*a, *b); });
  // Spans that are taken, sorted by beginning; they never overlap each other.
  std::vector<Span> taken;
  const auto is_taken = [&](Span span) {
    auto at = std::lower_bound(taken.begin(), taken.end(), span,
                               [](Span a, Span b) { return a.end <= b.begin; });
    return at != taken.end() && overlap(*at, span);
  };
  const auto take = [&](Span span) {
    taken.insert(std::upper_bound(taken.begin(), taken.end(), span,
                                  [](Span a, Span b) { return a.begin < b.begin; }),
                 span);
  };
  // A token whose checksum is wrong is known to be none, so a rule that goes by its name does not
  // report it either.
  std::vector<Span> refuted;
  for (const Candidate* candidate : order) {
    if (candidate->dropped && candidate->objection == "checksum") refuted.push_back(candidate->secret);
  }
  for (Candidate* candidate : order) {
    if (candidate->dropped) continue;
    const bool is_refuted =
        candidate->proof == Proof::kContext &&
        std::any_of(refuted.begin(), refuted.end(), [&](Span s) { return overlap(s, candidate->secret); });
    if (is_refuted) {
      drop(*candidate, "checksum");
    } else if (is_taken(candidate->secret)) {
      drop(*candidate, "more specific rule");
    } else {
      take(candidate->secret);
    }
  }
}

// --- pairs -----------------------------------------------------------------------------------------

bool within_lines(std::string_view bytes, Span a, Span b, uint32_t lines) {
  const size_t from = std::min(a.end, b.end);
  const size_t to = std::max(a.begin, b.begin);
  if (to <= from) return true;
  if (to - from > kPairReach) return false;
  const std::string_view between = bytes.substr(from, to - from);
  return static_cast<uint32_t>(std::count(between.begin(), between.end(), '\n')) <= lines;
}

// REQUIRES: candidates are sorted by place.
void resolve_pairs(std::string_view bytes, std::vector<Candidate>& candidates) {
  size_t longest = 0;
  for (const Candidate& candidate : candidates) longest = std::max(longest, candidate.secret.size());
  const auto begins_before = [](const Candidate& candidate, size_t at) {
    return candidate.secret.begin < at;
  };
  for (Candidate& candidate : candidates) {
    const Rule& rule = *candidate.rule;
    if (rule.with.empty() || candidate.dropped) continue;
    const size_t reach = std::min(candidate.secret.begin, kPairReach + longest);
    const auto first = std::lower_bound(candidates.begin(), candidates.end(),
                                        candidate.secret.begin - reach, begins_before);
    const auto last = std::lower_bound(first, candidates.end(),
                                       candidate.secret.end + kPairReach + 1, begins_before);
    const bool paired = std::any_of(first, last, [&](const Candidate& other) {
      return other.rule->id == rule.with && !other.dropped && !overlap(other.secret, candidate.secret) &&
             within_lines(bytes, candidate.secret, other.secret, rule.within);
    });
    if (paired) {
      candidate.proof = std::min(candidate.proof, Proof::kPair);
    } else if (candidate.needs_pair) {
      drop(candidate, "no counterpart");
    }
  }
}

bool same_match(const Candidate& a, const Candidate& b) {
  return a.rule == b.rule && a.secret == b.secret;
}

bool by_place(const Candidate& a, const Candidate& b) {
  const auto key = [](const Candidate& c) {
    return std::tuple(c.secret.begin, c.secret.end, std::string_view(c.rule->id), c.dropped,
                      c.needs_pair);
  };
  return key(a) < key(b);
}

}  // namespace

void judge(std::string_view bytes, std::vector<Candidate>& candidates) {
  std::sort(candidates.begin(), candidates.end(), by_place);
  candidates.erase(std::unique(candidates.begin(), candidates.end(), same_match), candidates.end());
  for (Candidate& candidate : candidates) {
    for (const Filter filter : kFilters) {
      if (candidate.dropped) break;
      filter(bytes, candidate);
    }
  }
  resolve_pairs(bytes, candidates);
  keep_best_of_overlapping(candidates);
}

}  // namespace aegis

#include "scanner/detect/judge.h"

#include <algorithm>
#include <tuple>

#include "scanner/base/hex.h"
#include "scanner/base/sha.h"
#include "scanner/detect/allow_comment.h"
#include "scanner/detect/assignment.h"
#include "scanner/detect/checks.h"
#include "scanner/detect/overlaps.h"
#include "scanner/detect/secret_name.h"
#include "scanner/detect/stand_in.h"
#include "scanner/detect/value_form.h"
#include "scanner/detect/word_model.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

constexpr CharSet kQuote("\"'`");
constexpr size_t kPairReach = 4096;  // bytes between a secret and its counterpart, at most
constexpr size_t kAround = 4096;     // of text that a check may see to either side

std::string_view part(std::string_view bytes, Span span) {
  return bytes.substr(span.begin, span.size());
}

void drop(Candidate& candidate, std::string objection) {
  candidate.objection = std::move(objection);
  candidate.dropped = true;
}

void refute(Candidate& candidate, std::string objection) {
  drop(candidate, std::move(objection));
  candidate.refutes = true;
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

// Whether the text before `at` reaches back to a quote over nothing that ends a value.
bool is_within_quoted_value(std::string_view bytes, size_t at) {
  constexpr size_t kFurthest = 128;
  constexpr CharSet kEnds(" \t\r\n/:=&,;(){}[]<>\\");
  for (size_t i = 1; i <= std::min(at, kFurthest); ++i) {
    if (kQuote.contains(bytes[at - i])) return true;
    if (kEnds.contains(bytes[at - i])) return false;
  }
  return false;
}

// A bare shape in a value that holds more than it, before or after it, is a part of another one.
void filter_part(std::string_view bytes, Candidate& candidate) {
  if (candidate.rule->kind == MatchKind::kGrammar || candidate.rule->near.empty()) return;
  constexpr CharSet kGoesOn("?^!*$%#~");
  constexpr CharSet kCameBefore("?^*$~");
  const Span secret = candidate.secret;
  if (secret.begin < 2) return;
  const char before = bytes[secret.begin - 1];
  const char before_that = bytes[secret.begin - 2];
  const bool more_after =
      kQuote.contains(before) && secret.end < bytes.size() && kGoesOn.contains(bytes[secret.end]);
  const bool more_before =
      kCameBefore.contains(before) && is_within_quoted_value(bytes, secret.begin - 1);
  // Of several parts between dots, one more.
  const bool more_parts = before == '.' && kWord.contains(before_that) &&
                          part(bytes, secret).find('.') != std::string_view::npos;
  const bool sign_before = before == '=' && kQuote.contains(before_that);
  if (more_after || more_before || more_parts || sign_before) {
    drop(candidate, "part of a longer value");
  }
}

// `logo-<32 hex>.png`: a hash that a build put into the name of a file.
void filter_file_name(std::string_view bytes, Candidate& candidate) {
  if (candidate.rule->kind == MatchKind::kGrammar || candidate.proof != Proof::kShape) return;
  constexpr std::string_view kEndings[] = {".png", ".jpg",  ".jpeg", ".gif",  ".svg",
                                           ".ico", ".webp", ".css",  ".woff", ".ttf",
                                           ".map", ".js",   ".mp4",  ".pdf"};
  const std::string_view after = bytes.substr(candidate.secret.end, 6);
  for (const std::string_view ending : kEndings) {
    const bool ends = after.starts_with(ending) &&
                      (after.size() == ending.size() || !kWord.contains(after[ending.size()]));
    if (ends) return drop(candidate, "name of a file");
  }
}

void filter_check(std::string_view bytes, Candidate& candidate) {
  if (candidate.rule->check == Check::kNone) return;
  const Span secret = candidate.secret;
  const size_t from = secret.begin > kAround ? secret.begin - kAround : 0;
  const std::string_view around = bytes.substr(from, secret.end + kAround - from);
  CheckResult result = run_check(candidate.rule->check, part(bytes, secret), around);
  if (result.verdict == Verdict::kRefuted) {
    refute(candidate, "check failed");
    return;
  }
  if (result.verdict == Verdict::kUnlike) drop(candidate, "check failed");
  candidate.disproved = candidate.disproved || result.verdict == Verdict::kDisproved;
  if (result.verdict == Verdict::kDoubted || candidate.disproved) doubt(candidate, "checksum");
  if (result.verdict == Verdict::kUnsure)
    candidate.confidence = std::min(candidate.confidence, Confidence::kMedium);
  if (result.severity) candidate.severity = result.severity;
  if (!candidate.detail.empty() && !result.detail.empty()) candidate.detail += ", ";
  candidate.detail += result.detail;
  if (result.verdict != Verdict::kProven) return;
  candidate.proof =
      std::min(candidate.proof, result.checksum ? Proof::kChecksum : Proof::kStructure);
}

// A token of a known shape that is plainly a stand-in: shown to those who ask for low confidence.
void filter_stand_in(std::string_view bytes, Candidate& candidate) {
  if (candidate.rule->kind == MatchKind::kGrammar || candidate.proof == Proof::kChecksum) return;
  const std::string_view body = part(bytes, candidate.secret).substr(candidate.public_prefix);
  if (!looks_made_up(body)) return;
  if (is_masked(body)) drop(candidate, "mask");
  if (candidate.disproved) drop(candidate, "placeholder with a wrong checksum");
  doubt(candidate, "placeholder");
}

void filter_documented(std::string_view bytes, Candidate& candidate) {
  const auto& documented = candidate.rule->documented;
  if (documented.empty()) return;
  const std::string digest = to_hex(sha256(part(bytes, candidate.secret)));
  if (std::find(documented.begin(), documented.end(), digest) != documented.end()) {
    refute(candidate, "documented example");
    candidate.is_example = true;
  }
}

// The name of a git object, whatever provider is named near it: pinned (`uses: owner/action@<40
// hex>`, `.git#<40 hex>`), in a link (`/commit/<40 hex>`), or in a list of refs (`<40 hex>
// refs/tags/...`).
void filter_object_name(std::string_view bytes, Candidate& candidate) {
  if (candidate.rule->kind == MatchKind::kGrammar || candidate.rule->near.empty()) return;
  const Span secret = candidate.secret;
  const std::string_view text = part(bytes, secret);
  const bool hex = std::all_of(text.begin(), text.end(), [](char c) { return kHex.contains(c); });
  if (!hex) return;
  const std::string_view before = bytes.substr(secret.begin - std::min<size_t>(secret.begin, 8),
                                               std::min<size_t>(secret.begin, 8));
  const std::string_view after = bytes.substr(secret.end, 6);
  constexpr std::string_view kLinks[] = {"@",     "#",     "commit/", "commits/",
                                         "tree/", "blob/", "raw/",    "commit "};
  const bool linked = std::any_of(std::begin(kLinks), std::end(kLinks),
                                  [&](std::string_view link) { return before.ends_with(link); });
  if (linked || after == " refs/" || after == "\trefs/") drop(candidate, "git object name");
}

// What its own name says is an id, a hash or a place is no secret, though a provider is named
// beside it: `meta_scaleway_instance_id: <uuid>`, `sha256: <64 hex>`. Rules of low severity are for
// ids, and some words of `near` are such names themselves (`cc_test_reporter_id`).
void filter_own_name(std::string_view bytes, Candidate& candidate) {
  const Rule& rule = *candidate.rule;
  if (rule.kind == MatchKind::kGrammar || rule.near.empty()) return;
  if (rule.confidence == Confidence::kHigh || rule.severity == Severity::kLow) return;
  const std::string_view name = part(bytes, name_before(bytes, candidate.secret.begin));
  if (!name_is_of_identifier(name)) return;
  const std::string folded = folded_word(name);
  const bool meant = std::any_of(rule.near.begin(), rule.near.end(), [&](const std::string& word) {
    return folded.ends_with(folded_word(word));
  });
  if (!meant) drop(candidate, "name");
}

// Whether the text that `at` stands in, before it, is a URL up to its path.
bool is_within_url_path(std::string_view bytes, size_t at) {
  constexpr size_t kFurthest = 256;
  constexpr CharSet kEnds(" \t\r\n\"'`<>()[]{}?#,;=");
  for (size_t i = 1; i <= std::min(at, kFurthest); ++i) {
    if (kEnds.contains(bytes[at - i])) return false;
    if (bytes.compare(at - i, 3, "://") == 0) return true;
  }
  return false;
}

// `https://host/<parts of a path>`, though a provider is named in it: base64 has slashes too.
void filter_url_path(std::string_view bytes, Candidate& candidate) {
  if (candidate.rule->kind == MatchKind::kGrammar || candidate.rule->near.empty()) return;
  if (candidate.proof != Proof::kShape) return;
  if (part(bytes, candidate.secret).find('/') == std::string_view::npos) return;
  if (is_within_url_path(bytes, candidate.secret.begin)) drop(candidate, "path");
}

// A long name in words is no token, though it has a token's length and stands by a provider's name.
void filter_words(std::string_view bytes, Candidate& candidate) {
  if (candidate.rule->kind == MatchKind::kGrammar || candidate.rule->near.empty()) return;
  if (candidate.proof != Proof::kShape || candidate.rule->confidence == Confidence::kHigh) return;
  const std::string_view body = part(bytes, candidate.secret).substr(candidate.public_prefix);
  const double surprise = letter_surprise(body);
  constexpr size_t kLong = 32;
  const size_t digits = count_in(body, kDigits);
  const bool has_few_digits = digits == 0 || (body.size() >= kLong && digits * 12 <= body.size());
  const bool is_constant = is_constant_name(body) && surprise < kRandomish;
  if (is_constant || (has_few_digits && surprise < kWordy)) drop(candidate, "words");
}

void filter_allowed(std::string_view bytes, Candidate& candidate) {
  const auto comment = allow_comment(bytes, candidate.secret, candidate.rule->id);
  if (!comment.empty()) refute(candidate, "comment " + std::string(comment));
}

using Filter = void (*)(std::string_view bytes, Candidate& candidate);
constexpr Filter kFilters[] = {filter_documented, filter_object_name, filter_own_name,
                               filter_part,       filter_file_name,   filter_entropy,
                               filter_check,      filter_url_path,    filter_words,
                               filter_stand_in,   filter_allowed};

// --- pairs ---------------------------------------------------------------------------------------

bool overlap(Span a, Span b) {
  return a.begin < b.end && b.begin < a.end;
}

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
  for (const Candidate& candidate : candidates)
    longest = std::max(longest, candidate.secret.size());
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
      return other.rule->id == rule.with && !other.dropped &&
             !overlap(other.secret, candidate.secret) &&
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
  return a.rule == b.rule && a.secret == b.secret && a.decoded == b.decoded;
}

// Of the same match the first one is kept. A rule may come to it twice: by two keywords that stand
// in one name, which may be longer than is looked at from either.
bool by_place(const Candidate& a, const Candidate& b) {
  const auto key = [](const Candidate& c) {
    return std::tuple(c.secret.begin, c.secret.end, std::string_view(c.rule->id),
                      c.decoded.reveal(), c.dropped, c.needs_pair, c.of_view,
                      -static_cast<int>(c.confidence), c.name.begin, std::string_view(c.detail));
  };
  return key(a) < key(b);
}

void sort_without_repeats(std::vector<Candidate>& candidates) {
  std::sort(candidates.begin(), candidates.end(), by_place);
  candidates.erase(std::unique(candidates.begin(), candidates.end(), same_match), candidates.end());
}

}  // namespace

void judge(std::string_view bytes, std::vector<Candidate>& candidates) {
  sort_without_repeats(candidates);
  for (Candidate& candidate : candidates) {
    for (const Filter filter : kFilters) {
      if (candidate.dropped || candidate.proof == Proof::kKnown) break;
      filter(bytes, candidate);
    }
  }
  resolve_pairs(bytes, candidates);
  keep_best_of_overlapping(candidates);
}

void resolve_overlaps(std::vector<Candidate>& candidates) {
  sort_without_repeats(candidates);
  keep_best_of_overlapping(candidates);
}

bool is_hopeless(std::string_view bytes, Candidate candidate, Confidence least) {
  if (candidate.proof == Proof::kKnown) return false;
  // Those of kFilters that look no further than a few bytes, the cheapest first.
  constexpr Filter kNear[] = {filter_object_name, filter_file_name,  filter_entropy,
                              filter_words,       filter_documented, filter_stand_in};
  for (const Filter filter : kNear) {
    if (candidate.dropped || candidate.confidence < least) return true;
    filter(bytes, candidate);
  }
  return candidate.dropped || candidate.confidence < least;
}

}  // namespace aegis

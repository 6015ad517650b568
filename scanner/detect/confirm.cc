#include "scanner/detect/confirm.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "scanner/base/ascii.h"
#include "scanner/base/bits.h"
#include "scanner/base/glob.h"
#include "scanner/detect/assignment.h"
#include "scanner/detect/password_file.h"
#include "scanner/detect/provider_name.h"
#include "scanner/detect/random_value.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/shape_match.h"

namespace aegis {

namespace {

constexpr size_t kLongestPath = 1024;
// Whether the bytes of `seen`, around a keyword at `keyword`, stand just so around the one at `at`.
bool is_repeated(std::string_view bytes, Span seen, size_t keyword, size_t at) {
  const size_t before = keyword - seen.begin;
  if (seen.size() == 0 || before > at || at - before + seen.size() > bytes.size()) return false;
  return std::memcmp(bytes.data() + seen.begin, bytes.data() + at - before, seen.size()) == 0;
}

// Whether a dash stands before `begin`, and before that a word that says what follows:
// `acme-secret-...`, `ACME_KEY-...`.
bool is_after_naming_word(std::string_view bytes, size_t begin) {
  if (begin == 0 || bytes[begin - 1] != '-') return false;
  constexpr std::string_view kWords[] = {"key", "token", "secret", "access", "private"};
  const std::string_view before = bytes.substr(0, begin - 1);
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) {
    return before.size() >= word.size() &&
           equals_ignoring_case(before.substr(before.size() - word.size()), word);
  });
}

// Calls visit(at) for each of `- /` that stands in the run.
template <typename Visit>
void for_each_seam(std::string_view bytes, const KindMap& map, Run run, const Visit& visit) {
  for (size_t at = run.begin; at < run.end; at += kWordBits) {
    uint64_t separators = map.from(Kind::kSeparator, at) & first_bits(run.end - at);
    for (; separators != 0; separators &= separators - 1) {
      const size_t place = at + first_bit(separators);
      if (bytes[place] != '+') visit(place);
    }
  }
}

// In a run, a token may begin at the run's beginning or, as a part of a path or a URL, after a
// slash, or after a dash where the word before it names it; such a part, which goes on to the next
// slash, must itself be long and mixed enough.
template <typename Visit>
void for_each_beginning(std::string_view bytes, const KindMap& map, Run run, const Visit& visit) {
  // Longer than any match: data in base64, say. Its parts between slashes mean nothing.
  if (run.size() <= kMaxMatch) visit(run.begin);
  if (run.size() > kLongestPath) return;
  for_each_seam(bytes, map, run, [&](size_t at) {
    const size_t part = at + 1;
    if (run.end - part < kMinRun) return;
    if (bytes[at] == '-' && !is_after_naming_word(bytes, part)) return;
    const size_t end = std::min<size_t>(bytes.substr(0, run.end).find('/', part), run.end);
    if (end - part >= kMinRun && is_mixed(map, part, end)) visit(part);
  });
}

// How many letters and digits [begin, end) begins with.
size_t leading_alnum(const KindMap& map, size_t begin, size_t end) {
  for (size_t at = begin; at < end; at += kWordBits) {
    const uint64_t others = ~(map.from(Kind::kDigit, at) | map.from(Kind::kLowerCase, at) |
                              map.from(Kind::kUpperCase, at));
    if (others != 0) return std::min(at + first_bit(others), end) - begin;
  }
  return end - begin;
}

}  // namespace

void Confirmer::set_path(std::string_view path) {
  excluded_.clear();
  for (const uint32_t index : book_.placed) {
    const auto& files = book_.set.rules[index].files;
    const bool applies = std::any_of(files.begin(), files.end(), [&](const std::string& glob) {
      return glob_matches(glob, path);
    });
    if (applies) continue;
    excluded_.resize(book_.set.rules.size(), false);
    excluded_[index] = true;
  }
}

const Shape& Confirmer::shape(uint32_t rule) {
  auto& slot = known_[rule];
  if (!slot) {
    slot = std::make_unique<Known>();
    auto parsed = shape_of(book_.set.rules[rule]);
    if (parsed) slot->shape = *std::move(parsed);
    for (const Variant& variant : slot->shape.variants) slot->freedom.emplace_back(variant);
  }
  return slot->shape;
}

uint32_t Confirmer::freedom(uint32_t rule, const Variant& variant, size_t size) const {
  const Known& known = *known_[rule];
  return known.freedom[static_cast<size_t>(&variant - known.shape.variants.data())].of(size);
}

bool Confirmer::is_named(uint32_t rule, std::string_view bytes, size_t begin) {
  if (provider_before(book_.set, bytes, begin) == book_.set.rules[rule].provider) return true;
  naming_map_.map(bytes, begin - std::min(begin, kNamingReach + 1), begin);
  std::vector<NearWord> words;
  book_.near.find(bytes.substr(0, begin), naming_map_, naming_begin(naming_map_, begin), begin,
                  words);
  return std::any_of(words.begin(), words.end(), [&](const NearWord& word) {
    const auto rules = book_.near.rules_of(word.word);
    return std::binary_search(rules.begin(), rules.end(), rule);
  });
}

bool Confirmer::try_variant(uint32_t index, const Variant& variant, size_t begin,
                            const GrammarText& text, std::vector<Candidate>& out) {
  if (!stands_alone_before(text.bytes, begin)) return false;
  // Nor does it stand alone after a character that it could have begun with, unless that is the
  // dash after a word that names it.
  const Element& first = variant.elements.front();
  const bool cut = begin > 0 && first.kind == ElementKind::kClass &&
                   !kWord.contains(text.bytes[begin - 1]) &&
                   first.set.contains(text.bytes[begin - 1]);
  if (cut && !is_after_naming_word(text.bytes, begin)) return false;
  const auto end = match_variant(variant, text.bytes, begin);
  if (!end) return false;
  const Rule& rule = book_.set.rules[index];
  Candidate candidate;
  candidate.rule = &rule;
  candidate.provider = &book_.set.provider_of(rule);
  candidate.secret = {begin, *end};
  candidate.confidence = rule.confidence;
  candidate.freedom = freedom(index, variant, candidate.secret.size());
  // Of a token that is nothing but literal, nothing would be left to hide.
  candidate.public_prefix = std::min(variant.prefix().size(), candidate.secret.size() / 2);
  const std::string_view token = text.bytes.substr(begin, *end - begin);
  switch (verify_shape_checksum(variant, token)) {
    case ChecksumVerdict::kNone:
      break;
    case ChecksumVerdict::kGood:
      candidate.proof = Proof::kChecksum;
      break;
    case ChecksumVerdict::kBad:
      candidate.objection = "checksum";
      candidate.disproved = true;
      candidate.confidence = Confidence::kLow;
      break;
  }
  out.push_back(std::move(candidate));
  return true;
}

void Confirmer::follow_variant(const Trigger& trigger, size_t end, const GrammarText& text,
                               std::vector<Candidate>& out) {
  const Rule& rule = book_.set.rules[trigger.rule];
  const Variant& variant = shape(trigger.rule).variants[trigger.variant];
  const size_t anchor = end - trigger.width;
  // What follows a literal prefix decides most often, and at once.
  if (trigger.before_max == 0 && variant.elements.size() > 1 && end < text.bytes.size() &&
      variant.elements[0].min == trigger.width && variant.elements[1].kind == ElementKind::kClass) {
    const Element& next = variant.elements[1];
    const size_t most = std::min<size_t>(next.min, text.bytes.size() - end);
    for (size_t i = 0; i < most; ++i) {
      if (!next.set.contains(text.bytes[end + i])) return;
    }
  }
  for (size_t before = std::min<size_t>(trigger.before_max, anchor); before >= trigger.before_min;
       --before) {
    const size_t begin = anchor - before;
    const size_t so_far = out.size();
    if (try_variant(trigger.rule, variant, begin, text, out)) {
      const bool named = rule.near.empty() || is_named(trigger.rule, text.bytes, begin);
      if (!named && rule.with.empty()) {
        out.resize(so_far);
      } else {
        out.back().needs_pair = !rule.with.empty() && (rule.near.empty() || !named);
      }
      return;
    }
    if (before == 0) return;
  }
}

// A short value says little by itself, so it must be the whole of what its name is given.
void Confirmer::follow_named(const Trigger& trigger, size_t end, const GrammarText& text,
                             std::vector<Candidate>& out) {
  const auto found = assignment_around(text.bytes, {end - trigger.width, end});
  if (!found) return;
  const Variant& variant = shape(trigger.rule).variants[trigger.variant];
  const size_t so_far = out.size();
  if (!try_variant(trigger.rule, variant, found->value.begin, text, out)) return;
  const size_t value_end = out.back().secret.end;
  constexpr CharSet kCalls("([{");
  const bool is_expression =
      found->quote == 0 && value_end < text.bytes.size() && kCalls.contains(text.bytes[value_end]);
  // The parser ends an unquoted value at a `|`, which a shape may know more about.
  if (value_end < found->value.end || is_expression) out.resize(so_far);
}

void Confirmer::adopt(const Rule& rule, size_t from, const GrammarText& text,
                      std::vector<Candidate>& out) const {
  for (size_t i = from; i < out.size(); ++i) {
    Candidate& candidate = out[i];
    candidate.rule = &rule;
    candidate.provider = &book_.set.provider_of(rule);
    const Span secret = candidate.secret;
    if (is_cut_short(book_.plan.prefixes, text.bytes.substr(secret.begin, secret.size()))) {
      candidate.objection = "cut short";
      candidate.dropped = true;
    }
  }
}

void Confirmer::follow_grammar(const Trigger& trigger, size_t end, const GrammarText& text,
                               std::vector<Candidate>& out) {
  const GrammarFunction function = book_.grammar[trigger.rule];
  if (function == nullptr) return;
  const size_t begin = end - trigger.width;
  Fruitless& last = fruitless_[trigger.rule];
  if (last.text == text_ && is_repeated(text.bytes, last.seen, last.keyword, begin)) return;
  const Rule& rule = book_.set.rules[trigger.rule];
  const size_t so_far = out.size();
  const Span seen = function(rule, text, {begin, end}, out);
  if (out.size() == so_far) {
    last = {seen, begin, text_};
    return;
  }
  adopt(rule, so_far, text, out);
}

void Confirmer::follow(const std::vector<RawMatch>& matches,
                       const std::vector<std::vector<Trigger>>& triggers, const GrammarText& text,
                       std::vector<Candidate>& out) {
  for (const RawMatch& match : matches) {
    for (const Trigger& trigger : triggers[match.expression]) {
      if (!applies(trigger.rule)) continue;
      switch (trigger.follow) {
        case Follow::kVariant:
          follow_variant(trigger, match.end, text, out);
          break;
        case Follow::kGrammar:
          follow_grammar(trigger, match.end, text, out);
          break;
        case Follow::kNamed:
          follow_named(trigger, match.end, text, out);
          break;
      }
    }
  }
}

void Confirmer::try_run_at(const RunVariant& run, size_t begin, const GrammarText& text,
                           std::vector<Candidate>& out) {
  if (!applies(run.rule)) return;
  const Rule& rule = book_.set.rules[run.rule];
  if (!try_variant(run.rule, shape(run.rule).variants[run.variant], begin, text, out)) return;
  Candidate& candidate = out.back();
  const Span secret = candidate.secret;
  const bool of_another =
      candidate.public_prefix == 0 &&
      begins_as_known(book_.plan.prefixes, text.bytes.substr(secret.begin, secret.size()));
  if (of_another) {
    candidate.objection = "another provider's prefix";
    candidate.dropped = true;
  }
  if (rule.with.empty()) return;
  out.back().needs_pair = rule.near.empty() || !is_named(run.rule, text.bytes, begin);
}

void Confirmer::follow_run(size_t begin, size_t end, const KindMap& map, const GrammarText& text,
                           std::vector<Candidate>& out) {
  const size_t length = end - begin;
  const size_t alnum = leading_alnum(map, begin, end);
  const auto fits = [&](const RunVariant& variant) {
    return variant.lead <= length && length <= variant.most && variant.alnum <= alnum;
  };
  for (const RunVariant& variant : book_.always_driven) {
    if (variant.lead > length) break;
    if (fits(variant)) try_run_at(variant, begin, text, out);
  }
  // A number in hex (0x...) of up to 16 bytes is no credential, whatever stands near it.
  const bool hex_number =
      length < 34 && text.bytes[begin] == '0' && to_lower(text.bytes[begin + 1]) == 'x';
  if (hex_number) return;
  if (length < book_.least_lead[std::min(alnum, book_.least_lead.size() - 1)]) return;
  ++value_;
  const auto try_rule = [&](uint32_t rule) {
    if (tried_[rule] == value_) return;
    tried_[rule] = value_;
    for (uint32_t i = book_.near_begin[rule]; i < book_.near_begin[rule + 1]; ++i) {
      const RunVariant& variant = book_.near_driven[i];
      if (fits(variant)) try_run_at(variant, begin, text, out);
    }
  };
  naming_.visit(text.bytes, map, begin, [&](uint32_t word) {
    for (const uint32_t rule : book_.near.rules_of(word)) try_rule(rule);
  });
  const auto provider = provider_before(book_.set, text.bytes, begin);
  if (!provider) return;
  const RuleRange around = rules_around(book_.set, *provider);
  for (uint32_t rule = around.begin; rule < around.end; ++rule) {
    if (book_.set.rules[rule].provider == *provider) try_rule(rule);
  }
}

void Confirmer::follow_random_value(const Run& run, const GrammarText& text,
                                    std::vector<Candidate>& out) {
  for (const uint32_t index : book_.random_values) {
    if (!applies(index)) continue;
    const Rule& rule = book_.set.rules[index];
    const size_t so_far = out.size();
    find_random_value(rule, text, {run.begin, run.end}, out);
    adopt(rule, so_far, text, out);
  }
}

void Confirmer::follow_runs(const std::vector<Run>& runs, const KindMap& map,
                            const GrammarText& text, std::vector<Candidate>& out) {
  naming_.forget();
  for (const Run& run : runs) {
    if (!run.mixed) continue;
    for_each_beginning(text.bytes, map, run,
                       [&](size_t begin) { follow_run(begin, run.end, map, text, out); });
    follow_random_value(run, text, out);
  }
}

void Confirmer::follow_path(const GrammarText& text, std::vector<Candidate>& out) {
  for (const uint32_t index : book_.pgpass) {
    const Rule& rule = book_.set.rules[index];
    if (rule.files.empty() || !applies(index)) continue;
    const size_t so_far = out.size();
    find_pgpass(text, {0, text.bytes.size()}, out);
    adopt(rule, so_far, text, out);
  }
}

}  // namespace aegis

#include "scanner/detect/known_book.h"

#include <algorithm>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr CharSet kBase64 = kAlnum | CharSet("+/-_");

}  // namespace

KnownBook::KnownBook(const std::vector<KnownValue>& values) {
  rules_.providers.push_back({"known", "Known", "", ""});
  Rule rule;
  rule.id = kKnownRule;
  rule.what = "secret";
  rule.severity = Severity::kCritical;
  rules_.rules.push_back(std::move(rule));
  PrivateText text;
  std::vector<Literal> literals;
  for (const KnownValue& value : values) {
    names_.push_back(value.name);
    blocks_.emplace_back();
    if (is_key_block(value.value.reveal())) add_block(value.value.reveal(), text, literals);
    add_forms(value, text, literals);
  }
  finder_ = std::make_unique<LiteralFinder>(std::move(text), std::move(literals));
}

void KnownBook::add_forms(const KnownValue& value, PrivateText& text,
                          std::vector<Literal>& literals) {
  const auto number = static_cast<uint32_t>(names_.size() - 1);
  for_each_form(value.value.reveal(), [&](const FormedValue& form) {
    if (form.form == KnownForm::kClear && blocks_.back() != nullptr) return;
    literals.push_back({static_cast<uint32_t>(text.size()), static_cast<uint32_t>(form.text.size()),
                        form.form == KnownForm::kBase64});
    forms_.push_back({number, form.form, form.edge_before, form.edge_after});
    text.append(form.text);
  });
}

void KnownBook::add_block(std::string_view value, PrivateText& text,
                          std::vector<Literal>& literals) {
  const auto begin = static_cast<uint32_t>(text.size());
  const auto number = static_cast<uint32_t>(names_.size() - 1);
  text.append(value.substr(0, KeyBlock::kMost));
  blocks_.back() = std::make_unique<Block>(Block{KeyBlock(value), begin});
  const KeyBlock& block = blocks_.back()->block;
  for (size_t i = 0; i < block.lines().size(); ++i) {
    if (!block.is_telling(i)) continue;
    const Span line = block.lines()[i];
    literals.push_back(
        {begin + static_cast<uint32_t>(line.begin), static_cast<uint32_t>(line.size())});
    forms_.push_back({number, KnownForm::kClear, 0, 0, static_cast<int16_t>(i)});
  }
}

// What a report must not show: more than the match where bits of the value stand beside it.
Span KnownBook::secret_of(std::string_view bytes, const LiteralMatch& match) const {
  const Form& form = forms_[match.literal];
  Span secret{match.begin, match.end};
  if (form.line >= 0) {
    const Block& block = *blocks_[form.value];
    const std::string_view value = finder_->text().substr(block.text, KeyBlock::kMost);
    return block.block.stretch_around(bytes, value, static_cast<size_t>(form.line), secret);
  }
  if (form.edge_before && secret.begin > 0 && kBase64.contains(bytes[secret.begin - 1])) {
    --secret.begin;
  }
  if (form.edge_after && secret.end < bytes.size() && kBase64.contains(bytes[secret.end])) {
    ++secret.end;
  }
  return secret;
}

void KnownBook::find(std::string_view bytes, size_t begin, size_t end, std::span<const Run> runs,
                     LiteralMatches& found, std::vector<Candidate>& out) const {
  found.matches.clear();
  finder_->find(bytes, begin, end, runs, found);
  for (const LiteralMatch& match : found.matches) {
    const Span secret = secret_of(bytes, match);
    if (secret.size() == 0) continue;
    const Form& form = forms_[match.literal];
    Candidate candidate;
    candidate.rule = &rules_.rules.front();
    candidate.provider = &rules_.providers.front();
    candidate.secret = secret;
    candidate.proof = Proof::kKnown;
    candidate.detail = names_[form.value];
    if (form.form != KnownForm::kClear) candidate.detail += std::string(", ") + name_of(form.form);
    out.push_back(std::move(candidate));
  }
}

}  // namespace aegis

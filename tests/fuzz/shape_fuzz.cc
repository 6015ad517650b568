// Any bytes as a shape, or after `~` as a pattern: what is accepted is bounded, and its examples
// match it.
#include "scanner/rule/shape.h"

#include "scanner/rule/anchor.h"
#include "scanner/rule/pattern.h"
#include "scanner/rule/sample.h"
#include "scanner/rule/shape_match.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = aegis::as_text(data, size);
  const bool is_pattern = text.starts_with('~');
  const auto shape = is_pattern ? aegis::parse_pattern(text.substr(1)) : aegis::parse_shape(text);
  if (!shape) return 0;
  aegis::must(!shape->variants.empty());
  aegis::Rule rule;
  rule.id = "fuzz";
  rule.kind = is_pattern ? aegis::MatchKind::kPattern : aegis::MatchKind::kShape;
  rule.match = is_pattern ? text.substr(1) : text;
  aegis::SampleRandom random(size);
  for (const aegis::Variant& variant : shape->variants) {
    aegis::must(variant.min_length() > 0 && variant.max_length() <= aegis::kMaxMatch);
    if (const auto anchor = aegis::choose_anchor(variant)) {
      aegis::must(anchor->before_min <= anchor->before_max && anchor->width > 0);
    }
    const auto example = aegis::make_example(rule, variant, random);
    if (example) aegis::must(aegis::match_variant(variant, *example, 0) == example->size());
  }
  return 0;
}

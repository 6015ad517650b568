// Any bytes as a rule file: what is accepted keeps the promises of rule_file.h.
#include "scanner/rule/rule_file.h"

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto set = aegis::load_rules({{"fuzz.json", std::string(aegis::as_text(data, size))}});
  if (!set) {
    aegis::must(set.error().kind() == aegis::ErrorKind::kUsage && !set.error().message().empty());
    return 0;
  }
  for (const aegis::Rule& rule : set->rules) {
    aegis::must(set->find(rule.id) == &rule);
    aegis::must(rule.kind == aegis::MatchKind::kGrammar || aegis::shape_of(rule));
  }
  return 0;
}

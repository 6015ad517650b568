// Examples and near misses of a rule, made from its shape.
//
// The same rule and seed give the same samples on every machine. Checksums and checked structures
// are filled in, so that a sample is to the engine what a real credential would be; it opens
// nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/rule/rule.h"
#include "scanner/rule/shape.h"

namespace aegis {

// A stream of numbers, alike everywhere (SplitMix64).
class SampleRandom {
 public:
  explicit SampleRandom(uint64_t seed) : state_(seed) {}
  uint64_t next();
  // Evenly from 0 to bound - 1, near enough. REQUIRES: bound > 0.
  uint64_t below(uint64_t bound) { return next() % bound; }

 private:
  uint64_t state_;
};

// A seed of the rule's own.
uint64_t seed_of(const Rule& rule);

// One token of a variant that passes the rule's entropy bound and check; nothing when, after many
// tries, none did.
std::optional<std::string> make_example(const Rule& rule, const Variant& variant,
                                        SampleRandom& random);

struct NearMiss {
  std::string text;
  const char* what;  // "one short", "one long", "wrong alphabet", "wrong checksum"
};

// Texts that differ from an example just so much that the variant no longer matches them whole.
std::vector<NearMiss> make_near_misses(const Rule& rule, const Variant& variant,
                                       SampleRandom& random);

// `token` in the ways in which such a value is written: INI, JSON, YAML, shell, code, URL, header,
// log line. `name` names it where the form has names.
std::vector<std::string> in_surroundings(const std::string& token, const std::string& name);

// A name under which a value of the rule is found: a near word, or what it is.
std::string name_for(const Rule& rule);

}  // namespace aegis

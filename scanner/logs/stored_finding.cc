#include "scanner/logs/stored_finding.h"

#include "scanner/base/byte_codec.h"
#include "scanner/detect/known_book.h"

namespace aegis {

// The parts of a finding that are kept.
struct StoredFinding {
  std::string rule;
  std::string provider;
  std::string path;
  std::string identity;
  std::string prefix;  // of the secret
  Finding finding;
  Sightings sightings;
};

// Found by their argument's namespace, so not in the nameless one.
template <typename Codec>
void code(Codec& codec, Place& place) {
  codec(place.offset, place.size, place.line, place.column, place.end_line, place.end_column,
        place.utf16_column, place.utf16_end_column);
}

template <typename Codec>
void code(Codec& codec, Evidence& evidence) {
  codec(evidence.before, evidence.after, evidence.cut_before, evidence.cut_after);
}

template <typename Codec>
void code(Codec& codec, Several& several) {
  codec(several.count, several.some);
}

template <typename Codec>
void code(Codec& codec, Sightings& sightings) {
  codec(sightings.time, sightings.first_seen, sightings.last_seen, sightings.count,
        sightings.other_files, sightings.json_path, sightings.unit, sightings.group);
}

template <typename Codec>
void code(Codec& codec, StoredFinding& stored) {
  Finding& finding = stored.finding;
  codec(stored.rule, stored.provider, stored.path, stored.identity, stored.prefix,
        stored.sightings);
  codec(finding.severity, finding.confidence, finding.proof, finding.place, finding.evidence,
        finding.name, finding.detail, finding.doubt, finding.fingerprint);
}

std::string encode_finding(const Finding& finding) {
  StoredFinding stored;
  stored.rule = finding.rule->id;
  stored.provider = finding.provider->id;
  stored.path = finding.origin->path;
  stored.identity = finding.origin->identity;
  stored.prefix = finding.secret.public_prefix();
  stored.finding = finding;
  if (finding.sightings) stored.sightings = *finding.sightings;
  ByteWriter writer;
  writer(stored);
  return std::move(writer).bytes();
}

std::optional<Finding> StoredFindings::decode(std::string_view bytes) {
  StoredFinding stored;
  ByteReaderCodec reader(bytes);
  reader(stored);
  if (!reader.complete()) return std::nullopt;
  Finding finding = std::move(stored.finding);
  set_rule(finding, stored.rule, stored.provider);
  finding.origin = std::make_shared<const Origin>(
      Origin{std::move(stored.path), std::move(stored.identity), {}});
  finding.secret = Secret(stored.prefix, stored.prefix.size());
  finding.sightings = std::make_shared<const Sightings>(std::move(stored.sightings));
  return finding;
}

void StoredFindings::set_rule(Finding& finding, const std::string& rule,
                              const std::string& provider) {
  std::vector<const RuleSet*> sets;
  for (const RuleBook& book : engine_.books()) sets.push_back(&book.set);
  if (engine_.known() != nullptr) sets.push_back(&engine_.known()->rules());
  for (const RuleSet* set : sets) {
    if (finding.rule == nullptr) finding.rule = set->find(rule);
    for (const Provider& one : set->providers) {
      if (one.id == provider) finding.provider = &one;
    }
  }
  if (finding.rule != nullptr && finding.provider != nullptr) return;
  Retired& retired = retired_.emplace_back();
  retired.rule.id = rule;
  retired.rule.what = "credential";
  retired.rule.severity = finding.severity;
  retired.provider.id = retired.provider.name = provider;
  if (finding.rule == nullptr) finding.rule = &retired.rule;
  if (finding.provider == nullptr) finding.provider = &retired.provider;
}

}  // namespace aegis

// A finding: a credential, where it stands, and why it is believed to be one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "scanner/base/secret.h"
#include "scanner/finding/exposure.h"
#include "scanner/finding/sightings.h"
#include "scanner/rule/rule.h"
#include "scanner/source/introduction.h"
#include "scanner/source/origin.h"

namespace aegis {

// What a finding rests on, strongest first.
enum class Proof : uint8_t {
  kKnown,      // it is one of the user's own secrets
  kChecksum,   // a checksum in the token is right
  kStructure,  // the token decodes to what it claims to be
  kPair,       // its counterpart stands close by
  kShape,      // the token has a form that only this credential has
  kContext,    // the value is named, or placed, as a secret
};

const char* name_of(Proof proof);

// Lines and columns count from 1, offsets from 0. Columns count bytes of the line; the utf16 ones
// count UTF-16 code units, as SARIF readers do. End columns are those of the first place after the
// secret.
struct Place {
  uint64_t offset = 0;  // of the secret's first byte in its document
  uint64_t size = 0;    // bytes
  uint64_t line = 1;
  uint64_t column = 1;
  uint64_t end_line = 1;
  uint64_t end_column = 1;
  uint64_t utf16_column = 1;
  uint64_t utf16_end_column = 1;
};

// The line around the secret, every secret known on it cut out. Bytes, not necessarily UTF-8.
struct Evidence {
  std::string before;  // from the line's beginning, or from a place where it was cut
  std::string after;   // to the line's end, or to where it was cut
  bool cut_before = false;
  bool cut_after = false;
};

struct Finding {
  const Rule* rule = nullptr;  // both live as long as the engine
  const Provider* provider = nullptr;
  std::shared_ptr<const Origin> origin;
  Severity severity = Severity::kHigh;
  Confidence confidence = Confidence::kHigh;
  Proof proof = Proof::kShape;
  Place place;
  // Of one that stands encoded: offsets of its document's bytes that it was made of, in order.
  // Empty where those of `place` are it.
  std::vector<std::pair<uint64_t, uint64_t>> pieces;
  Secret secret;  // decoded
  // The lines that the secret stands on, a line feed before and after, for comparison with earlier
  // versions; a side that was cut because its line is long has no line feed.
  Secret lines;
  Evidence evidence;
  std::string name;         // what the value is called where it stands, when it is an assignment
  std::string detail;       // what a check made out: "AWS account 123456789012"
  std::string doubt;        // the filter that lowered its confidence, or empty
  bool is_example = false;  // printed in a provider's documentation; reported where asked for
  std::string fingerprint;  // 32 hex digits
  std::shared_ptr<const Introduction> introduction;  // null for what is in no history
  std::shared_ptr<const Exposure> exposure;          // null where it was not looked into
  std::shared_ptr<const Sightings> sightings;        // null for what stands in no log
};

// Whether it is about a file as such, which its name gives away: it has an empty secret, no line to
// show, and the file's beginning for a place.
inline bool is_of_file(const Finding& finding) {
  return finding.rule->kind == MatchKind::kFile;
}

// The secret as anyone may see it; empty where a file as such is meant.
std::string redacted_secret(const Finding& finding);

// The order of reports: path, offset, date and name of the commit that introduced it, then blob,
// size and rule. Total on the findings of one run.
bool report_order(const Finding& a, const Finding& b);

}  // namespace aegis

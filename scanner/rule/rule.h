// What a rule is, once read and checked. Plain values; immutable when part of an engine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace aegis {

enum class Severity : uint8_t { kLow, kMedium, kHigh, kCritical };
enum class Confidence : uint8_t { kLow, kMedium, kHigh };

const char* name_of(Severity severity);
const char* name_of(Confidence confidence);

// How a rule says what it matches.
enum class MatchKind : uint8_t {
  kShape,    // `match` is a shape
  kPattern,  // `match` is a regular expression
  kGrammar,  // `match` names a construct that the engine knows; `words` are its settings
  kFile,     // a FileRule's: nothing to match, the file's name says it
};

// An offline check of a matched token (rules/README.md, "Checks").
enum class Check : uint8_t {
  kNone,
  kJwt,
  kDiscordBot,
  kAwsKeyId,
  kGithubFineGrained,
  kGithubCrc32,
  kGrafanaCrc32,
  kGrafanaJson,
  kGitlabRoutable,
  kAzureIdentifiable,
  kConfluentCrc32,
  kHexCrc32,
  kPypiMacaroon,
  kAgeBech32,
  kGoogleServiceAccount,
  kBasicCredentials,
  kEntraSecret,
  kNkey,
  kAzureCask,
  kTelegramBot,
  kVaultToken,
};

struct Provider {
  std::string id;
  std::string name;
  std::string rotate;
  std::string check_use;
  std::vector<std::string> except = {};  // globs of paths that none of its file rules is about
};

struct Rule {
  std::string id;
  uint32_t provider = 0;  // index into RuleSet::providers
  std::string what;
  Severity severity = Severity::kHigh;
  Confidence confidence = Confidence::kHigh;
  MatchKind kind = MatchKind::kShape;
  std::string match;
  std::vector<std::string> words;  // settings of a grammar
  std::vector<std::string> near;   // as written, in lower case
  std::string with;                // id of the rule that must match close by, or empty
  uint32_t within = 0;             // ... in so many lines
  double entropy = 0;              // bits a character
  Check check = Check::kNone;
  std::vector<std::string> documented;  // SHA-256, hex, of public examples
  std::vector<std::string> files;       // globs; empty: every path
  std::string source;
  std::string now;  // what to do, in words; empty: what the provider's `rotate` says
};

// How what a file holds is looked at before its name is held against it (rules/README.md, "Files").
enum class FileContent : uint8_t {
  kAny,
  kSettings,
  kKey,
  kPrivateKey,
  kKnown,
};

// A rule that goes by a file's name.
struct FileRule {
  Rule rule;                        // of the kind kFile
  std::vector<std::string> names;   // globs, see base/path_globs.h
  std::vector<std::string> except;  // the same; what matches one of them is another kind of file
  FileContent content = FileContent::kAny;
};

// Providers, and rules of each kind, in the order of their ids; a rule's id is unique among all.
struct RuleSet {
  std::vector<Provider> providers;
  std::vector<Rule> rules;
  std::vector<FileRule> file_rules = {};

  const Provider& provider_of(const Rule& rule) const { return providers[rule.provider]; }
  // Among `rules`.
  const Rule* find(const std::string& id) const;
  const FileRule* find_file_rule(const std::string& id) const;
  // Of any kind.
  bool has(const std::string& id) const { return find(id) || find_file_rule(id); }
  std::vector<std::string> ids() const;
};

}  // namespace aegis

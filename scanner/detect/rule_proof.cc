#include "scanner/detect/rule_proof.h"

#include <string>

namespace aegis {

namespace {

// What the check alone proves; kShape: nothing.
Proof proof_of(Check check) {
  switch (check) {
    case Check::kGithubFineGrained:
    case Check::kGithubCrc32:
    case Check::kGrafanaCrc32:
    case Check::kGitlabRoutable:
    case Check::kAzureIdentifiable:
    case Check::kAzureCask:
    case Check::kEntraSecret:
    case Check::kConfluentCrc32:
    case Check::kHexCrc32:
    case Check::kAgeBech32:
    case Check::kNkey:
      return Proof::kChecksum;
    case Check::kJwt:
    case Check::kDiscordBot:
    case Check::kGrafanaJson:
    case Check::kPypiMacaroon:
    case Check::kVaultToken:
    case Check::kGoogleServiceAccount:
    case Check::kBasicCredentials:
      return Proof::kStructure;
    case Check::kNone:
    case Check::kAwsKeyId:
    case Check::kTelegramBot:
      return Proof::kShape;
  }
  return Proof::kShape;
}

// Of a construct: most are known by their place only.
Proof proof_of_grammar(const std::string& grammar) {
  const bool decodes =
      grammar == "private-key" || grammar == "basic-auth" || grammar == "docker-auth";
  return decodes ? Proof::kStructure : Proof::kContext;
}

}  // namespace

Proof best_proof(const Rule& rule) {
  if (rule.kind == MatchKind::kFile) return Proof::kContext;
  if (rule.kind == MatchKind::kGrammar) return proof_of_grammar(rule.match);
  if (rule.match.find("{crc32") != std::string::npos) return Proof::kChecksum;
  const Proof by_check = proof_of(rule.check);
  return by_check == Proof::kShape && !rule.with.empty() ? Proof::kPair : by_check;
}

}  // namespace aegis

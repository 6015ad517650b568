#include "scanner/rule/rule_names.h"

#include <algorithm>
#include <iterator>

namespace aegis {

namespace {

template <typename T>
struct Named {
  std::string_view name;
  T value;
};

constexpr Named<Severity> kSeverities[] = {{"low", Severity::kLow},
                                           {"medium", Severity::kMedium},
                                           {"high", Severity::kHigh},
                                           {"critical", Severity::kCritical}};

constexpr Named<Confidence> kConfidences[] = {
    {"low", Confidence::kLow}, {"medium", Confidence::kMedium}, {"high", Confidence::kHigh}};

constexpr Named<Check> kChecks[] = {{"jwt", Check::kJwt},
                                    {"discord-bot", Check::kDiscordBot},
                                    {"aws-key-id", Check::kAwsKeyId},
                                    {"github-fine-grained", Check::kGithubFineGrained},
                                    {"grafana-crc32", Check::kGrafanaCrc32},
                                    {"gitlab-routable", Check::kGitlabRoutable},
                                    {"azure-identifiable", Check::kAzureIdentifiable},
                                    {"confluent-crc32", Check::kConfluentCrc32},
                                    {"hex-crc32", Check::kHexCrc32},
                                    {"pypi-macaroon", Check::kPypiMacaroon},
                                    {"age-bech32", Check::kAgeBech32},
                                    {"google-service-account", Check::kGoogleServiceAccount},
                                    {"basic-credentials", Check::kBasicCredentials},
                                    {"entra-secret", Check::kEntraSecret},
                                    {"nkey", Check::kNkey},
                                    {"azure-cask", Check::kAzureCask}};

constexpr std::string_view kGrammars[] = {
    "assignment",  "url-password", "basic-auth", "bearer-auth", "command-password",
    "docker-auth", "netrc",        "pgpass",     "private-key", "random-value"};

template <typename T, size_t n>
std::optional<T> find(const Named<T> (&table)[n], std::string_view name) {
  for (const Named<T>& row : table) {
    if (row.name == name) return row.value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Severity> severity_from(std::string_view name) {
  return find(kSeverities, name);
}

std::optional<Confidence> confidence_from(std::string_view name) {
  return find(kConfidences, name);
}

std::optional<Check> check_from(std::string_view name) {
  return find(kChecks, name);
}

const char* name_of(Check check) {
  for (const Named<Check>& row : kChecks) {
    if (row.value == check) return row.name.data();
  }
  return "none";
}

bool is_grammar(std::string_view name) {
  return std::find(std::begin(kGrammars), std::end(kGrammars), name) != std::end(kGrammars);
}

}  // namespace aegis

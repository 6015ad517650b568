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
                                    {"github-crc32", Check::kGithubCrc32},
                                    {"grafana-crc32", Check::kGrafanaCrc32},
                                    {"grafana-json", Check::kGrafanaJson},
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
                                    {"azure-cask", Check::kAzureCask},
                                    {"telegram-bot", Check::kTelegramBot},
                                    {"vault-token", Check::kVaultToken}};

constexpr Named<FileContent> kFileContents[] = {{"any", FileContent::kAny},
                                                {"settings", FileContent::kSettings},
                                                {"key", FileContent::kKey},
                                                {"private-key", FileContent::kPrivateKey},
                                                {"known", FileContent::kKnown}};

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

template <typename T, size_t n>
const char* name_in(const Named<T> (&table)[n], T value) {
  for (const Named<T>& row : table) {
    if (row.value == value) return row.name.data();
  }
  return "none";
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
  return name_in(kChecks, check);
}

std::optional<FileContent> file_content_from(std::string_view name) {
  return find(kFileContents, name);
}

const char* name_of(FileContent content) {
  return name_in(kFileContents, content);
}

bool is_grammar(std::string_view name) {
  return std::find(std::begin(kGrammars), std::end(kGrammars), name) != std::end(kGrammars);
}

}  // namespace aegis

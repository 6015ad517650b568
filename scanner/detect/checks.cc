#include "scanner/detect/checks.h"

#include "scanner/detect/azure_checks.h"
#include "scanner/detect/checksum_checks.h"
#include "scanner/detect/structure_checks.h"
#include "scanner/detect/vault_check.h"

namespace aegis {

CheckResult proven_by_checksum(bool is_right, Verdict otherwise) {
  if (!is_right) return {otherwise};
  return {Verdict::kProven, true};
}

CheckResult run_check(Check check, std::string_view token, std::string_view around) {
  switch (check) {
    case Check::kNone:
      return {};
    case Check::kJwt:
      return check_jwt(token);
    case Check::kDiscordBot:
      return check_discord(token);
    case Check::kAwsKeyId:
      return check_aws_key_id(token);
    case Check::kGithubFineGrained:
      return check_github_fine_grained(token);
    case Check::kGithubCrc32:
      return check_github_crc32(token);
    case Check::kGrafanaCrc32:
      return check_grafana_crc32(token);
    case Check::kGrafanaJson:
      return check_grafana_json(token);
    case Check::kGitlabRoutable:
      return check_gitlab_routable(token);
    case Check::kAzureIdentifiable:
      return check_azure_identifiable(token);
    case Check::kConfluentCrc32:
      return check_confluent(token);
    case Check::kHexCrc32:
      return check_hex_crc32(token);
    case Check::kPypiMacaroon:
      return check_pypi(token);
    case Check::kTelegramBot:
      return check_telegram(token);
    case Check::kVaultToken:
      return check_vault(token);
    case Check::kAgeBech32:
      return check_age(token);
    case Check::kGoogleServiceAccount:
      return check_service_account(token, around);
    case Check::kBasicCredentials:
      return check_basic(token);
    case Check::kNkey:
      return check_nkey(token);
    case Check::kAzureCask:
      return check_azure_cask(token);
    case Check::kEntraSecret:
      return check_entra_secret(token);
  }
  return {};
}

}  // namespace aegis

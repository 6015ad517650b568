#include "scanner/gitleaks/rule_names.h"

#include <algorithm>
#include <iterator>

namespace aegis::gitleaks {

namespace {

struct Names {
  std::string_view own;
  std::string_view theirs;
};

// By own name. Seen by scanning what gitleaks' regexes match (benchmarks/gitleaks_compare.py).
constexpr Names kNames[] = {
    {"airtable-personal-access-token", "airtable-personnal-access-token"},
    {"alibaba-cloud-access-key-id", "alibaba-access-key-id"},
    {"alibaba-cloud-access-key-secret", "alibaba-secret-key"},
    {"anthropic-admin-key", "anthropic-admin-api-key"},
    {"atlassian-legacy-api-token", "atlassian-api-token"},
    {"authress-access-key", "authress-service-client-access-key"},
    {"aws-access-key-id", "aws-access-token"},
    {"aws-bedrock-api-key", "aws-amazon-bedrock-api-key-long-lived"},
    {"aws-bedrock-short-term-key", "aws-amazon-bedrock-api-key-short-lived"},
    {"azure-entra-client-secret", "azure-ad-client-secret"},
    {"bittrex-api-key", "bittrex-access-key"},
    {"bittrex-api-key", "bittrex-secret-key"},
    {"brevo-api-key", "sendinblue-api-token"},
    {"clickhouse-cloud-key-secret", "clickhouse-cloud-api-secret-key"},
    {"clojars-deploy-token", "clojars-api-token"},
    {"cloudflare-legacy-token", "cloudflare-api-key"},
    {"codecov-upload-token", "codecov-access-token"},
    {"cohere-api-key", "cohere-api-token"},
    {"coinbase-api-key", "coinbase-access-token"},
    {"confluent-legacy-api-secret", "confluent-secret-key"},
    {"databricks-token", "databricks-api-token"},
    {"datadog-app-key", "datadog-access-token"},
    {"digitalocean-token", "digitalocean-access-token"},
    {"digitalocean-token", "digitalocean-pat"},
    {"digitalocean-token", "digitalocean-refresh-token"},
    {"discord-hex-token", "discord-api-token"},
    {"discord-numeric-token", "discord-client-id"},
    {"doppler-token", "doppler-api-token"},
    {"drone-ci-token", "droneci-access-token"},
    {"dropbox-access-token", "dropbox-short-lived-api-token"},
    {"dropbox-app-secret", "dropbox-api-token"},
    {"dropbox-long-lived-token", "dropbox-long-lived-api-token"},
    {"duffel-live-token", "duffel-api-token"},
    {"duffel-test-token", "duffel-api-token"},
    {"easypost-api-key", "easypost-api-token"},
    {"easypost-test-api-key", "easypost-test-api-token"},
    {"etsy-api-key", "etsy-access-token"},
    {"facebook-access-token", "facebook-access-token"},
    {"facebook-access-token", "facebook-page-access-token"},
    {"facebook-app-secret", "facebook-secret"},
    {"finicity-app-key", "finicity-api-token"},
    {"finnhub-api-key", "finnhub-access-token"},
    {"flickr-api-key", "flickr-access-token"},
    {"flutterwave-test-key", "flutterwave-secret-key"},
    {"fly-io-access-token", "flyio-access-token"},
    {"fly-io-oauth-token", "flyio-access-token"},
    {"frame-io-token", "frameio-api-token"},
    {"generic-basic-auth", "curl-auth-header"},
    {"generic-bearer-auth", "curl-auth-header"},
    {"generic-password", "generic-api-key"},
    {"generic-password", "hashicorp-tf-password"},
    {"generic-password", "nuget-config-password"},
    {"generic-random-value", "generic-api-key"},
    {"generic-secret", "generic-api-key"},
    {"generic-url-password", "curl-auth-user"},
    {"generic-url-password", "sidekiq-sensitive-url"},
    {"github-fine-grained-token", "github-fine-grained-pat"},
    {"github-token", "github-app-token"},
    {"github-token", "github-oauth"},
    {"github-token", "github-pat"},
    {"gitlab-agent-token", "gitlab-kubernetes-agent-token"},
    {"gitlab-feature-flag-token", "gitlab-feature-flag-client-token"},
    {"gitlab-job-token", "gitlab-cicd-job-token"},
    {"gitlab-oauth-secret", "gitlab-oauth-app-secret"},
    {"gitlab-personal-access-token", "gitlab-pat"},
    {"gitlab-routable-token", "gitlab-pat-routable"},
    {"gitlab-routable-token", "gitlab-runner-authentication-token-routable"},
    {"gitlab-runner-registration-token", "gitlab-rrt"},
    {"gitlab-runner-token", "gitlab-runner-authentication-token"},
    {"gitlab-session", "gitlab-session-cookie"},
    {"gitlab-trigger-token", "gitlab-ptt"},
    {"google-api-key", "gcp-api-key"},
    {"grafana-cloud-token", "grafana-cloud-api-token"},
    {"harness-token", "harness-api-key"},
    {"hashicorp-vault-batch-token", "vault-batch-token"},
    {"hashicorp-vault-token", "vault-service-token"},
    {"heroku-api-key", "heroku-api-key"},
    {"heroku-api-key", "heroku-api-key-v2"},
    {"heroku-legacy-api-key", "heroku-api-key"},
    {"hubspot-legacy-api-key", "hubspot-api-key"},
    {"huggingface-organization-token", "huggingface-organization-api-token"},
    {"huggingface-token", "huggingface-access-token"},
    {"infracost-api-key", "infracost-api-token"},
    {"jwt-encoded-token", "jwt-base64"},
    {"jwt-token", "jwt"},
    {"kucoin-api-key", "kucoin-access-token"},
    {"lob-live-key", "lob-api-key"},
    {"lob-publishable-key", "lob-pub-api-key"},
    {"mailgun-api-key", "mailgun-private-api-token"},
    {"mailgun-public-key", "mailgun-pub-key"},
    {"mapbox-public-token", "mapbox-api-token"},
    {"mapbox-secret-token", "mapbox-api-token"},
    {"meraki-api-key", "cisco-meraki-api-key"},
    {"messagebird-api-key", "messagebird-api-token"},
    {"newrelic-browser-key", "new-relic-browser-api-token"},
    {"newrelic-insert-key", "new-relic-insert-key"},
    {"newrelic-user-key", "new-relic-user-api-key"},
    {"notion-token", "notion-api-token"},
    {"nytimes-api-key", "nytimes-access-token"},
    {"openai-admin-key", "openai-api-key"},
    {"openai-project-key", "openai-api-key"},
    {"openai-service-key", "openai-api-key"},
    {"openshift-access-token", "openshift-user-token"},
    {"plaid-access-token", "plaid-api-token"},
    {"plaid-secret", "plaid-secret-key"},
    {"plaid-test-access-token", "plaid-api-token"},
    {"planetscale-database-credential", "planetscale-password"},
    {"planetscale-service-token", "planetscale-api-token"},
    {"postman-api-key", "postman-api-token"},
    {"prefect-api-key", "prefect-api-token"},
    {"pulumi-access-token", "pulumi-api-token"},
    {"pypi-api-token", "pypi-upload-token"},
    {"rapidapi-key", "rapidapi-access-token"},
    {"readme-api-key", "readme-api-token"},
    {"rubygems-api-key", "rubygems-api-token"},
    {"sendbird-app-id", "sendbird-access-id"},
    {"sendgrid-api-key", "sendgrid-api-token"},
    {"sentry-auth-token", "sentry-access-token"},
    {"settlemint-access-token", "settlemint-application-access-token"},
    {"settlemint-access-token", "settlemint-service-access-token"},
    {"shippo-live-token", "shippo-api-token"},
    {"shippo-test-token", "shippo-api-token"},
    {"shopify-access-token", "shopify-access-token"},
    {"shopify-access-token", "shopify-custom-access-token"},
    {"shopify-access-token", "shopify-private-app-access-token"},
    {"sidekiq-credential", "sidekiq-secret"},
    {"slack-bot-token", "slack-bot-token"},
    {"slack-bot-token", "slack-legacy-bot-token"},
    {"slack-refresh-token", "slack-config-refresh-token"},
    {"slack-workspace-token", "slack-legacy-workspace-token"},
    {"sonarqube-token", "sonar-api-token"},
    {"square-personal-token", "square-access-token"},
    {"stripe-restricted-key", "stripe-access-token"},
    {"stripe-secret-key", "stripe-access-token"},
    {"sumologic-access-key", "sumologic-access-token"},
    {"telegram-named-bot-token", "telegram-bot-api-token"},
    {"terraform-cloud-token", "hashicorp-tf-api-token"},
    {"travis-ci-access-token", "travisci-access-token"},
    {"twitch-token", "twitch-api-token"},
    {"typeform-personal-token", "typeform-api-token"},
    {"yandex-cloud-api-key", "yandex-api-key"},
    {"yandex-cloud-iam-token", "yandex-access-token"},
};

}  // namespace

std::vector<std::string_view> gitleaks_names_of(std::string_view rule) {
  std::vector<std::string_view> all;
  const auto* at =
      std::lower_bound(std::begin(kNames), std::end(kNames), rule,
                       [](const Names& names, std::string_view own) { return names.own < own; });
  for (; at != std::end(kNames) && at->own == rule; ++at) all.push_back(at->theirs);
  if (all.empty()) all.push_back(rule);
  return all;
}

std::vector<std::string_view> rules_with_gitleaks_names() {
  std::vector<std::string_view> all;
  for (const Names& names : kNames) {
    if (all.empty() || all.back() != names.own) all.push_back(names.own);
  }
  return all;
}

}  // namespace aegis::gitleaks

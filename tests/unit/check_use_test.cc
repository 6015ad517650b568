// Which rules use which checks, and that what they say is proven is.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "scanner/detect/checks.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/rule_names.h"
#include "tests/support/key_samples.h"
#include "tests/support/samples.h"

namespace aegis {

TEST_CASE("Every check is used by a rule") {
  std::set<Check> used;
  for (const Rule& rule : built_in_rules().rules) used.insert(rule.check);
  for (int i = 0; i <= static_cast<int>(Check::kAzureCask); ++i) {
    INFO(name_of(static_cast<Check>(i)));
    CHECK(used.contains(static_cast<Check>(i)));
  }
}

TEST_CASE("The examples of a rule with a check are proven by it") {
  INFO("AEGIS_TEST_SEED=" << test_seed());
  for (const Rule& rule : built_in_rules().rules) {
    // An account's or a bot's number is told, not proven; a service account is more than its key.
    const bool proves = rule.check != Check::kNone && rule.check != Check::kAwsKeyId &&
                        rule.check != Check::kTelegramBot;
    if (!proves || rule.kind == MatchKind::kGrammar) continue;
    SampleRandom random(seed_of(rule) ^ test_seed());
    const auto shape = shape_of(rule);
    for (size_t i = 0; i < shape->variants.size(); ++i) {
      const std::string example = example_of(rule, i, random);
      // The form that came before the one with a checksum.
      if (rule.check == Check::kEntraSecret && example.substr(3, 3) == "7Q~") continue;
      INFO(rule.id << " variant " << i);
      CHECK(run_check(rule.check, example, "").verdict == Verdict::kProven);
    }
  }
}

TEST_CASE("A service account's key is its provider's, any other key is not") {
  SampleRandom random(test_seed());
  const std::string key = framed(
      kPrivateKeyLabel, wrapped(pkcs8_key(kRsaId, "", pkcs1_key(256, random)), "\\n"), "\\n");
  const std::string account =
      R"({"type": "service_account", "project_id": "p", "private_key_id": ")" +
      random_of(kHexLetters, 40, random) + R"(", "private_key": ")" + key +
      R"(", "client_email": "robot@p.iam.gserviceaccount.com"})";
  const auto of_account = findings_in(built_in_engine(), account, "key.json");
  REQUIRE(of_account.size() == 1);
  CHECK(of_account[0].rule->id == "google-service-account-key");
  CHECK(of_account[0].proof == Proof::kStructure);
  CHECK(of_account[0].detail ==
        "RSA private key, 2048 bits, not encrypted, robot@p.iam.gserviceaccount.com");
  const auto alone =
      findings_in(built_in_engine(), R"({"private_key": ")" + key + "\"}", "key.json");
  REQUIRE(alone.size() == 1);
  CHECK(alone[0].rule->id == "private-key");
}

TEST_CASE("An Algolia key beside its application id is proven by the pair") {
  SampleRandom random(test_seed());
  const std::string id =
      "ALGOLIA_APP_ID=" + random_of("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 10, random);
  const std::string key = random_of(kHexLetters, 32, random);
  const auto proof = [&](const std::string& text) {
    for (const Finding& finding : findings_in(built_in_engine(), text)) {
      if (finding.rule->id == "algolia-api-key") return name_of(finding.proof);
    }
    return "none";
  };
  CHECK(proof(id + "\nSEARCH=" + key + "\n") == std::string("pair"));
  CHECK(proof("ALGOLIA_KEY=" + key + "\n") == std::string("shape"));
  CHECK(proof(id + "\n\n\n\n\n\n\n\nSEARCH=" + key + "\n") == std::string("none"));
}

}  // namespace aegis

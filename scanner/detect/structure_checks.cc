// Tested by tests/unit/checks_test.cc.
#include "scanner/detect/structure_checks.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

#include "scanner/base/char_set.h"
#include "scanner/base/json.h"
#include "scanner/detect/macaroon.h"
#include "scanner/rule/checksum.h"
#include "scanner/rule/shape_match.h"

namespace aegis {

namespace {

bool consists_of(const CharSet& set, std::string_view text) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return set.contains(c); });
}

// A JSON text as a value of its own; nothing when it is not an object.
std::optional<Json> json_object(std::string_view text) {
  Json value = Json::parse(text.begin(), text.end(), nullptr, false);
  if (!value.is_object()) return std::nullopt;
  return value;
}

// The object's string of that name; empty when there is none.
std::string text_of(const Json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

void note(std::string text, CheckResult& result) {
  if (!result.detail.empty()) result.detail += ", ";
  result.detail += text;
}

// The value behind a name that ends at `at`, in JSON or in JSON that stands within a string.
std::string_view value_behind(std::string_view text, size_t at) {
  constexpr CharSet kBetween("\\\": \t\r\n");
  constexpr size_t kMostBetween = 16;
  const size_t limit = std::min(text.size(), at + kMostBetween);
  while (at < limit && kBetween.contains(text[at])) ++at;
  return text.substr(at, std::min(text.find_first_of("\\\"", at), text.size()) - at);
}

// The name's nearest value behind the token, or else before it, that is as it should be.
template <typename Fits>
std::string_view nearest_value(std::string_view text, Span token, std::string_view name,
                               const Fits& fits) {
  const size_t before = text.substr(0, token.begin).rfind(name);
  const size_t after = text.find(name, token.end);
  for (const size_t at : {after, before}) {
    if (at == std::string_view::npos) continue;
    const std::string_view value = value_behind(text, at + name.size());
    if (fits(value)) return value;
  }
  return {};
}

}  // namespace

// Only a header that says how the token is signed makes it a JWT; the payload may be compressed or
// encrypted.
CheckResult check_jwt(std::string_view token) {
  const size_t dot = token.find('.');
  const auto header = decode_base64(token.substr(0, dot));
  const auto object = header ? json_object(*header) : std::nullopt;
  if (!object || !object->contains("alg")) return {Verdict::kRefuted};
  const std::string_view rest = token.substr(std::min(dot + 1, token.size()));
  const auto payload = decode_base64(rest.substr(0, rest.find('.')));
  const auto claims = payload ? json_object(*payload) : std::nullopt;
  CheckResult result{Verdict::kProven};
  if (text_of(*object, "alg") == "none") note("not signed", result);
  if (!claims) return result;
  if (const auto exp = claims->find("exp"); exp != claims->end() && exp->is_number_integer()) {
    note("expires at Unix time " + std::to_string(exp->get<int64_t>()), result);
  }
  // Supabase's two: the one is made to be public.
  const std::string role = text_of(*claims, "role");
  if (role == "anon" || role == "service_role") note("role " + role, result);
  if (role == "anon") result.severity = Severity::kLow;
  return result;
}

// The first part is a user id in decimal, base64; its upper bits are milliseconds since 2015.
CheckResult check_discord(std::string_view token) {
  const auto id = decode_base64(token.substr(0, token.find('.')));
  if (!id || id->size() < 17 || id->size() > 20) return {Verdict::kRefuted};
  uint64_t snowflake = 0;
  const auto [stop, problem] = std::from_chars(id->data(), id->data() + id->size(), snowflake);
  if (problem != std::errc{} || stop != id->data() + id->size()) return {Verdict::kRefuted};
  const uint64_t unix_ms = (snowflake >> 22) + 1420070400000;
  constexpr uint64_t kYear2050 = 2524608000000;
  if (unix_ms > kYear2050) return {Verdict::kRefuted};
  return {Verdict::kProven, false, "bot user " + *id};
}

// A bot is a user, whose id has "at most 52 significant bits".
// https://core.telegram.org/bots/api#user
CheckResult check_telegram(std::string_view token) {
  uint64_t id = 0;
  const std::string_view text = token.substr(0, token.find(':'));
  const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool is_number = problem == std::errc{} && stop == text.data() + text.size();
  if (!is_number || id >> 52 != 0) return {Verdict::kRefuted};
  return {Verdict::kUnproven, false, "bot user " + std::to_string(id)};
}

// The account number stands in bits 7 to 46 of the decoded id, in keys made since 2019.
// https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
CheckResult check_aws_key_id(std::string_view token) {
  const auto bytes = decode_base32(token.substr(std::min<size_t>(4, token.size())));
  if (!bytes || bytes->size() < 6) return {};
  uint64_t value = 0;
  for (size_t i = 0; i < 6; ++i) value = value << 8 | static_cast<unsigned char>((*bytes)[i]);
  const std::string account = std::to_string((value & 0x7fffffffff80) >> 7);
  if (account.size() > 12) return {};
  return {Verdict::kUnproven, false,
          "AWS account " + std::string(12 - account.size(), '0') + account};
}

// glc_ and base64 of {"o": organization, "n": name, "k": key, "m": {"r": region}}; before that,
// base64 of {"k": key, "n": name, "id": organization}.
CheckResult check_grafana_json(std::string_view token) {
  constexpr std::string_view kPrefix = "glc_";
  const bool is_cloud = token.starts_with(kPrefix);
  const auto text = decode_base64(token.substr(is_cloud ? kPrefix.size() : 0));
  const auto object = text ? json_object(*text) : std::nullopt;
  if (!object || text_of(*object, "k").empty()) return {Verdict::kUnsure};
  CheckResult result{Verdict::kProven};
  const std::string organization = text_of(*object, "o");
  if (!organization.empty() && organization.size() <= 20 && consists_of(kDigits, organization)) {
    note("organization " + organization, result);
  }
  return result;
}

// A macaroon in base64url, made for the index that its location names.
CheckResult check_pypi(std::string_view token) {
  constexpr size_t kPrefix = 5;
  const auto bytes = decode_base64(token.substr(std::min(kPrefix, token.size())));
  const auto macaroon = bytes ? read_macaroon(*bytes) : std::nullopt;
  constexpr CharSet kHost = make_range_set("azAZ09--..");
  if (!macaroon || macaroon->location.empty() || !consists_of(kHost, macaroon->location)) {
    return {Verdict::kRefuted};
  }
  // Without the end of its signature it opens nothing.
  if (macaroon->rest == Macaroon::Rest::kCut) return {Verdict::kRefuted};
  const bool whole = macaroon->rest == Macaroon::Rest::kWhole;
  return {whole ? Verdict::kProven : Verdict::kUnsure, false,
          "for " + std::string(macaroon->location)};
}

// "user:password" in base64.
CheckResult check_basic(std::string_view token) {
  const auto text = decode_base64(token);
  if (!text || !consists_of(kPrintable | CharSet(" "), *text)) return {Verdict::kRefuted};
  const size_t colon = text->find(':');
  if (colon == std::string::npos || colon + 1 >= text->size()) return {Verdict::kRefuted};
  return {Verdict::kProven};
}

// The private key of a service account stands among its other fields, in any order.
CheckResult check_service_account(std::string_view token, std::string_view around) {
  constexpr CharSet kAddress = make_range_set("azAZ09..--__@@");
  constexpr size_t kLongestAddress = 254;
  constexpr size_t kKeyIdSize = 40;
  const size_t at = around.find(token);
  if (at == std::string_view::npos) return {Verdict::kUnlike};
  const Span own{at, at + token.size()};
  const auto is_type = [](std::string_view value) { return value == "service_account"; };
  const auto is_key_id = [](std::string_view value) {
    return value.size() == kKeyIdSize && consists_of(kHex, value);
  };
  const auto is_address = [&](std::string_view value) {
    return value.ends_with(".gserviceaccount.com") && value.size() <= kLongestAddress &&
           consists_of(kAddress, value);
  };
  const std::string_view address = nearest_value(around, own, "client_email", is_address);
  const bool is_one = !address.empty() && !nearest_value(around, own, "\"type", is_type).empty() &&
                      !nearest_value(around, own, "private_key_id", is_key_id).empty();
  if (!is_one) return {Verdict::kUnlike};
  return {Verdict::kProven, false, std::string(address)};
}

}  // namespace aegis

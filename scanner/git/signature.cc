#include "scanner/git/signature.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "scanner/git/decimal.h"

namespace aegis::git {

namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr int64_t kYear10000 = 253402300800;  // in seconds since 1970
constexpr int kMostZone = 24 * 60;            // minutes

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// "+0530" as 330; anything else as 0.
int parse_zone(std::string_view text) {
  if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return 0;
  const auto digits = parse_decimal(text.substr(1));
  if (!digits) return 0;
  const int minutes = static_cast<int>(*digits / 100 * 60 + *digits % 100);
  if (minutes > kMostZone) return 0;
  return text[0] == '-' ? -minutes : minutes;
}

void parse_date(std::string_view text, Signature& signature) {
  text = trimmed(text);
  const size_t space = text.find(' ');
  const auto time = parse_decimal(text.substr(0, space));
  if (!time || *time >= uint64_t{kYear10000}) return;
  signature.time = static_cast<int64_t>(*time);
  if (space != std::string_view::npos) signature.zone_minutes = parse_zone(text.substr(space + 1));
}

}  // namespace

Signature parse_signature(std::string_view line) {
  Signature signature;
  const size_t open = line.find('<');
  signature.name = trimmed(line.substr(0, open));
  if (open == std::string_view::npos) return signature;
  const size_t close = line.find('>', open);
  signature.email = trimmed(line.substr(open + 1, close - open - 1));
  const size_t last = line.rfind('>');
  if (close != std::string_view::npos) parse_date(line.substr(last + 1), signature);
  return signature;
}

std::string iso_date(const Signature& signature) {
  if (!signature.time) return "";
  using namespace std::chrono;
  const int64_t local = *signature.time + int64_t{60} * signature.zone_minutes;
  if (local >= kYear10000) return "";
  const sys_seconds moment{seconds(local)};
  const auto day = floor<days>(moment);
  const year_month_day date(day);
  const hh_mm_ss time(moment - day);
  const int zone = std::abs(signature.zone_minutes);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d%c%02d:%02d",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                signature.zone_minutes < 0 ? '-' : '+', zone / 60, zone % 60);
  return text;
}

}  // namespace aegis::git

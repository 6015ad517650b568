#include "scanner/scan/shard.h"

#include <charconv>

namespace aegis {

namespace {

// FNV-1a, its bits mixed once more: what differs in its last byte only is spread as well.
uint64_t hash_of(std::string_view name) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93;
  return hash ^ hash >> 32;
}

std::optional<uint32_t> number_of(std::string_view digits) {
  uint32_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc() || stop != end || number == 0) return std::nullopt;
  return number;
}

}  // namespace

bool Shard::holds(std::string_view name) const {
  return is_all() || hash_of(name) % count == number - 1;
}

std::string Shard::text() const {
  return std::to_string(number) + "/" + std::to_string(count);
}

std::optional<Shard> parse_shard(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto number = number_of(text.substr(0, slash));
  const auto count = number_of(text.substr(slash + 1));
  if (!number || !count || *number > *count) return std::nullopt;
  return Shard{*number, *count};
}

}  // namespace aegis

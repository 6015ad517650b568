#include "scanner/report/uri.h"

#include <cstdint>

namespace aegis {

namespace {

// No ':', which would make a scheme of what stands before it in a relative path.
constexpr std::string_view kPathCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=@/";

}  // namespace

std::string path_as_uri(std::string_view path) {
  constexpr const char* kDigits16 = "0123456789ABCDEF";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (kPathCharacters.find(c) != std::string_view::npos) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<uint8_t>(c);
    uri += '%';
    uri += kDigits16[byte >> 4];
    uri += kDigits16[byte & 15];
  }
  return uri;
}

}  // namespace aegis

#include "scanner/known/url_parts.h"

#include <algorithm>
#include <charconv>

#include "scanner/base/char_set.h"
#include "scanner/detect/value_form.h"
#include "scanner/known/random_part.h"
#include "scanner/known/secret_word.h"

namespace aegis {

namespace {

Secret unescaped(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const bool is_escape =
        text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ptr ==
            text.data() + i + 3;
    out += is_escape ? static_cast<char>(byte) : text[i];
    if (is_escape) i += 2;
  }
  Secret secret(out, 0);
  wipe(out);
  return secret;
}

class UrlParts {
 public:
  explicit UrlParts(std::string_view url) {
    std::string_view rest = url.substr(url.find("://") + 3);
    const size_t authority_end = std::min(rest.find_first_of("/?#"), rest.size());
    read_user(rest.substr(0, authority_end));
    rest.remove_prefix(authority_end);
    const size_t query = std::min(rest.find_first_of("?#"), rest.size());
    for_each_part(rest.substr(0, query), "/", [&](std::string_view part) { add_if_random(part); });
    for_each_part(rest.substr(query), "?#&", [&](std::string_view part) { read_parameter(part); });
  }

  std::vector<StoredValue> take() { return std::move(parts_); }

 private:
  void read_user(std::string_view authority) {
    const size_t at = authority.rfind('@');
    if (at == std::string_view::npos) return;
    const std::string_view user = authority.substr(0, at);
    const size_t colon = user.find(':');
    add_if_random(user.substr(0, colon));
    if (colon != std::string_view::npos) add("URL's password", user.substr(colon + 1));
  }

  void read_parameter(std::string_view part) {
    const size_t equals = part.find('=');
    if (equals == std::string_view::npos) return add_if_random(part);
    const std::string_view name = part.substr(0, equals);
    const std::string_view value = part.substr(equals + 1);
    if (!says_secret(name)) return add_if_random(value);
    add("URL's " + std::string(name), value);
  }

  void add_if_random(std::string_view part) {
    if (looks_random(part)) add("URL's part", part);
  }

  void add(std::string name, std::string_view value) {
    if (value.empty()) return;
    const Secret plain = unescaped(value);
    if (plain.reveal() != value) parts_.push_back({name, plain});
    parts_.push_back({std::move(name), Secret(value, 0)});
  }

  template <typename Visit>
  static void for_each_part(std::string_view text, std::string_view separators,
                            const Visit& visit) {
    while (!text.empty()) {
      const size_t end = std::min(text.find_first_of(separators), text.size());
      if (end > 0) visit(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  std::vector<StoredValue> parts_;
};

}  // namespace

bool is_url(std::string_view value) {
  const size_t colon = value.find("://");
  if (colon == std::string_view::npos || colon == 0 || !kAlpha.contains(value[0])) return false;
  const bool is_scheme = all_in(value.substr(0, colon), kAlnum | CharSet("+.-"));
  return is_scheme && value.find_first_of(" \t\r\n") == std::string_view::npos;
}

std::vector<StoredValue> secret_parts_of_url(std::string_view url) {
  return UrlParts(url).take();
}

}  // namespace aegis

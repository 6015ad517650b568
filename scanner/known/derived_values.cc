#include "scanner/known/derived_values.h"

#include <algorithm>
#include <iterator>

#include "scanner/base/ascii.h"
#include "scanner/base/char_set.h"
#include "scanner/base/json_strings.h"
#include "scanner/known/json_file.h"
#include "scanner/known/key_text.h"
#include "scanner/known/secret_word.h"
#include "scanner/known/url_parts.h"
#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

class Derivation {
 public:
  explicit Derivation(const StoredValue& stored)
      : name_(stored.name), value_(trimmed(stored.value.reveal())) {}

  std::vector<StoredValue> run() {
    if (add_keys() || add_json()) return std::move(out_);
    out_.push_back({name_, Secret(value_, 0)});
    if (is_url(value_)) {
      for (StoredValue& part : secret_parts_of_url(value_)) {
        out_.push_back({name_ + " (" + part.name + ")", std::move(part.value)});
      }
      return std::move(out_);
    }
    add_header_value();
    if (ends_in(name_, "auth")) add_password_of(value_);
    if (ends_in(name_, "_password")) add_decoded(value_);
    add_assignments();
    return std::move(out_);
  }

 private:
  static bool ends_in(std::string_view name, std::string_view ending) {
    return name.size() >= ending.size() &&
           equals_ignoring_case(name.substr(name.size() - ending.size()), ending);
  }

  void add(const char* what, std::string_view value) {
    out_.push_back({name_ + " (" + what + ")", Secret(value, 0)});
  }

  bool add_keys() {
    std::string text(value_);
    std::vector<Secret> keys = take_private_keys(text);
    wipe(text);
    for (Secret& key : keys) out_.push_back({name_, std::move(key)});
    return !keys.empty();
  }

  bool add_json() {
    if (value_.empty() || (value_[0] != '{' && value_[0] != '[')) return false;
    StoredValues strings = read_json_file(value_);
    if (strings.problem) return false;
    for (StoredValue& string : strings.values) {
      string.name = name_ + (string.name.starts_with('[') ? "" : ".") + string.name;
      std::vector<StoredValue> own = with_derived(string);
      std::move(own.begin(), own.end(), std::back_inserter(out_));
    }
    return true;
  }

  void add_header_value() {
    constexpr std::string_view kSchemes[] = {"bearer ", "bot ", "token ", "basic ", "apikey "};
    for (const std::string_view scheme : kSchemes) {
      if (!equals_ignoring_case(value_.substr(0, scheme.size()), scheme)) continue;
      const std::string_view credential = trimmed(value_.substr(scheme.size()));
      add("credential", credential);
      if (scheme == "basic ") add_password_of(credential);
    }
  }

  // user:password in base64
  void add_password_of(std::string_view base64) {
    auto text = decode_base64(base64);
    if (!text) return;
    const size_t colon = text->find(':');
    if (colon != std::string::npos) add("password", std::string_view(*text).substr(colon + 1));
    wipe(*text);
  }

  void add_decoded(std::string_view base64) {
    auto text = decode_base64(base64);
    if (!text) return;
    const auto is_plain = [](char c) { return kPrintable.contains(c) || c == ' '; };
    if (std::all_of(text->begin(), text->end(), is_plain)) add("decoded", *text);
    wipe(*text);
  }

  // name=value;name=value and name=value name=value
  void add_assignments() {
    size_t begin = 0;
    while (begin < value_.size()) {
      const size_t end = std::min(value_.find_first_of("; \t", begin), value_.size());
      const std::string_view part = value_.substr(begin, end - begin);
      const size_t equals = part.find('=');
      if (equals != std::string_view::npos && equals > 0 && says_secret(part.substr(0, equals)) &&
          part.size() < value_.size() && all_letters(part.substr(0, equals))) {
        add("password", part.substr(equals + 1));
      }
      begin = end + 1;
    }
  }

  static bool all_letters(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) { return kWord.contains(c); });
  }

  std::string name_;
  std::string_view value_;
  std::vector<StoredValue> out_;
};

}  // namespace

std::vector<StoredValue> with_derived(const StoredValue& stored) {
  return Derivation(stored).run();
}

}  // namespace aegis

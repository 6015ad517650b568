// Tested by tests/unit/value_judge_test.cc.
//
// Objections are tried from the cheapest to the dearest and the first one counts. Some say that the
// value is certainly something else, and drop it; others only make it unlikely, and leave it to
// readers who ask for low confidence.
#include "scanner/detect/value_judge.h"

#include <algorithm>

#include "scanner/base/ascii.h"
#include "scanner/detect/secret_name.h"
#include "scanner/detect/stand_in.h"
#include "scanner/detect/value_form.h"
#include "scanner/detect/word_model.h"

namespace aegis {

namespace {

// Signs of many kinds among the letters, as in a password that is used as a key.
bool is_dense(std::string_view text) {
  constexpr size_t kLong = 24;
  constexpr CharSet kSigns("?#;^&$*[]{}()!@%~|<>+=_-");
  std::string signs;
  for (const char c : text) {
    if (kSigns.contains(c)) signs += c;
  }
  return text.size() >= kLong && signs.size() * 4 >= text.size() && count_distinct(signs) >= 8;
}

// What machines make for a header or a URL keeps to the characters that may stand there (RFC 6750,
// b64token, and a few that some use). A `secret` may hold any: it is often chosen by a framework.
bool has_foreign_characters(std::string_view name, std::string_view text) {
  constexpr CharSet kForeign("?#;^&$*");
  constexpr CharSet kJoining("!(){}[]");  // join the parts of some tokens, or enclose one
  constexpr CharSet kBase64("+/");        // whose other signs are = only
  const size_t foreign = count_in(text, kForeign);
  const size_t joining = count_in(text, kJoining);
  if (!name_allows_any_characters(name)) return foreign + joining > 0 && !is_dense(text);
  // One among many is no work of a framework, which draws from all alike.
  constexpr size_t kFew = 18;
  const size_t all = foreign + joining + count_in(text, CharSet("@,:%~|"));
  const bool is_base64 = count_in(text, kBase64) > 0;
  return all * kFew <= text.size() && (joining == 0 ? foreign > 0 : is_base64);
}

constexpr Judgement drop(const char* objection) {
  return {objection, Confidence::kLow, true};
}
constexpr Judgement doubt(const char* objection) {
  return {objection, Confidence::kLow, false};
}

// `real_key`; of a password, one that only says that it is one may be it all the same.
bool names_secret(std::string_view text, ValueClass value_class) {
  return is_name_of_secret(text) &&
         (value_class == ValueClass::kToken || !contains_ignoring_case(text, "pass"));
}

// Whether a word of the text is long, and of letters and digits.
bool has_random_word(std::string_view text) {
  constexpr size_t kLong = 16;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    const Shade shade = shade_of(text.substr(begin, end - begin));
    if (end - begin >= kLong && shade.digits > 0 && shade.lower + shade.upper > 0) return true;
    begin = end + 1;
  }
  return false;
}

Judgement judge_common(const Value& value, ValueClass value_class) {
  const std::string_view text = value.text;
  if (text.size() < 4) return drop("short");
  if (!value.name.empty() && name_repeats(value.name, text)) return drop("name repeated");
  if (name_denies_secret(value.name) || name_says_invalid(value.name)) return drop("name");
  const uint32_t parts = parts_in(text);
  if (is_template(text, parts)) return drop("template");
  if ((parts & kPlaceholderPart) != 0 || is_placeholder_word(text)) return drop("placeholder");
  if (count_in(text, kAlnum) == 0) return drop("no letters or digits");
  if (value.quote == 0) {
    if (value.next == '(' || value.next == '[' || value.next == '{') return drop("code");
    if (value.in_program && (is_identifier(text) || !kAlnum.contains(text.front()))) {
      return drop("code");
    }
  }
  if (is_call_or_reference(text, parts)) return drop("code");
  if (names_secret(text, value_class)) return drop("placeholder");
  if (holds_markup(text) && letter_surprise(text) < kRandomish) return drop("markup");
  if (text.find(" = ") != std::string_view::npos || text.find(": \"") != std::string_view::npos)
    return drop("code");
  if (value_class == ValueClass::kToken && (text.front() == ' ' || text.back() == ' ')) {
    return drop("blank");
  }
  if (is_prose(text)) {
    const bool none = value_class == ValueClass::kToken && !has_random_word(text);
    return none ? drop("prose") : doubt("prose");
  }
  if (is_path_or_url(text)) return drop("path");
  if (is_number_like(text)) {
    // A token may be all digits, but is no date, version or address.
    const bool token = value_class == ValueClass::kToken && !all_in(text, kDigits);
    return token ? drop("number") : doubt("number");
  }
  return {};
}

Judgement judge_password(const Value& value) {
  const std::string_view text = value.text;
  const Shade shade = shade_of(text);
  if (is_uuid(text)) return doubt("uuid");
  // A hash of crypt(3) that is whole is found by its form; one that is not is none.
  const bool crypt = text.size() > 3 && text[0] == '$' && (text[2] == '$' || text[3] == '$');
  if (crypt) return doubt("malformed hash");
  if (count_distinct(text) <= 3) return doubt("repetition");
  if ((parts_in(text) & kRowPart) != 0) return doubt("row of keys");
  const bool wordy = is_wordy(text);
  if (value.quote == 0 && value.in_program) return doubt("code");
  if (wordy && shade.digits == 0) return doubt("words");
  if (wordy && is_identifier(text) && shade.digits * 4 < text.size() && shade.kinds() < 3) {
    return doubt("words");
  }
  if (shade.kinds() < 2 && text.size() < 10) return doubt("one kind of character");
  if (text.size() < 6) return doubt("short");
  Judgement good;
  const bool random = letter_surprise(text) > kRandomish || shade.digits * 3 >= text.size();
  if (text.size() >= 12 && shade.kinds() >= 3 && random) good.confidence = Confidence::kHigh;
  return good;
}

// `sig=...` and the like: of a parameter that is given as a value, what it is given.
std::string_view without_parameter(std::string_view text) {
  constexpr size_t kLongestParameter = 12;
  const size_t sign = text.find('=');
  const bool named = sign != std::string_view::npos && sign > 0 && sign <= kLongestParameter &&
                     all_in(text.substr(0, sign), kAlpha | CharSet("_"));
  const std::string_view rest = named ? text.substr(sign + 1) : text;
  return rest.find_first_not_of('=') == std::string_view::npos ? text : rest;
}

// `Bearer ...` and the like: of what a header is set to, what follows the scheme.
std::string_view without_scheme(std::string_view text) {
  for (const std::string_view scheme : {"bearer ", "token ", "basic ", "apikey "}) {
    if (text.size() > scheme.size() && equals_ignoring_case(text.substr(0, scheme.size()), scheme))
      return text.substr(scheme.size());
  }
  return text;
}

Judgement judge_token(const Value& value) {
  const std::string_view text = without_parameter(value.text);
  if (text.size() != value.text.size())
    return judge_value({{}, text, value.quote, value.next, value.in_program}, ValueClass::kToken);
  if (text.size() < 10) return drop("short");
  if (is_filled_in(text)) return drop("repetition");
  if ((parts_in(text) & kHarmlessPart) != 0) return drop("sandbox or public");
  if (is_numbered_name(text) || is_constant_name(text)) return drop("identifier");
  if (is_broken_hex(text)) return drop("hex with a few other letters");
  if (is_form_token(value.name)) return drop("form token");
  if (has_foreign_characters(value.name, text)) return drop("characters");
  if (is_time_uuid(text)) return drop("uuid made of the time");
  if (is_uuid(text)) return doubt("uuid");
  const double entropy = shannon_entropy(text);
  const Shade shade = shade_of(text);
  if (count_distinct(text) <= 4) return drop("repetition");
  if ((parts_in(text) & kRowPart) != 0) return doubt("row of keys");
  if (is_wordy(text)) {
    const bool plain = shade.digits * 6 < text.size() && !is_dense(text);
    return plain ? drop("words") : doubt("words");
  }
  if (is_identifier(text) && shade.digits == 0 && letter_surprise(text) < kRandomish) {
    return doubt("identifier");
  }
  if (shade.kinds() < 2) return doubt("one kind of character");
  const double wanted = text.size() >= 20 ? 3.0 : text.size() >= 12 ? 2.7 : 2.5;
  if (entropy < wanted) return doubt("entropy");
  if (text.size() < 12) return doubt("short");
  if (shade.digits == 0 && letter_surprise(text) < 5.6) return doubt("entropy");
  Judgement good;
  if (text.size() >= 20 && entropy >= 3.5 && shade.digits > 0) good.confidence = Confidence::kHigh;
  return good;
}

}  // namespace

Judgement judge_value(const Value& given, ValueClass value_class) {
  Value value = given;
  if (value_class == ValueClass::kToken) value.text = without_scheme(value.text);
  if (value.text.empty()) return drop("short");
  const Judgement common = judge_common(value, value_class);
  if (common.objection[0] != '\0') return common;
  return value_class == ValueClass::kPassword ? judge_password(value) : judge_token(value);
}

}  // namespace aegis

#include "scanner/detect/known_forms.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "scanner/base/char_set.h"
#include "scanner/base/secret.h"
#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

enum class Letters { kLower, kUpper };

constexpr std::string_view digits_of(Letters letters) {
  return letters == Letters::kLower ? "0123456789abcdef" : "0123456789ABCDEF";
}

void append_hex(std::string& out, unsigned value, size_t digits, Letters letters) {
  for (size_t i = digits; i-- > 0;) out += digits_of(letters)[(value >> (4 * i)) & 15];
}

// Hands on each text once. They are wiped afterwards.
class Forms {
 public:
  explicit Forms(const std::function<void(const FormedValue&)>& visit) : visit_(visit) {
    seen_.reserve(32);  // more than there are: a text that moves would leave itself behind
  }
  Forms(const Forms&) = delete;
  Forms& operator=(const Forms&) = delete;
  ~Forms() {
    for (std::string& text : seen_) wipe(text);
  }

  void put(FormedValue value, std::string text) {
    const bool is_new = std::find(seen_.begin(), seen_.end(), text) == seen_.end();
    seen_.push_back(std::move(text));
    value.text = seen_.back();
    if (is_new) visit_(value);
  }

 private:
  const std::function<void(const FormedValue&)>& visit_;
  std::vector<std::string> seen_;
};

// --- clear, base64, hex --------------------------------------------------------------------------

std::string with_crlf(std::string_view value) {
  std::string text;
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\n' && (i == 0 || value[i - 1] != '\r')) text += '\r';
    text += value[i];
  }
  return text;
}

std::string in_url_alphabet(std::string text) {
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

// `before` bytes of a group stand before the value.
void put_base64(std::string_view value, size_t before, Forms& forms) {
  constexpr std::array<size_t, 3> kMixed = {0, 2, 3};  // characters that depend on those bytes
  std::string whole(before, '\0');
  whole += value;
  std::string text = encode_base64(whole);
  const size_t end = whole.size() * 8 / 6;  // what follows depends on what comes after
  FormedValue form{.form = KnownForm::kBase64, .text = {}};
  form.edge_before = before > 0;
  form.edge_after = whole.size() % 3 != 0;
  std::string inner = text.substr(kMixed[before], end - kMixed[before]);
  forms.put(form, in_url_alphabet(inner));
  forms.put(form, std::move(inner));
  wipe(whole);
  wipe(text);
}

void put_hex(std::string_view value, Letters letters, Forms& forms) {
  std::string text;
  text.reserve(value.size() * 2);
  for (const char c : value) append_hex(text, static_cast<unsigned char>(c), 2, letters);
  forms.put({.form = KnownForm::kHexadecimal, .text = {}}, std::move(text));
}

// --- escapes -------------------------------------------------------------------------------------

constexpr CharSet kUnreserved = kAlnum | CharSet("-_.~");

struct UrlStyle {
  CharSet plain;
  bool plus_for_space;
};

constexpr UrlStyle kUrlStyles[] = {
    {kUnreserved, false},                         // RFC 3986; Python's quote_plus but for the space
    {kUnreserved, true},                          // the same in a form
    {kUnreserved | CharSet("/"), false},          // Python's quote
    {kUnreserved | CharSet("!*'()"), false},      // encodeURIComponent
    {kAlnum | CharSet("-_.*"), true},             // a browser's form; Java's URLEncoder
    {kAlnum | CharSet("-_.~!$&'()*+,%"), false},  // a browser's user information
};

std::string url_escaped(std::string_view value, const UrlStyle& style, Letters letters) {
  std::string text;
  for (const char c : value) {
    if (style.plain.contains(c)) {
      text += c;
    } else if (c == ' ' && style.plus_for_space) {
      text += '+';
    } else {
      text += '%';
      append_hex(text, static_cast<unsigned char>(c), 2, letters);
    }
  }
  return text;
}

struct JsonStyle {
  CharSet escaped;  // printable ASCII beyond what must be
  bool ascii;       // nothing beyond ASCII
  bool slash;       // a backslash before '/'
  Letters letters;
};

constexpr JsonStyle kJsonStyles[] = {
    {CharSet(), false, false, Letters::kLower},
    {CharSet(), false, true, Letters::kLower},            // PHP, when told to leave Unicode
    {CharSet(), true, true, Letters::kLower},             // PHP
    {CharSet(), true, false, Letters::kLower},            // Python
    {CharSet("<>&"), false, false, Letters::kLower},      // Go
    {CharSet("\"&'+<>`"), true, false, Letters::kUpper},  // .NET
};

// The code point that begins at `at`, and its length; a byte that begins none is one by itself.
std::pair<unsigned, size_t> code_point(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned first = byte(at);
  const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  unsigned value = length == 1 ? first : first & (0x7fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return {first, 1};
    value = value << 6 | (byte(at + i) & 0x3f);
  }
  return {value, length};
}

void append_json_units(std::string& text, unsigned code, Letters letters) {
  if (code >= 0x10000) {
    append_json_units(text, 0xd7c0 + (code >> 10), letters);
    code = 0xdc00 | (code & 0x3ff);
  }
  text += "\\u";
  append_hex(text, code, 4, letters);
}

std::string json_escaped(std::string_view value, const JsonStyle& style) {
  constexpr std::string_view kShort = "\b\f\n\r\t\"\\";
  constexpr std::string_view kShortNames = "bfnrt\"\\";
  std::string text;
  for (size_t at = 0; at < value.size();) {
    const auto [code, length] = code_point(value, at);
    const char c = value[at];
    if (code < 0x80 && style.escaped.contains(c)) {
      append_json_units(text, code, style.letters);
    } else if (const size_t known = kShort.find(c); known != std::string_view::npos) {
      text += '\\';
      text += kShortNames[known];
    } else if (c == '/' && style.slash) {
      text += "\\/";
    } else if (code < 0x20 || (code >= 0x80 && style.ascii)) {
      append_json_units(text, code, style.letters);
    } else {
      text += value.substr(at, length);
    }
    at += length;
  }
  return text;
}

// `by` before, or in place of, each character of `special`.
std::string replaced_each(std::string_view value, const CharSet& special, std::string_view by,
                          bool keep) {
  std::string text;
  for (const char c : value) {
    const bool is_special = special.contains(c);
    if (is_special) text += by;
    if (!is_special || keep) text += c;
  }
  return text;
}

void put_shell(std::string_view value, Forms& forms) {
  const FormedValue form{.form = KnownForm::kShell, .text = {}};
  const CharSet quote("'");
  const CharSet in_double("$`\"\\");
  const CharSet special = in_double | CharSet(" \t!&'()*;<>?[]^{|}#~");
  forms.put(form, replaced_each(value, quote, "'\\''", false));
  forms.put(form, replaced_each(value, quote, "'\"'\"'", false));
  forms.put(form, replaced_each(value, quote, "\\", true));
  forms.put(form, replaced_each(value, in_double, "\\", true));
  forms.put(form, replaced_each(value, in_double | CharSet("!"), "\\", true));
  forms.put(form, replaced_each(value, special, "\\", true));
  forms.put(form, replaced_each(value, special | CharSet(","), "\\", true));
}

}  // namespace

const char* name_of(KnownForm form) {
  constexpr const char* kNames[] = {
      "", "in base64", "in hex", "URL-escaped", "JSON-escaped", "shell-quoted"};
  return kNames[static_cast<size_t>(form)];
}

void for_each_form(std::string_view value, const std::function<void(const FormedValue&)>& visit) {
  Forms forms(visit);
  const std::string_view beginning = value.substr(0, kMostClear);
  forms.put({}, std::string(beginning));
  if (beginning.find('\n') != std::string_view::npos) {
    forms.put({}, with_crlf(beginning.substr(0, kMostClear / 2)));
  }
  value = value.substr(0, kMostEncoded);
  for (const size_t before : {0, 1, 2}) put_base64(value, before, forms);
  for (const Letters letters : {Letters::kLower, Letters::kUpper}) put_hex(value, letters, forms);
  for (const UrlStyle& style : kUrlStyles) {
    for (const Letters letters : {Letters::kUpper, Letters::kLower}) {
      forms.put({.form = KnownForm::kUrl, .text = {}}, url_escaped(value, style, letters));
    }
  }
  for (const JsonStyle& style : kJsonStyles) {
    forms.put({.form = KnownForm::kJson, .text = {}}, json_escaped(value, style));
  }
  put_shell(value, forms);
}

}  // namespace aegis

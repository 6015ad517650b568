// Only what shows that a file is harmless speaks against its name: a list of settings that are all
// to be filled in, a key that is public. What is not understood does not.
#include "scanner/detect/file_content.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "scanner/base/ascii.h"
#include "scanner/base/char_set.h"
#include "scanner/base/json.h"
#include "scanner/base/lines.h"
#include "scanner/detect/stand_in.h"

namespace aegis {

namespace {

constexpr CharSet kBlank(" \t\r\n");
constexpr CharSet kRemark("#;[");  // what a line begins with that is a comment or a heading
constexpr size_t kLongToken = 256;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && kBlank.contains(text.front())) text.remove_prefix(1);
  while (!text.empty() && kBlank.contains(text.back())) text.remove_suffix(1);
  return text;
}

// git-crypt, ansible-vault, age, OpenPGP, sops, dotenvx.
bool is_sealed(std::string_view head) {
  constexpr std::string_view kBeginnings[] = {
      std::string_view("\0GITCRYPT\0", 10), "$ANSIBLE_VAULT;", "age-encryption.org/v1",
      "-----BEGIN AGE ENCRYPTED FILE-----", "-----BEGIN PGP MESSAGE-----"};
  const auto begins = [&](std::string_view beginning) { return head.starts_with(beginning); };
  if (std::any_of(std::begin(kBeginnings), std::end(kBeginnings), begins)) return true;
  return contains(head, "ENC[AES256_GCM,") ||
         (contains(head, "DOTENV_PUBLIC_KEY") && contains(head, "encrypted:"));
}

// --- settings ------------------------------------------------------------------------------------

struct Setting {
  std::string name;
  std::string value;
};

void add_leaves(const Json& top, std::vector<Setting>& settings) {
  struct Node {
    std::string name;
    const Json* value;
  };
  std::vector<Node> todo{{"", &top}};
  while (!todo.empty()) {
    const Node node = todo.back();
    todo.pop_back();
    if (node.value->is_structured()) {
      for (const auto& [key, value] : node.value->items()) {
        todo.push_back({node.value->is_object() ? key : node.name, &value});
      }
    } else if (node.value->is_string()) {
      settings.push_back({node.name, node.value->get<std::string>()});
    }
  }
}

// A comment that follows the value, quotes and a comma are no part of it.
std::string_view bare_value(std::string_view text) {
  text = trimmed(text);
  if (!text.empty() && (text.front() == '"' || text.front() == '\'')) {
    const size_t end = text.find(text.front(), 1);
    return text.substr(1, end == std::string_view::npos ? end : end - 1);
  }
  if (text.starts_with('#')) return {};
  const size_t comment = text.find(" #");
  text = trimmed(text.substr(0, comment));
  if (text.ends_with(',')) text.remove_suffix(1);
  return text;
}

// Lines of `name = value` or `name: value`; nothing when one is neither such nor a comment.
std::optional<std::vector<Setting>> settings_of_lines(std::string_view text) {
  std::vector<Setting> settings;
  while (!text.empty()) {
    const std::string_view line = trimmed(take_line(text));
    const bool is_remark = line.empty() || kRemark.contains(line.front()) ||
                           line.starts_with("//") || line.starts_with("--");
    if (is_remark) continue;
    const size_t sign = line.find_first_of("=:");
    if (sign == std::string_view::npos) return std::nullopt;
    const std::string_view value = bare_value(line.substr(sign + 1));
    // In YAML it is the name of what follows.
    if (line[sign] == ':' && value.empty()) continue;
    settings.push_back({std::string(line.substr(0, sign)), std::string(value)});
  }
  return settings;
}

// `[default]`, which begins as a list in JSON does.
bool begins_with_heading(std::string_view head) {
  const std::string_view line = trimmed(take_line(head));
  return line.starts_with('[') && line.ends_with(']') && line.size() > 2 &&
         line.find_first_of("\"',{", 1) == std::string_view::npos;
}

std::optional<std::vector<Setting>> settings_in(std::string_view head) {
  const bool may_be_json = head.starts_with('{') || head.starts_with('[');
  if (!may_be_json || begins_with_heading(head)) return settings_of_lines(head);
  const Json json = Json::parse(head.begin(), head.end(), nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  std::vector<Setting> settings;
  add_leaves(json, settings);
  return settings;
}

bool names_secret(const std::string& name) {
  constexpr std::string_view kWords[] = {"pass", "pwd",  "secret", "token",  "key",
                                         "cred", "auth", "salt",   "private"};
  const std::string lower = lowered(name);
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return contains(lower, word); });
}

// On, off, a number.
bool is_switch(const std::string& value) {
  constexpr std::string_view kWords[] = {"true", "false", "yes", "no", "on", "off", "null", "none"};
  const std::string lower = lowered(value);
  return std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords) ||
         lower.find_first_not_of("0123456789.-+_") == std::string::npos;
}

bool may_be_secret(const Setting& setting) {
  if (is_switch(setting.value)) return false;
  if (names_secret(setting.name) || contains(setting.value, "@")) return true;
  const bool has_digit = setting.value.find_first_of("0123456789") != std::string::npos;
  return setting.value.size() >= 16 && has_digit && !contains(setting.value, "://");
}

// Harmless when something is still to be filled in and nothing is that could be a secret.
ContentJudgement judge_settings(std::string_view head) {
  const auto settings = settings_in(trimmed(head));
  if (!settings) return {};
  if (settings->empty()) return {"empty", true};
  bool is_template = false;
  for (const Setting& setting : *settings) {
    if (is_to_be_filled_in(setting.value)) {
      is_template = true;
    } else if (may_be_secret(setting)) {
      return {};
    }
  }
  if (is_template) return {"to be filled in", true};
  return {};
}

// --- keys ----------------------------------------------------------------------------------------

bool is_public_key_line(std::string_view head) {
  return head.starts_with("ssh-") || head.starts_with("ecdsa-sha2-") || head.starts_with("sk-ssh-");
}

// A DER SEQUENCE that is a private key begins with its version; a certificate, a public key and the
// like begin with another SEQUENCE, and so does an encrypted private key, whose first object
// identifier is one of PKCS#5 or PKCS#12.
bool is_public_der(std::string_view head) {
  if (head.size() < 16 || head[0] != 0x30) return false;
  const auto length_size = [&](size_t at) -> size_t {
    const auto first = static_cast<unsigned char>(head[at]);
    return first < 0x80 ? 1 : 1 + (first & 0x7fU);
  };
  const size_t inner = 1 + length_size(1);
  if (inner + 8 > head.size() || head[inner] != 0x30) return false;
  const std::string_view begin = head.substr(inner, 32);
  const bool is_encrypted_key = contains(begin, "\x2a\x86\x48\x86\xf7\x0d\x01\x05") ||
                                contains(begin, "\x2a\x86\x48\x86\xf7\x0d\x01\x0c");
  return !is_encrypted_key;
}

ContentJudgement judge_key(std::string_view head) {
  if (contains(head, "PRIVATE KEY")) return {};
  const bool is_public =
      contains(head, "-----BEGIN ") || is_public_key_line(head) || is_public_der(head);
  if (is_public) return {"public", true};
  return {};
}

// Files of many kinds are called so: presentations, translations, indexes.
ContentJudgement judge_private_key(std::string_view head) {
  const ContentJudgement as_key = judge_key(head);
  if (as_key.drop || contains(head, "PRIVATE KEY") || head.front() == 0x30) return as_key;
  const std::string_view token = trimmed(head);
  const bool is_one_token =
      token.size() <= kLongToken &&
      std::all_of(token.begin(), token.end(), [](char c) { return kPrintable.contains(c); });
  if (is_one_token) return {};
  return {"form", false};
}

}  // namespace

ContentJudgement judge_content(FileContent content, std::string_view head) {
  if (trimmed(head).empty()) return {"empty", true};
  if (is_sealed(head)) return {"encrypted", true};
  switch (content) {
    case FileContent::kSettings:
      return judge_settings(head);
    case FileContent::kKey:
      return judge_key(head);
    case FileContent::kPrivateKey:
      return judge_private_key(head);
    case FileContent::kAny:
    case FileContent::kKnown:
      return {};
  }
  return {};
}

}  // namespace aegis

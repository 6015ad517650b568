// Tested by tests/unit/pem_test.cc.
//
// RFC 7468, 1421 and 9580 for the frame. The body may be indented, escaped (\n in JSON), or split
// into quoted pieces in source code.
#include "scanner/detect/pem.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "scanner/base/char_set.h"
#include "scanner/detect/private_key.h"
#include "scanner/detect/putty_key.h"
#include "scanner/rule/checksum.h"

namespace aegis {

namespace {

constexpr size_t kLongestBlock = 12 * 1024;  // an RSA key of 16,384 bits fits
constexpr size_t kLeastBody = 40;            // base64 characters; less is an example's "..."
constexpr CharSet kBody = make_range_set("azAZ09++//==");

struct Block {
  std::string_view label;  // "RSA PRIVATE KEY"
  Span span;               // from -----BEGIN to the end of -----END ...-----
  std::string body;        // its base64 characters
  bool ended = false;
  bool encrypted = false;   // as its label or its headers say
  std::string_view cipher;  // as its headers say
};

std::optional<std::string_view> label_at(std::string_view bytes, size_t at) {
  constexpr CharSet kLabel = make_range_set("AZ09  ");
  size_t end = at;
  while (end < bytes.size() && end - at < 64 && kLabel.contains(bytes[end])) ++end;
  if (bytes.compare(end, 5, "-----") != 0) return std::nullopt;
  return bytes.substr(at, end - at);
}

// Of the first line: where it ends, and how many bytes end it. A line feed may be escaped.
std::pair<size_t, size_t> end_of_line(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') return {i, 1};
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n') return {i, 2};
  }
  return {text.size(), 0};
}

// Appends the line's base64 characters; an escape's letter (\r, \t) is none.
void append_body(std::string_view line, std::string& body) {
  for (size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '\\') {
      const bool is_slash = at + 1 < line.size() && line[at + 1] == '/';  // \/ in JSON
      if (!is_slash) ++at;
      continue;
    }
    // A `+` between blanks or quotes joins two pieces of a string.
    const bool joins = c == '+' && (at == 0 || !kBody.contains(line[at - 1])) &&
                       (at + 1 == line.size() || !kBody.contains(line[at + 1]));
    if (kBody.contains(c) && !joins) body += c;
  }
}

// The base64 characters of the body. Proc-Type: 4,ENCRYPTED and other headers stand on lines of
// their own.
std::string body_of(std::string_view inside) {
  std::string body;
  while (!inside.empty()) {
    const auto [end, ending] = end_of_line(inside);
    const std::string_view line = inside.substr(0, end);
    if (line.find(": ") == std::string_view::npos) append_body(line, body);
    inside.remove_prefix(end + ending);
  }
  return body;
}

// "AES-128-CBC" of `DEK-Info: AES-128-CBC,<its first block>` (RFC 1421); empty: no such header.
std::string_view cipher_of(std::string_view content) {
  constexpr std::string_view kHeader = "DEK-Info: ";
  constexpr CharSet kName = make_range_set("AZ09--");
  const size_t at = content.find(kHeader);
  if (at == std::string_view::npos) return {};
  const std::string_view value = content.substr(at + kHeader.size(), 32);
  size_t end = 0;
  while (end < value.size() && kName.contains(value[end])) ++end;
  return end < value.size() && value[end] == ',' ? value.substr(0, end) : std::string_view();
}

std::optional<Block> block_at(std::string_view bytes, Span keyword) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  Block block;
  const auto label = label_at(bytes, keyword.begin + kBegin.size());
  if (!label) return std::nullopt;
  block.label = *label;
  const size_t inside = keyword.begin + kBegin.size() + label->size() + 5;
  const std::string_view window = bytes.substr(inside, kLongestBlock);
  const std::string end_mark = "-----END " + std::string(*label) + "-----";
  // The end is looked for before the next block only: a file of nothing but beginnings stays
  // linear.
  const std::string_view own = window.substr(0, window.find("-----BEGIN "));
  const size_t end = own.find("-----END ");
  block.ended = own.compare(std::min(end, own.size()), end_mark.size(), end_mark) == 0;
  std::string_view content = own.substr(0, end);
  if (!block.ended) {
    // Without an end, the body is what looks like one.
    constexpr CharSet kMore = kBody | CharSet(" \t\r\n\\\"',");
    size_t n = 0;
    while (n < content.size() && kMore.contains(content[n])) ++n;
    content = content.substr(0, n);
  }
  block.body = body_of(content);
  block.encrypted = label->find("ENCRYPTED") != std::string_view::npos ||
                    content.find("ENCRYPTED") != std::string_view::npos;
  block.cipher = cipher_of(content);
  block.span = {keyword.begin, inside + content.size() + (block.ended ? end_mark.size() : 0)};
  return block;
}

// The bytes of an armored key (RFC 9580, 6): its body may end in `=` and four characters, a
// checksum of which the standard says that it is not to be relied on.
std::optional<std::string> armored_bytes(std::string_view body) {
  constexpr size_t kChecksum = 5;
  if (body.size() > kChecksum && body[body.size() - kChecksum] == '=' && body.back() != '=') {
    body.remove_suffix(kChecksum);
  }
  return decode_base64(body);
}

// A key whose numbers are sealed, and the headers say how; its kind is in the label.
std::optional<PrivateKey> sealed_key(const Block& block, std::string_view bytes) {
  constexpr size_t kLeastBlock = 8;  // of a cipher
  if (block.cipher.empty() || bytes.size() % kLeastBlock != 0) return std::nullopt;
  PrivateKey key;
  if (block.label == "RSA PRIVATE KEY") key.algorithm = "RSA";
  if (block.label == "DSA PRIVATE KEY") key.algorithm = "DSA";
  if (block.label == "EC PRIVATE KEY") key.algorithm = "ECDSA";
  key.encrypted = true;
  key.cipher = block.cipher;
  return key;
}

std::optional<PrivateKey> key_of(const Block& block) {
  const bool is_pgp = block.label.starts_with("PGP ");
  const auto bytes = is_pgp ? armored_bytes(block.body) : decode_base64(block.body);
  if (!bytes) return std::nullopt;
  if (is_pgp) return read_pgp_private_key(*bytes);
  auto key = read_private_key(*bytes);
  return key ? key : sealed_key(block, *bytes);
}

void examine(const Rule& rule, const Block& block, Candidate& candidate) {
  PrivateKey key;
  key.encrypted = block.encrypted;
  if (auto read = key_of(block)) {
    key = *std::move(read);
    candidate.proof = Proof::kStructure;
    candidate.detail = in_words(key);
  } else {
    candidate.confidence = Confidence::kMedium;
    candidate.detail = in_words(key) + ", its body not understood";
  }
  // Alone, it opens nothing.
  if (key.encrypted || key.on_token) {
    candidate.severity = std::min(rule.severity, Severity::kMedium);
  }
}

}  // namespace

Span follow_private_key(const Rule& rule, const GrammarText& text, Span keyword,
                        std::vector<Candidate>& out) {
  if (text.bytes[keyword.begin] != '-') {
    if (rule.words.empty()) follow_putty_key(rule, text, keyword, out);
    return {};
  }
  const auto block = block_at(text.bytes, keyword);
  if (!block || block->label.find("PRIVATE KEY") == std::string_view::npos) return {};
  const std::string_view first = block->label.substr(0, block->label.find(' '));
  const bool wanted = rule.words.empty() ||
                      std::find(rule.words.begin(), rule.words.end(), first) != rule.words.end();
  if (!wanted) return {};
  Candidate candidate;
  candidate.secret = block->span;
  candidate.public_prefix = std::string_view("-----BEGIN ").size() + block->label.size() + 5;
  candidate.proof = Proof::kShape;
  if (block->body.size() < kLeastBody) {
    candidate.objection = "no body";
    candidate.dropped = true;
  } else {
    examine(rule, *block, candidate);
  }
  out.push_back(std::move(candidate));
  return {};
}

}  // namespace aegis

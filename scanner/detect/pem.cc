// Tested by tests/unit/pem_test.cc.
//
// RFC 7468 for the frame, RFC 5208 and 8017 for what is inside, PROTOCOL.key of OpenSSH for its own
// form. The body may be indented, escaped (\n in JSON), or split into quoted pieces in source code.
#include "scanner/detect/pem.h"

#include <algorithm>
#include <optional>
#include <string>

#include "scanner/base/char_set.h"
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
  bool encrypted = false;
};

std::optional<std::string_view> label_at(std::string_view bytes, size_t at) {
  constexpr CharSet kLabel = make_range_set("AZ09  ");
  size_t end = at;
  while (end < bytes.size() && end - at < 64 && kLabel.contains(bytes[end])) ++end;
  if (bytes.compare(end, 5, "-----") != 0) return std::nullopt;
  return bytes.substr(at, end - at);
}

// The base64 characters of the body; an escape's letter (\n, \r, \t) and header lines are left out.
std::string body_of(std::string_view inside) {
  std::string body;
  size_t at = 0;
  while (at < inside.size()) {
    const char c = inside[at];
    if (c == '\\' && at + 1 < inside.size()) {
      at += 2;
    } else if (c == '\n') {
      // Proc-Type: 4,ENCRYPTED and other headers stand on lines of their own.
      const size_t end = std::min(inside.find('\n', at + 1), inside.size());
      const std::string_view line = inside.substr(at + 1, end - at - 1);
      at = line.find(": ") != std::string_view::npos ? end : at + 1;
    } else {
      // A `+` between blanks or quotes joins two pieces of a string.
      const bool joins = c == '+' && (at == 0 || !kBody.contains(inside[at - 1])) &&
                         (at + 1 == inside.size() || !kBody.contains(inside[at + 1]));
      if (kBody.contains(c) && !joins) body += c;
      ++at;
    }
  }
  return body;
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
  block.span = {keyword.begin, inside + content.size() + (block.ended ? end_mark.size() : 0)};
  return block;
}

// The body is one DER SEQUENCE of just its own length.
bool is_der_sequence(std::string_view bytes) {
  const auto byte = [&](size_t i) {
    return static_cast<size_t>(static_cast<unsigned char>(bytes[i]));
  };
  if (bytes.size() < 8 || byte(0) != 0x30) return false;
  if (byte(1) < 0x80) return bytes.size() == 2 + byte(1);
  const size_t count = byte(1) & 0x7f;
  if (count == 0 || count > 4) return false;
  size_t length = 0;
  for (size_t i = 0; i < count; ++i) length = length << 8 | byte(2 + i);
  return bytes.size() == 2 + count + length;
}

// "openssh-key-v1\0", then the cipher's name with its length before it.
constexpr std::string_view kOpensshMagic("openssh-key-v1\0", 15);

bool openssh_is_encrypted(std::string_view bytes) {
  return bytes.substr(kOpensshMagic.size() + 4, 4) != "none";
}

void examine(Block& block, Candidate& candidate) {
  const auto bytes = decode_base64(block.body);
  std::string form = "not parsed";
  if (bytes && bytes->starts_with(kOpensshMagic)) {
    block.encrypted = openssh_is_encrypted(*bytes);
    candidate.proof = Proof::kStructure;
    form = "OpenSSH";
  } else if (bytes && is_der_sequence(*bytes)) {
    candidate.proof = Proof::kStructure;
    form = std::to_string(bytes->size()) + " bytes of DER";
  }
  candidate.detail = form + (block.encrypted ? ", encrypted with a passphrase" : ", not encrypted");
}

void follow_putty(const GrammarText& text, Span keyword, std::vector<Candidate>& out) {
  const std::string_view window = text.bytes.substr(keyword.begin, kLongestBlock);
  const size_t lines = window.find("Private-Lines:");
  if (lines == std::string_view::npos) return;
  Candidate candidate;
  const size_t mac = window.find("Private-MAC:", lines);
  const size_t end = mac == std::string_view::npos
                         ? window.size()
                         : std::min(window.find('\n', mac), window.size());
  candidate.secret = {keyword.begin, keyword.begin + end};
  candidate.public_prefix = keyword.size();
  candidate.detail = window.find("Encryption: none") != std::string_view::npos
                         ? "PuTTY, not encrypted"
                         : "PuTTY, encrypted with a passphrase";
  candidate.proof = Proof::kStructure;
  out.push_back(std::move(candidate));
}

}  // namespace

Span follow_private_key(const Rule& rule, const GrammarText& text, Span keyword,
                        std::vector<Candidate>& out) {
  if (text.bytes[keyword.begin] != '-') {
    if (rule.words.empty()) follow_putty(text, keyword, out);
    return {};
  }
  auto block = block_at(text.bytes, keyword);
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
    examine(*block, candidate);
    if (block->encrypted) candidate.confidence = Confidence::kMedium;
  }
  out.push_back(std::move(candidate));
  return {};
}

}  // namespace aegis

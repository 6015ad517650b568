#include "scanner/detect/allow_comment.h"

#include <algorithm>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr size_t kReach = 1024;

constexpr std::string_view kOthers[] = {"gitleaks:allow",
                                        "betterleaks:allow",
                                        "trufflehog:ignore",
                                        "kingfisher:ignore",
                                        "ggignore",
                                        "pragma: allowlist secret",
                                        "pragma: whitelist secret",
                                        "pragma:allowlist secret"};
constexpr std::string_view kNextLine = "pragma: allowlist nextline secret";
constexpr std::string_view kOwn = "aegis:allow";
constexpr std::string_view kOwnNextLine = "aegis:allow-next-line";

// The lines that `span` touches, cut at kReach to either side of it.
Span lines_of(std::string_view bytes, Span span) {
  const size_t least = span.begin > kReach ? span.begin - kReach : 0;
  const size_t most = std::min(bytes.size(), span.end + kReach);
  Span lines = span;
  while (lines.begin > least && bytes[lines.begin - 1] != '\n') --lines.begin;
  while (lines.end < most && bytes[lines.end] != '\n') ++lines.end;
  return lines;
}

// `word`, one of the two above, alone or with `=` and a list that names the rule.
std::string_view own_comment(std::string_view line, std::string_view word, std::string_view rule) {
  for (size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    if (word == kOwn && line.substr(at).starts_with(kOwnNextLine)) continue;
    std::string_view rest = line.substr(at + word.size());
    if (!rest.starts_with('=')) return line.substr(at, word.size());
    constexpr CharSet kList = make_range_set("az09--,,");
    size_t end = 1;
    while (end < rest.size() && kList.contains(rest[end])) ++end;
    std::string_view names = rest.substr(1, end - 1);
    while (!names.empty()) {
      const size_t comma = names.find(',');
      if (names.substr(0, comma) == rule) return line.substr(at, word.size() + end);
      names = comma == std::string_view::npos ? std::string_view{} : names.substr(comma + 1);
    }
  }
  return {};
}

}  // namespace

std::string_view allow_comment(std::string_view bytes, Span secret, std::string_view rule) {
  const Span lines = lines_of(bytes, secret);
  const std::string_view text = bytes.substr(lines.begin, lines.size());
  // Every spelling has one of these; most lines have neither.
  const bool near_miss = text.find(":allow") != std::string_view::npos ||
                         text.find("ignore") != std::string_view::npos ||
                         text.find("list secret") != std::string_view::npos;
  if (near_miss) {
    if (const auto own = own_comment(text, kOwn, rule); !own.empty()) return own;
    for (const std::string_view other : kOthers) {
      const size_t at = text.find(other);
      if (at != std::string_view::npos) return text.substr(at, other.size());
    }
  }
  // A line that was cut has no line before it in sight.
  if (lines.begin < 2 || bytes[lines.begin - 1] != '\n') return {};
  const Span before = lines_of(bytes, {lines.begin - 1, lines.begin - 1});
  const std::string_view previous = bytes.substr(before.begin, before.size());
  if (const auto own = own_comment(previous, kOwnNextLine, rule); !own.empty()) return own;
  const size_t at = previous.find(kNextLine);
  return at == std::string_view::npos ? std::string_view{} : previous.substr(at, kNextLine.size());
}

}  // namespace aegis

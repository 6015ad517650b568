#include "scanner/detect/secret_search.h"

#include <algorithm>
#include <set>

#include "scanner/base/lines.h"
#include "scanner/detect/wide_text.h"

namespace aegis {

namespace {

// So much of a line tells it from others.
constexpr size_t kTelling = 1024;

// The longest line of a secret, and of several the last: of a private key the first is that of
// others as well.
std::string_view telling_part(std::string_view secret) {
  std::string_view longest;
  while (!secret.empty()) {
    const std::string_view line = take_line(secret);
    if (line.size() >= longest.size()) longest = line;
  }
  return longest.substr(0, kTelling);
}

std::set<std::string_view> telling_parts(const std::vector<Secret>& secrets) {
  std::set<std::string_view> parts;
  for (const Secret& secret : secrets) parts.insert(telling_part(secret.reveal()));
  return parts;
}

LiteralFinder finder_of(const std::set<std::string_view>& parts) {
  PrivateText text;
  std::vector<Literal> literals;
  for (const std::string_view part : parts) {
    if (part.size() < kLeastLiteral) continue;
    literals.push_back({static_cast<uint32_t>(text.size()), static_cast<uint32_t>(part.size())});
    text.append(part);
  }
  return {std::move(text), std::move(literals)};
}

}  // namespace

SecretSearch::SecretSearch(const std::vector<Secret>& secrets)
    : finder_(finder_of(telling_parts(secrets))) {
  for (const std::string_view part : telling_parts(secrets)) {
    if (part.size() < kLeastLiteral) short_.emplace_back(part, 0);
  }
}

bool SecretSearch::is_in(std::string_view bytes, Scratch& scratch, bool& has_nul) const {
  const auto stands = [&](const Secret& secret) {
    return bytes.find(secret.reveal()) != std::string_view::npos;
  };
  bool found = std::any_of(short_.begin(), short_.end(), stands);
  for (size_t begin = 0; begin < bytes.size();) {
    const size_t end = end_of_piece(bytes, begin);
    scratch.map.map(bytes, begin, end);
    has_nul = has_nul || scratch.map.has_nul();
    scratch.runs.clear();
    find_runs(scratch.map, begin, scratch.runs);
    scratch.found.matches.clear();
    finder_.find(bytes, begin, end, scratch.runs, scratch.found);
    found = found || !scratch.found.matches.empty();
    begin = end;
  }
  return found;
}

SecretSearch::Answer SecretSearch::look_in(std::string_view bytes, Scratch& scratch) const {
  Answer answer;
  answer.may_hold = is_in(bytes, scratch, answer.is_wide);
  if (!answer.is_wide || answer.may_hold) return answer;
  bool has_nul = false;
  answer.may_hold = is_in(narrow_wide_text(bytes).text, scratch, has_nul);
  return answer;
}

}  // namespace aegis

#include "scanner/gitleaks/masking.h"

#include <algorithm>

#include "scanner/gitleaks/leak.h"
#include "scanner/gitleaks/utf8_text.h"

namespace aegis::gitleaks {

namespace {

void replace_all(std::string& text, std::string_view what) {
  if (what.empty()) return;
  const std::string_view by = kRedacted;
  for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

SecretPlaces::SecretPlaces(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  for (const Span& span : spans) {
    if (span.size() == 0) continue;
    if (!spans_.empty() && span.begin <= spans_.back().end) {
      spans_.back().end = std::max(spans_.back().end, span.end);
    } else {
      spans_.push_back(span);
    }
  }
}

std::string SecretPlaces::masked(std::string_view text, Span match,
                                 std::string_view own_secret) const {
  std::string shown;
  size_t at = match.begin;
  auto span = std::lower_bound(spans_.begin(), spans_.end(), at,
                               [](const Span& one, size_t begin) { return one.end <= begin; });
  for (; span != spans_.end() && span->begin < match.end; ++span) {
    if (span->begin > at) shown += text.substr(at, span->begin - at);
    shown += kRedacted;
    at = std::min(span->end, match.end);
  }
  shown += text.substr(at, match.end - at);
  shown.erase(0, std::min(shown.find_first_not_of('\n'), shown.size()));
  replace_all(shown, own_secret);
  return shown;
}

std::string printable(const Matcher& matcher, const std::string& text) {
  const Utf8Text readable(text);
  const Fragment fragment{{}, readable.text(), {0, readable.text().size()}, false, 1, 0};
  std::vector<Match> matches;
  // Where a rule matches too often, what it found so far is masked, and all that it found again.
  (void)matcher.scan(fragment, matches);
  std::string shown(readable.text());
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    return a.secret.reveal().size() > b.secret.reveal().size();
  });
  for (const Match& match : matches) replace_all(shown, match.secret.reveal());
  return shown;
}

}  // namespace aegis::gitleaks

#include "scanner/gitleaks/decoding.h"

#include <algorithm>
#include <utility>

#include "scanner/gitleaks/encoding.h"

namespace aegis::gitleaks {

namespace {

constexpr Encoding kAll[] = {Encoding::kPercent, Encoding::kUnicode, Encoding::kHex,
                             Encoding::kBase64};

Span merged(Span a, Span b) {
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

}  // namespace

bool Decoding::decode() {
  Pass pass;
  const std::string_view before = text();
  size_t copied = 0;
  for (const EncodedStretch& stretch : find_encoded(before)) {
    const std::string says =
        decoded(stretch.encoding, before.substr(stretch.span.begin, stretch.span.size()));
    if (says.empty()) continue;
    pass.text += before.substr(copied, stretch.span.begin - copied);
    Segment segment;
    segment.encoded = stretch.span;
    segment.decoded = {pass.text.size(), pass.text.size() + says.size()};
    segment.original = original(stretch.span);
    segment.kinds = static_cast<uint8_t>(1U << static_cast<unsigned>(stretch.encoding));
    if (is_decoded()) {
      for (const Segment& one : touched(passes_.back(), stretch.span)) segment.kinds |= one.kinds;
    }
    pass.segments.push_back(segment);
    pass.text += says;
    copied = stretch.span.end;
  }
  if (pass.segments.empty()) return false;
  pass.text += before.substr(copied);
  passes_.push_back(std::move(pass));
  return true;
}

std::vector<Decoding::Segment> Decoding::touched(const Pass& pass, Span span) {
  const auto& all = pass.segments;
  auto at =
      std::lower_bound(all.begin(), all.end(), span.begin,
                       [](const Segment& one, size_t begin) { return one.decoded.end < begin; });
  std::vector<Segment> found;
  for (; at != all.end() && at->decoded.begin <= span.end; ++at) found.push_back(*at);
  return found;
}

// Where `at`, which is in no stretch or somewhere in one, stood in the pass before.
size_t Decoding::moved_back(const Pass& pass, size_t at) {
  const auto& all = pass.segments;
  const auto next =
      std::upper_bound(all.begin(), all.end(), at,
                       [](size_t place, const Segment& one) { return place < one.decoded.end; });
  if (next != all.end() && next->decoded.begin <= at) {
    return next->encoded.begin;
  }
  return next == all.begin() ? at
                             : std::prev(next)->encoded.end + (at - std::prev(next)->decoded.end);
}

bool Decoding::touches(Span span) const {
  return is_decoded() && !touched(passes_.back(), span).empty();
}

Span Decoding::original(Span span) const {
  return original(span, passes_.size());
}

Span Decoding::original(Span span, size_t passes) const {
  for (; passes > 0; --passes) {
    const Pass& pass = passes_[passes - 1];
    const std::vector<Segment> segments = touched(pass, span);
    for (const Segment& one : segments) {
      if (one.decoded.begin <= span.begin && span.end <= one.decoded.end) return one.original;
    }
    Span before = {moved_back(pass, span.begin), moved_back(pass, span.end)};
    for (const Segment& one : segments) before = merged(before, one.encoded);
    span = before;
  }
  return span;
}

std::string_view Decoding::lines_around(Span span) const {
  const std::string_view all = text();
  const std::vector<Segment> segments = touched(passes_.back(), span);
  const Span own = merged(segments.front().decoded, segments.back().decoded);
  const size_t feed = all.rfind('\n', own.begin);
  const size_t begin = feed == std::string_view::npos ? 0 : feed;
  return all.substr(begin, std::min(all.find('\n', own.end), all.size()) - begin);
}

std::vector<std::string> Decoding::tags(Span span) const {
  unsigned kinds = 0;
  for (const Segment& one : touched(passes_.back(), span)) kinds |= one.kinds;
  std::vector<std::string> all;
  for (const Encoding encoding : kAll) {
    if ((kinds >> static_cast<unsigned>(encoding) & 1U) != 0) {
      all.push_back(std::string("decoded:") + name_of(encoding));
    }
  }
  all.push_back("decode-depth:" + std::to_string(passes_.size()));
  return all;
}

}  // namespace aegis::gitleaks

#include "scanner/gitleaks/new_lines.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "scanner/base/lines.h"

namespace aegis::gitleaks {

namespace {

// The end of what both begin with, and the beginning of what both end with, in whole lines.
size_t common_beginning(std::string_view a, std::string_view b) {
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  const size_t same = static_cast<size_t>(differ - a.begin());
  const size_t feed = last_newline(a.substr(0, same));
  return feed == std::string_view::npos ? 0 : feed + 1;
}

size_t common_end(std::string_view a, std::string_view b) {
  const auto differ = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first;
  const std::string_view same = a.substr(a.size() - static_cast<size_t>(differ - a.rbegin()));
  const size_t feed = same.find('\n');
  return feed == std::string_view::npos ? 0 : same.size() - feed - 1;
}

using Lines = std::unordered_set<std::string_view>;

void add_lines(std::string_view text, Lines& lines) {
  while (!text.empty()) lines.insert(take_line(text));
}

// Makes [begin, end) reach kAround bytes further to both sides, to the line feeds there.
Span widened(std::string_view text, Span span) {
  const size_t before = span.begin - std::min(span.begin, NewLines::kAround);
  const size_t feed = last_newline(text.substr(0, before));
  const size_t after = std::min(span.end + NewLines::kAround, text.size());
  const size_t end = text.find('\n', after);
  return {feed == std::string_view::npos ? 0 : feed,
          end == std::string_view::npos ? text.size() : end + 1};
}

}  // namespace

const std::vector<std::string>& NewLines::versions() {
  if (!versions_) {
    auto read = document_.earlier_versions();
    versions_ = read ? *std::move(read) : std::vector<std::string>();
  }
  return *versions_;
}

std::vector<Span> NewLines::stretches(std::string_view text) {
  if (versions().empty()) return {{0, text.size()}};
  Span middle = {0, text.size()};
  Lines known;
  if (versions().size() == 1) {
    const std::string_view old = versions().front();
    middle.begin = common_beginning(text, old);
    const size_t end = common_end(text.substr(middle.begin), old.substr(middle.begin));
    middle.end -= end;
    add_lines(old.substr(middle.begin, old.size() - end - middle.begin), known);
  } else {
    for (const std::string& version : versions()) add_lines(version, known);
  }
  std::vector<Span> all;
  std::string_view rest = text.substr(middle.begin, middle.size());
  while (!rest.empty()) {
    const size_t begin = middle.end - rest.size();
    if (known.contains(take_line(rest))) continue;
    const Span wide = widened(text, {begin, middle.end - rest.size()});
    if (!all.empty() && wide.begin <= all.back().end) {
      all.back().end = std::max(all.back().end, wide.end);
    } else {
      all.push_back(wide);
    }
  }
  // Where lines are gone only, what stood apart stands together.
  if (all.empty()) all.push_back(widened(text, {middle.begin, middle.begin}));
  return all;
}

bool NewLines::are_new(const std::string& lines) {
  if (versions().empty()) return true;
  if (!earlier_) earlier_.emplace(versions());
  return !earlier_->hold(lines);
}

}  // namespace aegis::gitleaks

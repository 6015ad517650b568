#include "scanner/gitleaks/go_regex.h"

#include <re2/re2.h>

#include <utility>

namespace aegis::gitleaks {

namespace {

constexpr int64_t kMostMemory = 8 << 20;  // of one expression, what it is made into included

// Go writes `(?<name>` as well as `(?P<name>`; this RE2 knows the latter only.
std::string with_old_names(std::string pattern) {
  for (size_t at = 0; (at = pattern.find("(?<", at)) != std::string::npos; at += 4) {
    pattern.insert(at + 2, "P");
  }
  return pattern;
}

std::unique_ptr<const re2::RE2> made_of(const std::string& pattern) {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_max_mem(kMostMemory);
  return std::make_unique<const re2::RE2>(pattern, options);
}

}  // namespace

GoRegex::GoRegex(std::string pattern, std::unique_ptr<const re2::RE2> regex)
    : pattern_(std::move(pattern)), regex_(std::move(regex)) {}
GoRegex::GoRegex(GoRegex&&) noexcept = default;
GoRegex& GoRegex::operator=(GoRegex&&) noexcept = default;
GoRegex::~GoRegex() = default;

Result<GoRegex> GoRegex::compile(const std::string& pattern) {
  auto regex = made_of(pattern);
  if (!regex->ok() && pattern.find("(?<") != std::string::npos) {
    regex = made_of(with_old_names(pattern));
  }
  if (!regex->ok()) return usage_error(regex->error());
  return GoRegex(pattern, std::move(regex));
}

int GoRegex::groups() const {
  return regex_->NumberOfCapturingGroups();
}

std::optional<Span> GoRegex::find(std::string_view text, size_t from, size_t end) const {
  const re2::StringPiece all(text.data(), text.size());
  re2::StringPiece match;
  if (!regex_->Match(all, from, end, re2::RE2::UNANCHORED, &match, 1)) return std::nullopt;
  const size_t begin = static_cast<size_t>(match.data() - text.data());
  return Span{begin, begin + match.size()};
}

bool GoRegex::matches(std::string_view text) const {
  const re2::StringPiece all(text.data(), text.size());
  return regex_->Match(all, 0, all.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

std::optional<std::vector<std::string_view>> GoRegex::groups_of(std::string_view text) const {
  const re2::StringPiece all(text.data(), text.size());
  std::vector<re2::StringPiece> pieces(static_cast<size_t>(groups()) + 1);
  const int count = static_cast<int>(pieces.size());
  if (!regex_->Match(all, 0, all.size(), re2::RE2::UNANCHORED, pieces.data(), count)) {
    return std::nullopt;
  }
  std::vector<std::string_view> found;
  for (size_t i = 1; i < pieces.size(); ++i) found.emplace_back(pieces[i].data(), pieces[i].size());
  return found;
}

}  // namespace aegis::gitleaks

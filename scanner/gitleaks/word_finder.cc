#include "scanner/gitleaks/word_finder.h"

#include "scanner/base/ascii.h"

namespace aegis::gitleaks {

namespace {

constexpr uint32_t kNone = UINT32_MAX;

}  // namespace

Result<WordFinder> WordFinder::create(const std::vector<std::string>& words) {
  WordFinder finder;
  if (words.empty()) return finder;
  size_t bytes = 0;
  for (const std::string& word : words) {
    bytes += word.size();
    if (word.empty()) return usage_error("an empty keyword or stopword");
    if (bytes > kMostText) return usage_error("more than 512 KiB of keywords or stopwords");
    for (const char c : lowered(word)) {
      uint8_t& number = finder.class_of_[static_cast<uint8_t>(c)];
      if (number == 0) number = static_cast<uint8_t>(finder.classes_++);
    }
  }
  for (char c = 'A'; c <= 'Z'; ++c) {
    finder.class_of_[static_cast<uint8_t>(c)] = finder.class_of_[static_cast<uint8_t>(c | 0x20)];
  }
  finder.next_.assign(finder.classes_, 0);
  finder.word_of_.assign(1, kNone);
  for (uint32_t i = 0; i < words.size(); ++i) finder.add(lowered(words[i]), i);
  finder.link();
  return finder;
}

uint32_t WordFinder::child(uint32_t state, uint8_t byte) {
  const size_t at = state * classes_ + class_of_[byte];
  if (next_[at] != 0) return next_[at];
  const auto made = static_cast<uint32_t>(word_of_.size());
  word_of_.push_back(kNone);
  next_.resize(next_.size() + classes_, 0);
  return next_[at] = made;
}

void WordFinder::add(std::string_view word, uint32_t index) {
  uint32_t state = 0;
  for (const char c : word) state = child(state, static_cast<uint8_t>(c));
  if (word_of_[state] == kNone) word_of_[state] = index;
}

// Breadth first, so that what is shorter is done when it is needed.
void WordFinder::link() {
  suffix_.assign(word_of_.size(), 0);
  reported_.assign(word_of_.size(), 0);
  std::vector<uint32_t> queue = {0};
  for (size_t i = 0; i < queue.size(); ++i) {
    const uint32_t state = queue[i];
    for (uint32_t c = 1; c < classes_; ++c) {
      uint32_t& next = next_[state * classes_ + c];
      const uint32_t fallback = state == 0 ? 0 : next_[suffix_[state] * classes_ + c];
      if (next == 0) {
        next = fallback;
        continue;
      }
      suffix_[next] = fallback;
      reported_[next] = word_of_[next] != kNone ? next : reported_[fallback];
      queue.push_back(next);
    }
  }
}

bool WordFinder::finds_any(std::string_view text) const {
  bool found = false;
  find(text, [&](uint32_t, size_t) {
    found = true;
    return false;
  });
  return found;
}

}  // namespace aegis::gitleaks

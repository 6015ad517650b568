#include "scanner/detect/word_model.h"

#include <array>
#include <cmath>
#include <cstdint>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr uint8_t kSurprise[27][27] = {
#include "scanner/detect/bigram_table.inc"
};

}  // namespace

double letter_surprise(std::string_view text) {
  unsigned eighths = 0;
  unsigned letters = 0;
  unsigned previous = 0;  // 0: between words
  for (size_t i = 0; i < text.size(); ++i) {
    if (!kAlpha.contains(text[i])) {
      previous = 0;
      continue;
    }
    const bool begins = i > 0 && kUpper.contains(text[i]) && kLower.contains(text[i - 1]);
    if (begins) previous = 0;
    const auto letter = static_cast<unsigned>(to_lower(text[i]) - 'a' + 1);
    eighths += kSurprise[previous][letter];
    previous = letter;
    ++letters;
  }
  return letters < 3 ? 0 : eighths / 8.0 / letters;
}

double shannon_entropy(std::string_view text) {
  std::array<unsigned, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  // Most characters stand there as often as another one does: one logarithm is enough for these.
  unsigned last_count = 0;
  double of_last = 0;
  for (const unsigned count : counts) {
    if (count == 0) continue;
    if (count != last_count) {
      const double share = static_cast<double>(count) / static_cast<double>(text.size());
      of_last = share * std::log2(share);
      last_count = count;
    }
    bits -= of_last;
  }
  return bits;
}

}  // namespace aegis

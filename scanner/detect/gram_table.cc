#include "scanner/detect/gram_table.h"

#include <algorithm>
#include <bit>

namespace aegis {

namespace {

// Of the filter's bits, a gram sets two. With 16 bits a gram it is wrong for one hash in 70. More
// than a megabyte is slower, being further from the processor, than to be wrong more often.
constexpr size_t kBitsOfGram = 16;
constexpr unsigned kLeastWords = 8;  // as powers of two
constexpr unsigned kMostWords = 18;
constexpr unsigned kMostBuckets = 20;

unsigned log2_at_least(size_t number) {
  return static_cast<unsigned>(std::bit_width(number > 0 ? number - 1 : 0));
}

}  // namespace

GramTable::GramTable(const std::vector<Gram>& grams) : places_(grams.size()) {
  const unsigned words =
      std::clamp(log2_at_least(grams.size() * kBitsOfGram / 32), kLeastWords, kMostWords);
  filter_.resize(size_t{1} << words);
  filter_shift_ = 32 - words;
  const unsigned buckets = std::clamp(log2_at_least(grams.size()), 1u, kMostBuckets);
  buckets_.resize((size_t{1} << buckets) + 1);
  bucket_shift_ = 32 - buckets;
  for (const Gram& gram : grams) {
    filter_[gram.hash >> filter_shift_] |= mask_of(gram.hash);
    ++buckets_[(gram.hash >> bucket_shift_) + 1];
  }
  for (size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
  std::vector<uint32_t> next(buckets_.begin(), buckets_.end() - 1);
  for (const Gram& gram : grams) {
    places_[next[gram.hash >> bucket_shift_]++] = {gram.literal, gram.offset,
                                                   static_cast<uint16_t>(gram.hash)};
  }
}

}  // namespace aegis

// Tested by tests/unit/keyword_finder_test.cc.
//
// The vector pass is the "Teddy" of Hyperscan and of Rust's aho-corasick: each word belongs to one
// of eight buckets; for each place of the four bytes of the word that ordinary text has least often
// (its fragment: of "client_key", "t_ke"), a table by the low and one by the high half of the byte
// says which buckets may have that byte there. A place where one bucket survives all eight look-ups
// is verified. Bytes are folded by setting bit 5, which maps upper to lower case and only makes the
// filter a little wider elsewhere.
#include "scanner/detect/keyword_finder.h"

#include <immintrin.h>

#include <cstring>
#include <limits>
#include <map>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr size_t kPlaces = KeywordFinder::kShortest;
constexpr size_t kBlock = 32;

uint8_t folded(char c) {
  return static_cast<uint8_t>(static_cast<unsigned char>(c) | 0x20);
}

// Four bytes at `at`, folded, as one number.
uint32_t four_at(const char* at) {
  uint32_t bytes = 0;
  std::memcpy(&bytes, at, sizeof(bytes));
  return bytes | 0x20202020;
}

size_t slot_of(uint32_t four) {
  return (four * 2654435761u) >> 21;
}

// The share of the bytes of source code, folded, that are `byte`, roughly.
double share_of(int byte) {
  const char c = static_cast<char>(byte);
  if (kLower.contains(c)) return 0.6 / 26;
  if (kDigits.contains(c)) return 0.06 / 10;
  if (c == ' ') return 0.15;
  return byte < 128 ? 0.19 / 60 : 0.0001;
}

// Where in `word` its rarest four bytes begin.
size_t fragment_of(std::string_view word) {
  size_t best = 0;
  double least = 2;
  for (size_t at = 0; at + kPlaces <= word.size(); ++at) {
    double share = 1;
    for (size_t i = 0; i < kPlaces; ++i) share *= share_of(folded(word[at + i]));
    if (share < least) {
      least = share;
      best = at;
    }
  }
  return best;
}

// The halves of bytes that a bucket's words have at one place.
struct Halves {
  uint16_t low = 0;
  uint16_t high = 0;

  void add(std::string_view word, size_t place) {
    low |= static_cast<uint16_t>(1u << (folded(word[place]) & 15));
    high |= static_cast<uint16_t>(1u << (folded(word[place]) >> 4));
  }
  double share() const {
    double sum = 0;
    for (int byte = 0; byte < 256; ++byte) {
      if ((byte & 0x20) != 0 && (low >> (byte & 15) & 1) && (high >> (byte >> 4) & 1))
        sum += share_of(byte);
    }
    return sum;
  }
};

using BucketHalves = std::array<Halves, kPlaces>;

double share_of(const BucketHalves& bucket) {
  double product = 1;
  for (const Halves& halves : bucket) product *= halves.share();
  return product;
}

bool stands_at(std::string_view bytes, size_t at, std::string_view word) {
  if (bytes.size() - at < word.size() || to_lower(bytes[at]) != word[0]) return false;
  for (size_t i = 1; i < word.size(); ++i) {
    if (to_lower(bytes[at + i]) != word[i]) return false;
  }
  return true;
}

}  // namespace

std::vector<uint8_t> KeywordFinder::choose_buckets(const std::vector<std::string>& words) {
  // Words of one fragment stay together; each fragment goes to the bucket where all eight together
  // get the least wide, and may go to another one when the others have found theirs.
  std::map<std::string, std::vector<size_t>> fragments;
  for (size_t i = 0; i < words.size(); ++i) {
    fragments[words[i].substr(fragment_of(words[i]), kPlaces)].push_back(i);
  }
  std::map<std::string, uint8_t> bucket_of;
  const auto width = [&] {
    std::array<BucketHalves, 8> buckets{};
    for (const auto& [fragment, bucket] : bucket_of) {
      for (size_t place = 0; place < kPlaces; ++place) buckets[bucket][place].add(fragment, place);
    }
    double sum = 0;
    for (const BucketHalves& bucket : buckets) sum += share_of(bucket);
    return sum;
  };
  for (int round = 0; round < 3; ++round) {
    for (const auto& [fragment, members] : fragments) {
      uint8_t best = 0;
      double least = std::numeric_limits<double>::max();
      for (uint8_t bucket = 0; bucket < 8; ++bucket) {
        bucket_of[fragment] = bucket;
        const double sum = width();
        if (sum < least) {
          least = sum;
          best = bucket;
        }
      }
      bucket_of[fragment] = best;
    }
  }
  std::vector<uint8_t> chosen(words.size());
  for (const auto& [fragment, members] : fragments) {
    for (const size_t i : members) chosen[i] = bucket_of[fragment];
  }
  return chosen;
}

KeywordFinder::KeywordFinder(std::vector<std::string> words, const std::vector<uint8_t>& buckets)
    : words_(std::move(words)) {
  next_.resize(words_.size());
  for (size_t i = 0; i < words_.size(); ++i) {
    const size_t offset = fragment_of(words_[i]);
    offsets_.push_back(static_cast<uint8_t>(offset));
    const std::string_view fragment = std::string_view(words_[i]).substr(offset, kPlaces);
    for (size_t place = 0; place < kPlaces; ++place) {
      add(place, fragment, static_cast<uint8_t>(1u << buckets[i]));
    }
    uint16_t& slot = slots_[slot_of(four_at(fragment.data()))];
    next_[i] = slot;
    slot = static_cast<uint16_t>(i + 1);
  }
}

void KeywordFinder::add(size_t place, std::string_view word, uint8_t bucket) {
  for (const size_t lane : {size_t{0}, size_t{16}}) {
    const uint8_t byte = folded(word[place]);
    masks_[place].low[lane + (byte & 15)] |= bucket;
    masks_[place].high[lane + (byte >> 4)] |= bucket;
  }
}

void KeywordFinder::verify(std::string_view bytes, size_t at, std::vector<RawMatch>& out) const {
  uint16_t i = slots_[slot_of(four_at(bytes.data() + at))];
  for (; i != 0; i = next_[i - 1u]) {
    const std::string& word = words_[i - 1u];
    const size_t offset = offsets_[i - 1u];
    if (offset > at || !stands_at(bytes, at - offset, word)) continue;
    out.push_back(
        {static_cast<uint32_t>(i - 1u), static_cast<uint32_t>(at - offset + word.size())});
  }
}

void KeywordFinder::find_plainly(std::string_view bytes, std::vector<RawMatch>& out) const {
  for (size_t at = 0; at + kShortest <= bytes.size(); ++at) verify(bytes, at, out);
}

__attribute__((target("avx2"))) void KeywordFinder::find_avx2(std::string_view bytes,
                                                              std::vector<RawMatch>& out) const {
  const __m256i half = _mm256_set1_epi8(0x0f);
  const __m256i case_bit = _mm256_set1_epi8(0x20);
  __m256i low[kPlaces];
  __m256i high[kPlaces];
  for (size_t place = 0; place < kPlaces; ++place) {
    low[place] = _mm256_load_si256(reinterpret_cast<const __m256i*>(masks_[place].low.data()));
    high[place] = _mm256_load_si256(reinterpret_cast<const __m256i*>(masks_[place].high.data()));
  }
  size_t at = 0;
  for (; at + kBlock + kPlaces - 1 <= bytes.size(); at += kBlock) {
    __m256i buckets = _mm256_set1_epi8(-1);
    for (size_t place = 0; place < kPlaces; ++place) {
      const __m256i block = _mm256_or_si256(
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes.data() + at + place)),
          case_bit);
      const __m256i by_low = _mm256_shuffle_epi8(low[place], _mm256_and_si256(block, half));
      const __m256i by_high =
          _mm256_shuffle_epi8(high[place], _mm256_and_si256(_mm256_srli_epi16(block, 4), half));
      buckets = _mm256_and_si256(buckets, _mm256_and_si256(by_low, by_high));
    }
    const __m256i none = _mm256_cmpeq_epi8(buckets, _mm256_setzero_si256());
    auto hits = ~static_cast<uint32_t>(_mm256_movemask_epi8(none));
    for (; hits != 0; hits &= hits - 1) {
      verify(bytes, at + static_cast<size_t>(__builtin_ctz(hits)), out);
    }
  }
  for (; at + kShortest <= bytes.size(); ++at) verify(bytes, at, out);
}

void KeywordFinder::find(std::string_view bytes, std::vector<RawMatch>& out) const {
  if (words_.empty()) return;
  if (__builtin_cpu_supports("avx2")) {
    find_avx2(bytes, out);
  } else {
    find_plainly(bytes, out);
  }
}

}  // namespace aegis

// Tested by tests/unit/keyword_finder_test.cc.
//
// The vector pass is the "Teddy" of Hyperscan and of Rust's aho-corasick: each keyword belongs to
// one of sixteen buckets, in two sets; for each place of the four bytes of the keyword that
// ordinary text has least often (its fragment: of "client_key", "t_ke"), a table by the low and one
// by the high half of the byte says which buckets may have that byte there. A place where one
// bucket survives all eight look-ups of its set is verified. A keyword of three bytes has as its
// fragment's fourth place what may follow it.
#include "scanner/detect/keyword_finder.h"

#include <immintrin.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr size_t kPlaces = 4;
constexpr size_t kBlock = 32;
constexpr uint8_t kBucketsInSet = 8;
constexpr uint8_t kNoBucket = 255;
constexpr int kRounds = 5;
// So few keywords that eight buckets hold them, in half the time.
constexpr size_t kFewKeywords = 32;

constexpr uint32_t kThree = 0xffffff;  // the first three of four bytes
constexpr size_t kBefore = 4;          // bytes before a fragment that are compared with it at once

// Eight bytes at `at`, folded by setting bit 5, as one number.
uint64_t eight_at(const char* at) {
  uint64_t eight = 0;
  std::memcpy(&eight, at, sizeof(eight));
  return eight | 0x2020202020202020;
}

size_t slot_of(uint32_t bytes) {
  return (bytes * 2654435761u) >> 20;
}

// The share of the bytes of source code that are `byte`, roughly: letters as in English text, in
// per mille; capitals count for more than their share, for they stand in words of capitals.
double share_of(int byte) {
  constexpr uint8_t kEnglish[] = {82, 15, 28, 43, 127, 22, 20, 61, 70, 2,  8, 40, 24,
                                  67, 75, 19, 1,  60,  63, 91, 28, 10, 24, 2, 20, 1};
  const char c = static_cast<char>(byte);
  if (kLower.contains(c)) return 0.54 * kEnglish[c - 'a'] / 1000;
  if (kUpper.contains(c)) return 0.25 * kEnglish[c - 'A'] / 1000;
  if (kDigits.contains(c)) return 0.06 / 10;
  if (c == ' ') return 0.15;
  if (c == '_' || c == '-' || c == '\n') return 0.025;
  return byte < 128 ? 0.12 / 60 : 0.0001;
}

// How many fragments of a keyword there are to choose from: the last one reaches one past its text,
// to what follows. Of a very long one, those whose offset a byte can hold.
size_t fragments_of(const Keyword& keyword) {
  return std::min<size_t>(keyword.text.size() + 2 - kPlaces, 256);
}

// The halves of bytes that a bucket's fragments have at one place.
struct Halves {
  uint16_t low = 0;
  uint16_t high = 0;

  void add(char c) {
    const auto byte = static_cast<unsigned char>(c);
    low |= static_cast<uint16_t>(1u << (byte & 15));
    high |= static_cast<uint16_t>(1u << (byte >> 4));
  }
  double share() const {
    double sum = 0;
    for (int byte = 0; byte < 256; ++byte) {
      if ((low >> (byte & 15) & 1) && (high >> (byte >> 4) & 1)) sum += share_of(byte);
    }
    return sum;
  }
};

using FragmentHalves = std::array<Halves, kPlaces>;

Halves halves_of(const Keyword& keyword, size_t at) {
  Halves halves;
  if (at == keyword.text.size()) {
    if (keyword.next.empty()) return {0xffff, 0xffff};
    for (const char c : keyword.next) halves.add(c);
    return halves;
  }
  const char c = keyword.text[at];
  halves.add(c);
  if (keyword.caseless && kLower.contains(c)) halves.add(static_cast<char>(c - 'a' + 'A'));
  return halves;
}

// Of the keyword's fragment that begins at `at`.
FragmentHalves fragment_at(const Keyword& keyword, size_t at) {
  FragmentHalves halves;
  for (size_t i = 0; i < kPlaces; ++i) halves[i] = halves_of(keyword, at + i);
  return halves;
}

// The share of the places of source code where a bucket's fragments seem to stand. Letters follow
// each other less freely than this says, which is the same for all.
double share_of(const FragmentHalves& halves) {
  double product = 1;
  for (const Halves& half : halves) product *= half.share();
  return product;
}

FragmentHalves joined(const FragmentHalves& a, const FragmentHalves& b) {
  FragmentHalves both = a;
  for (size_t place = 0; place < kPlaces; ++place) {
    both[place].low |= b[place].low;
    both[place].high |= b[place].high;
  }
  return both;
}

}  // namespace

std::vector<KeywordFinder::Spot> KeywordFinder::choose_spots(const std::vector<Keyword>& keywords) {
  // Each keyword in turn goes where it makes its bucket least wider, and may move when the others
  // have found their places. Keywords that share a fragment ("_key") so come to share a bucket.
  std::vector<std::vector<FragmentHalves>> fragments;
  for (const Keyword& keyword : keywords) {
    std::vector<FragmentHalves> own;
    for (size_t at = 0; at < fragments_of(keyword); ++at) {
      own.push_back(fragment_at(keyword, at));
    }
    fragments.push_back(std::move(own));
  }
  const uint8_t buckets = keywords.size() > kFewKeywords ? 2 * kBucketsInSet : kBucketsInSet;
  std::vector<Spot> spots(keywords.size(), Spot{0, kNoBucket});
  const auto bucket_without = [&](uint8_t bucket, size_t left_out) {
    FragmentHalves all{};
    for (size_t i = 0; i < spots.size(); ++i) {
      if (i == left_out || spots[i].bucket != bucket) continue;
      all = joined(all, fragments[i][spots[i].offset]);
    }
    return all;
  };
  for (int round = 0; round < kRounds; ++round) {
    for (size_t i = 0; i < keywords.size(); ++i) {
      Spot best;
      double least = std::numeric_limits<double>::max();
      for (uint8_t bucket = 0; bucket < buckets; ++bucket) {
        const FragmentHalves others = bucket_without(bucket, i);
        const double without = share_of(others);
        for (size_t at = 0; at < fragments[i].size(); ++at) {
          const double more = share_of(joined(others, fragments[i][at])) - without;
          if (more >= least) continue;
          least = more;
          best = {static_cast<uint8_t>(at), bucket};
        }
      }
      spots[i] = best;
    }
  }
  return spots;
}

KeywordFinder::KeywordFinder(std::vector<Keyword> keywords, const std::vector<Spot>& spots) {
  std::vector<size_t> slots;  // by keyword
  for (size_t i = 0; i < keywords.size(); ++i) {
    Keyword& keyword = keywords[i];
    const size_t offset = spots[i].offset;
    furthest_ = std::max(furthest_, offset);
    const FragmentHalves halves = fragment_at(keyword, offset);
    const auto set = static_cast<uint8_t>(spots[i].bucket / kBucketsInSet);
    sets_ = std::max<uint8_t>(sets_, set + 1);
    const auto bucket = static_cast<uint8_t>(1u << spots[i].bucket % kBucketsInSet);
    for (size_t place = 0; place < kPlaces; ++place) {
      for (size_t half = 0; half < 16; ++half) {
        const uint8_t low = halves[place].low >> half & 1 ? bucket : uint8_t{0};
        const uint8_t high = halves[place].high >> half & 1 ? bucket : uint8_t{0};
        masks_[set][place].low[half] |= low;
        masks_[set][place].low[half + 16] |= low;
        masks_[set][place].high[half] |= high;
        masks_[set][place].high[half + 16] |= high;
      }
    }
    Probe probe{0, 0, static_cast<uint32_t>(i)};
    for (size_t place = 0; place < kBefore + kPlaces; ++place) {
      const size_t in_text = offset + place - kBefore;
      if (offset + place < kBefore || in_text >= keyword.text.size()) continue;
      const auto byte = static_cast<unsigned char>(keyword.text[in_text] | 0x20);
      probe.around |= uint64_t{byte} << (8 * place);
      probe.mask |= uint64_t{0xff} << (8 * place);
    }
    // Of a keyword of three bytes, and of one's end, what follows is not known.
    const bool has_four = offset + kPlaces <= keyword.text.size();
    const auto four = static_cast<uint32_t>(probe.around >> (8 * kBefore));
    slots.push_back(slot_of(has_four ? four : four & kThree));
    probes_.push_back(probe);
    entries_.push_back({static_cast<uint8_t>(offset), keyword.caseless, keyword.next.empty(),
                        CharSet(keyword.next), std::move(keyword.text)});
  }
  std::stable_sort(probes_.begin(), probes_.end(), [&](const Probe& a, const Probe& b) {
    return slots[a.keyword] < slots[b.keyword];
  });
  for (uint16_t i = 0; i < probes_.size(); ++i) {
    Slot& slot = slots_[slots[probes_[i].keyword]];
    if (slot.end == 0) slot.begin = i;
    slot.end = static_cast<uint16_t>(i + 1);
  }
}

std::pair<size_t, size_t> KeywordFinder::fragment_bounds(const Stretch& stretch) const {
  const size_t size = stretch.bytes.size();
  if (size < kShortest) return {0, 0};
  return {stretch.begin, std::min(size - kShortest + 1, stretch.end + furthest_)};
}

bool KeywordFinder::stands_at(std::string_view bytes, size_t begin, const Entry& entry) {
  const size_t end = begin + entry.text.size();
  if (end > bytes.size()) return false;
  for (size_t i = 0; i < entry.text.size(); ++i) {
    const char c = bytes[begin + i];
    if ((entry.caseless ? to_lower(c) : c) != entry.text[i]) return false;
  }
  if (entry.any_next) return true;
  return end < bytes.size() && entry.next.contains(bytes[end]);
}

__attribute__((noinline)) void KeywordFinder::confirm(const Stretch& stretch, size_t at,
                                                      uint32_t keyword,
                                                      std::vector<RawMatch>& out) const {
  const Entry& entry = entries_[keyword];
  if (entry.offset > at) return;
  const size_t begin = at - entry.offset;
  if (begin < stretch.begin || begin >= stretch.end) return;
  if (!stands_at(stretch.bytes, begin, entry)) return;
  out.push_back({keyword, static_cast<uint32_t>(begin + entry.text.size())});
}

inline void KeywordFinder::verify(const Stretch& stretch, size_t at, uint64_t around,
                                  std::vector<RawMatch>& out) const {
  const auto four = static_cast<uint32_t>(around >> (8 * kBefore));
  const size_t slot = slot_of(four);
  const size_t short_slot = slot_of(four & kThree);
  const auto follow = [&](Slot of) __attribute__((always_inline)) {
    for (size_t i = of.begin; i < of.end; ++i) {
      const Probe& probe = probes_[i];
      if (((around ^ probe.around) & probe.mask) == 0) confirm(stretch, at, probe.keyword, out);
    }
  };
  follow(slots_[slot]);
  if (short_slot != slot) follow(slots_[short_slot]);
}

void KeywordFinder::verify_at_edge(const Stretch& stretch, size_t at,
                                   std::vector<RawMatch>& out) const {
  std::array<char, kBefore + kPlaces> copy{};
  const size_t before = std::min(at, kBefore);
  stretch.bytes.copy(copy.data() + kBefore - before, before + kPlaces, at - before);
  verify(stretch, at, eight_at(copy.data()), out);
}

void KeywordFinder::find_plainly(std::string_view bytes, size_t begin, size_t end,
                                 std::vector<RawMatch>& out) const {
  const Stretch stretch{bytes, begin, end};
  const auto [first, last] = fragment_bounds(stretch);
  for (size_t at = first; at < last; ++at) verify_at_edge(stretch, at, out);
}

template <size_t kSets>
__attribute__((target("avx2"))) void KeywordFinder::find_avx2(const Stretch& stretch,
                                                              std::vector<RawMatch>& out) const {
  const __m256i half = _mm256_set1_epi8(0x0f);
  auto [at, last] = fragment_bounds(stretch);
  // Two blocks at a time: there are more tables than registers, so each is loaded for both.
  constexpr size_t kStep = 2 * kBlock;
  for (; at + kStep <= last && at + kStep + kPlaces - 1 <= stretch.bytes.size(); at += kStep) {
    __m256i first[kSets];
    __m256i second[kSets];
#pragma GCC unroll 4
    for (size_t place = 0; place < kPlaces; ++place) {
      const auto* from = reinterpret_cast<const __m256i*>(stretch.bytes.data() + at + place);
      const __m256i one = _mm256_loadu_si256(from);
      const __m256i two = _mm256_loadu_si256(from + 1);
      const __m256i one_low = _mm256_and_si256(one, half);
      const __m256i two_low = _mm256_and_si256(two, half);
      const __m256i one_high = _mm256_and_si256(_mm256_srli_epi16(one, 4), half);
      const __m256i two_high = _mm256_and_si256(_mm256_srli_epi16(two, 4), half);
#pragma GCC unroll 2
      for (size_t set = 0; set < kSets; ++set) {
        const Masks& masks = masks_[set][place];
        const __m256i low = _mm256_load_si256(reinterpret_cast<const __m256i*>(masks.low.data()));
        const __m256i high = _mm256_load_si256(reinterpret_cast<const __m256i*>(masks.high.data()));
        const __m256i in_one = _mm256_and_si256(_mm256_shuffle_epi8(low, one_low),
                                                _mm256_shuffle_epi8(high, one_high));
        const __m256i in_two = _mm256_and_si256(_mm256_shuffle_epi8(low, two_low),
                                                _mm256_shuffle_epi8(high, two_high));
        first[set] = place == 0 ? in_one : _mm256_and_si256(first[set], in_one);
        second[set] = place == 0 ? in_two : _mm256_and_si256(second[set], in_two);
        // Else the compiler puts off joining them, and keeps what it looked up in memory.
        __asm__("" : "+x"(first[set]), "+x"(second[set]));
      }
    }
    for (size_t set = 1; set < kSets; ++set) {
      first[0] = _mm256_or_si256(first[0], first[set]);
      second[0] = _mm256_or_si256(second[0], second[set]);
    }
    const __m256i zero = _mm256_setzero_si256();
    const auto none_first =
        static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(first[0], zero)));
    const auto none_second =
        static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(second[0], zero)));
    uint64_t hits = ~(uint64_t{none_second} << 32 | none_first);
    for (; hits != 0; hits &= hits - 1) {
      const size_t hit = at + static_cast<size_t>(__builtin_ctzll(hits));
      if (hit < kBefore) {
        verify_at_edge(stretch, hit, out);
      } else {
        verify(stretch, hit, eight_at(stretch.bytes.data() + hit - kBefore), out);
      }
    }
  }
  for (; at < last; ++at) verify_at_edge(stretch, at, out);
}

void KeywordFinder::find(std::string_view bytes, size_t begin, size_t end,
                         std::vector<RawMatch>& out) const {
  if (!__builtin_cpu_supports("avx2")) {
    find_plainly(bytes, begin, end, out);
  } else if (sets_ == 2) {
    find_avx2<2>({bytes, begin, end}, out);
  } else if (sets_ == 1) {
    find_avx2<1>({bytes, begin, end}, out);
  }
}

}  // namespace aegis

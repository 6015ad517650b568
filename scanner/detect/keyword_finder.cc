// Tested by tests/unit/keyword_finder_test.cc.
//
// The vector pass is the "Teddy" of Hyperscan and of Rust's aho-corasick: each keyword belongs to
// one of sixteen buckets, in two sets; for each place of the four bytes of the keyword that
// ordinary text has least often (its fragment: of "client_key", "t_ke"), a table says which buckets
// may have a byte there: with AVX-512 one by the byte, with AVX2 one by its low and one by its high
// half. A place where one bucket survives all look-ups of its set is verified. A keyword of three
// bytes has as its fragment's fourth place what may follow it.
#include "scanner/detect/keyword_finder.h"

#include <immintrin.h>

#include <algorithm>
#include <cstring>

#include "scanner/base/bits.h"
#include "scanner/base/char_set.h"

namespace aegis {

namespace {

constexpr size_t kPlaces = kFragment;
constexpr size_t kBlock = kWordBits;
// Blocks whose hits are verified after the last one has been looked at.
constexpr size_t kPart = 32;

constexpr size_t kBefore = 4;  // bytes before a fragment that are compared with it at once

// Eight bytes at `at`, folded by setting bit 5, as one number.
uint64_t eight_at(const char* at) {
  uint64_t eight = 0;
  std::memcpy(&eight, at, sizeof(eight));
  return eight | 0x2020202020202020;
}

// Which of the bytes around a fragment a keyword is looked up by: its fragment and the byte before;
// without the byte before, where the keyword begins with its fragment; without the fragment's last
// byte, where that is what follows the keyword.
enum class Reach : uint64_t { kWithBefore = 1, kFragment, kThree };

// A hash of those bytes, of twelve bits.
size_t slot_of(uint64_t around, Reach reach) {
  constexpr uint64_t kOdd = 0x9e3779b97f4a7c15;
  const uint64_t key = reach == Reach::kWithBefore ? around >> (8 * (kBefore - 1))
                       : reach == Reach::kFragment ? around >> (8 * kBefore)
                                                   : around << 8 >> (8 * (kBefore + 1));
  return (key * kOdd + static_cast<uint64_t>(reach) * (kOdd << 1)) >> 52;
}

}  // namespace

void KeywordFinder::Masks::add(const CharSet& members, uint8_t bucket) {
  for (const char c : members_of(members)) {
    const auto value = static_cast<unsigned char>(c);
    // The vector look-up goes by seven bits, of the keyword's bytes and of the text's.
    byte[value & 127] |= bucket;
    for (const size_t half : {0, 16}) {
      low[half + (value & 15)] |= bucket;
      high[half + (value >> 4)] |= bucket;
    }
  }
}

KeywordFinder::KeywordFinder(const std::vector<Keyword>& keywords) {
  const std::vector<KeywordSpot> spots = choose_keyword_spots(keywords);
  std::vector<size_t> slots;  // by keyword
  for (size_t i = 0; i < keywords.size(); ++i) {
    const Keyword& keyword = keywords[i];
    const size_t offset = spots[i].offset;
    furthest_ = std::max(furthest_, offset);
    const auto set = static_cast<uint8_t>(spots[i].bucket / kBucketsInSet);
    sets_ = std::max<uint8_t>(sets_, set + 1);
    const auto bucket = static_cast<uint8_t>(1u << spots[i].bucket % kBucketsInSet);
    for (size_t place = 0; place < kPlaces; ++place) {
      masks_[set][place].add(keyword_members_at(keyword, offset + place), bucket);
    }
    Probe probe{0, 0, static_cast<uint32_t>(i)};
    for (size_t place = 0; place < kBefore + kPlaces; ++place) {
      const size_t in_text = offset + place - kBefore;
      if (offset + place < kBefore || in_text >= keyword.text.size()) continue;
      const auto byte = static_cast<unsigned char>(keyword.text[in_text] | 0x20);
      probe.around |= uint64_t{byte} << (8 * place);
      probe.mask |= uint64_t{0xff} << (8 * place);
    }
    const bool whole = offset + kPlaces <= keyword.text.size();
    slots.push_back(slot_of(probe.around, !whole       ? Reach::kThree
                                          : offset > 0 ? Reach::kWithBefore
                                                       : Reach::kFragment));
    probes_.push_back(probe);
    std::string padded = keyword.text;
    padded.resize((padded.size() + 15) / 16 * 16);
    entries_.push_back({static_cast<uint8_t>(offset), keyword.caseless, keyword.next.empty(),
                        CharSet(keyword.next), keyword.text, std::move(padded)});
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

// Whether the entry's text stands at `begin`. What follows it there is not looked at.
bool KeywordFinder::stands_at(std::string_view bytes, size_t begin, const Entry& entry) {
  const size_t size = entry.text.size();
  if (begin + size > bytes.size()) return false;
  const char* at = bytes.data() + begin;
  // Sixteen bytes at a time, of which the last may go over the keyword's end, but not the text's.
  constexpr size_t kStep = sizeof(__m128i);
  if (begin + entry.padded.size() > bytes.size()) {
    for (size_t i = 0; i < size; ++i) {
      if ((entry.caseless ? to_lower(at[i]) : at[i]) != entry.text[i]) return false;
    }
    return true;
  }
  const __m128i to_fold = _mm_set1_epi8(entry.caseless ? 0x20 : 0);
  for (size_t i = 0; i < size; i += kStep) {
    const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + i));
    const __m128i capitals = _mm_and_si128(_mm_cmpgt_epi8(text, _mm_set1_epi8('A' - 1)),
                                           _mm_cmplt_epi8(text, _mm_set1_epi8('Z' + 1)));
    const __m128i folded = _mm_or_si128(text, _mm_and_si128(capitals, to_fold));
    const __m128i wanted =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(entry.padded.data() + i));
    const auto same = static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(folded, wanted)));
    const uint32_t counted = size - i < kStep ? (1u << (size - i)) - 1 : 0xffff;
    if ((~same & counted) != 0) return false;
  }
  return true;
}

__attribute__((noinline)) void KeywordFinder::confirm(const Stretch& stretch, size_t at,
                                                      uint32_t keyword,
                                                      std::vector<RawMatch>& out) const {
  const Entry& entry = entries_[keyword];
  if (entry.offset > at) return;
  const size_t begin = at - entry.offset;
  if (begin < stretch.begin || begin >= stretch.end) return;
  if (!stands_at(stretch.bytes, begin, entry)) return;
  const size_t end = begin + entry.text.size();
  const bool follows =
      entry.any_next || (end < stretch.bytes.size() && entry.next.contains(stretch.bytes[end]));
  if (follows) out.push_back({keyword, static_cast<uint32_t>(end)});
}

inline void KeywordFinder::verify(const Stretch& stretch, size_t at, uint64_t around,
                                  std::vector<RawMatch>& out) const {
  const Slot slots[] = {slots_[slot_of(around, Reach::kWithBefore)],
                        slots_[slot_of(around, Reach::kFragment)],
                        slots_[slot_of(around, Reach::kThree)]};
  if ((slots[0].end | slots[1].end | slots[2].end) == 0) return;
  for (const Slot slot : slots) {
    for (size_t i = slot.begin; i < slot.end; ++i) {
      const Probe& probe = probes_[i];
      if (((around ^ probe.around) & probe.mask) == 0) confirm(stretch, at, probe.keyword, out);
    }
  }
}

void KeywordFinder::verify_at_edge(const Stretch& stretch, size_t at,
                                   std::vector<RawMatch>& out) const {
  std::array<char, kBefore + kPlaces> copy{};
  const size_t before = std::min(at, kBefore);
  stretch.bytes.copy(copy.data() + kBefore - before, before + kPlaces, at - before);
  verify(stretch, at, eight_at(copy.data()), out);
}

void KeywordFinder::verify_all(const Stretch& stretch, uint32_t at, std::span<const uint64_t> hits,
                               std::vector<RawMatch>& out) const {
  std::array<uint32_t, kPart * kBlock + 2> places;
  const size_t count = list_bits(hits, at, places.data());
  for (const size_t hit : std::span(places).first(count)) {
    if (hit < kBefore) {
      verify_at_edge(stretch, hit, out);
    } else {
      verify(stretch, hit, eight_at(stretch.bytes.data() + hit - kBefore), out);
    }
  }
}

// There are more tables than registers, so each is loaded for two halves of a block.
template <size_t kSets>
__attribute__((target("avx2"))) void KeywordFinder::mark_avx2(const char* bytes,
                                                              std::span<uint64_t> hits) const {
  const __m256i half = _mm256_set1_epi8(0x0f);
  for (uint64_t& word : hits) {
    __m256i first[kSets];
    __m256i second[kSets];
#pragma GCC unroll 4
    for (size_t place = 0; place < kPlaces; ++place) {
      const auto* from = reinterpret_cast<const __m256i*>(bytes + place);
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
    word = ~(uint64_t{none_second} << 32 | none_first);
    bytes += kBlock;
  }
}

template <size_t kSets>
__attribute__((target("avx512f,avx512bw,avx512vbmi"))) void KeywordFinder::mark_avx512(
    const char* bytes, std::span<uint64_t> hits) const {
  __m512i low[kSets][kPlaces];
  __m512i high[kSets][kPlaces];
#pragma GCC unroll 8
  for (size_t i = 0; i < kSets * kPlaces; ++i) {
    const Masks& masks = masks_[i / kPlaces][i % kPlaces];
    low[i / kPlaces][i % kPlaces] = _mm512_load_si512(masks.byte.data());
    high[i / kPlaces][i % kPlaces] = _mm512_load_si512(masks.byte.data() + kBlock);
  }
  for (uint64_t& word : hits) {
    __m512i buckets[kSets];
#pragma GCC unroll 4
    for (size_t place = 0; place < kPlaces; ++place) {
      const __m512i text = _mm512_loadu_si512(bytes + place);
#pragma GCC unroll 2
      for (size_t set = 0; set < kSets; ++set) {
        const __m512i here = _mm512_permutex2var_epi8(low[set][place], text, high[set][place]);
        buckets[set] = place == 0 ? here : _mm512_and_si512(buckets[set], here);
      }
    }
    for (size_t set = 1; set < kSets; ++set) buckets[0] = _mm512_or_si512(buckets[0], buckets[set]);
    word = _mm512_test_epi8_mask(buckets[0], buckets[0]);
    bytes += kBlock;
  }
}

KeywordFinder::Marking KeywordFinder::marking(Simd simd) const {
  if (simd == Simd::kNone) return nullptr;
  if (sets_ == 1) {
    return simd == Simd::kAvx2 ? &KeywordFinder::mark_avx2<1> : &KeywordFinder::mark_avx512<1>;
  }
  return simd == Simd::kAvx2 ? &KeywordFinder::mark_avx2<2> : &KeywordFinder::mark_avx512<2>;
}

void KeywordFinder::find(std::string_view bytes, size_t begin, size_t end,
                         std::vector<RawMatch>& out, Simd simd) const {
  if (sets_ == 0) return;
  const Stretch stretch{bytes, begin, end};
  auto [at, last] = fragment_bounds(stretch);
  if (const Marking mark = marking(simd)) {
    std::array<uint64_t, kPart> hits;
    // A block is looked at with the rest of the last fragment in it.
    while (at < last && at + kBlock + kPlaces - 1 <= bytes.size()) {
      const size_t wanted = (last - at + kBlock - 1) / kBlock;
      const size_t there = (bytes.size() - at - (kPlaces - 1)) / kBlock;
      const auto part = std::span(hits).first(std::min({kPart, wanted, there}));
      (this->*mark)(bytes.data() + at, part);
      const size_t size = part.size() * kBlock;
      if (at + size > last) part.back() &= first_bits(last - at - (size - kBlock));
      verify_all(stretch, static_cast<uint32_t>(at), part, out);
      at += size;
    }
    // The rest, less than a block and what follows one, is looked at in a copy.
    while (at < last) {
      std::array<char, kBlock + kPlaces - 1> rest{};
      bytes.copy(rest.data(), rest.size(), at);
      uint64_t bits = 0;
      (this->*mark)(rest.data(), {&bits, 1});
      for (bits &= first_bits(last - at); bits != 0; bits &= bits - 1) {
        verify_at_edge(stretch, at + first_bit(bits), out);
      }
      at = std::min(last, at + kBlock);
    }
  }
  for (; at < last; ++at) verify_at_edge(stretch, at, out);
}

}  // namespace aegis

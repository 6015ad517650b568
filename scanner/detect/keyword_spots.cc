#include "scanner/detect/keyword_spots.h"

#include <algorithm>
#include <array>
#include <limits>

namespace aegis {

namespace {

constexpr uint8_t kNoBucket = 255;
constexpr int kRounds = 5;
// So few keywords that eight buckets hold them, in half the time.
constexpr size_t kFewKeywords = 32;

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
  return std::min<size_t>(keyword.text.size() + 2 - kFragment, 256);
}

// The halves of bytes that a bucket's fragments have at one place. All buckets are chosen by
// halves, for the processors that look up no more.
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

using FragmentHalves = std::array<Halves, kFragment>;

Halves halves_of(const CharSet& members) {
  Halves halves;
  for (const char c : members_of(members)) halves.add(c);
  return halves;
}

// Of the keyword's fragment that begins at `at`.
FragmentHalves fragment_at(const Keyword& keyword, size_t at) {
  FragmentHalves halves;
  for (size_t i = 0; i < kFragment; ++i) halves[i] = halves_of(keyword_members_at(keyword, at + i));
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
  for (size_t place = 0; place < kFragment; ++place) {
    both[place].low |= b[place].low;
    both[place].high |= b[place].high;
  }
  return both;
}

}  // namespace

CharSet keyword_members_at(const Keyword& keyword, size_t at) {
  CharSet members;
  if (at == keyword.text.size()) {
    if (keyword.next.empty()) members.add_range('\0', '\xff');
    members.add(keyword.next);
    return members;
  }
  const char c = keyword.text[at];
  members.add(c);
  if (keyword.caseless && kLower.contains(c)) members.add(static_cast<char>(c - 'a' + 'A'));
  return members;
}

std::vector<KeywordSpot> choose_keyword_spots(const std::vector<Keyword>& keywords) {
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
  std::vector<KeywordSpot> spots(keywords.size(), KeywordSpot{0, kNoBucket});
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
      KeywordSpot best;
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

}  // namespace aegis

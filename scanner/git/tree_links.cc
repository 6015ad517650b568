#include "scanner/git/tree_links.h"

#include <emmintrin.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "scanner/git/tree.h"

namespace aegis::git {

namespace {

// The name of an entry ends at the first NUL from `begin` on; npos where there is none. Names are
// short and trees are many, which is what makes memchr too slow a beginner.
size_t name_end(std::string_view bytes, size_t begin) {
  const __m128i zero = _mm_setzero_si128();
  size_t at = begin;
  for (; at + 16 <= bytes.size(); at += 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + at));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, zero)));
    if (mask != 0) return at + static_cast<size_t>(__builtin_ctz(mask));
  }
  return bytes.find('\0', at);
}

struct RawMode {
  EntryKind kind = EntryKind::kContent;
  size_t length = 0;  // with the blank after it; 0: it is none
};

RawMode mode_at(std::string_view bytes, size_t at) {
  // What git writes: 100644, 100755, 120000, 40000, 160000.
  if (bytes.size() - at > 6) {
    const char* const mode = bytes.data() + at;
    if (mode[0] == '1' && mode[6] == ' ' && (mode[1] == '0' || mode[1] == '2')) {
      return {EntryKind::kContent, 7};
    }
    if (mode[0] == '4' && mode[1] == '0' && mode[4] == '0' && mode[5] == ' ' && mode[2] == '0' &&
        mode[3] == '0') {
      return {EntryKind::kFolder, 6};
    }
  }
  uint32_t mode = 0;
  for (size_t n = 0; n < 8 && at + n < bytes.size(); ++n) {
    const char c = bytes[at + n];
    if (c == ' ' && n > 0) return {kind_of_mode(mode), n + 1};
    if (c < '0' || c > '7') break;
    mode = mode << 3 | static_cast<uint32_t>(c - '0');
  }
  return {};
}

// Of names of 20 or 32 bytes. In words: these comparisons are most of a pass over trees.
bool is_same(const char* a, const char* b, size_t size) {
  uint64_t x;
  uint64_t y;
  uint64_t different = 0;
  for (size_t at = 0; at + 8 <= size; at += 8) {
    std::memcpy(&x, a + at, 8);
    std::memcpy(&y, b + at, 8);
    different |= x ^ y;
  }
  std::memcpy(&x, a + size - 8, 8);
  std::memcpy(&y, b + size - 8, 8);
  return (different | (x ^ y)) == 0;
}

}  // namespace

WantedBlobs::WantedBlobs(const ObjectCatalog& catalog, const std::vector<ObjectNumber>& blobs,
                         const std::vector<std::string>& paths) {
  for (const ObjectNumber blob : blobs) {
    const Oid oid = catalog.oid(blob);
    oids_.insert(oid);
    oid_prefixes_.set(prefix_of(oid.bytes()));
  }
  for (const std::string& path : paths) {
    names_.push_back(path.substr(path.rfind('/') + 1));
    const std::string& name = names_.back();
    const auto is_special = [](char c) { return std::strchr("*?[]{}\\", c) != nullptr; };
    const bool plain_end = name.size() >= 2 && std::none_of(name.end() - 2, name.end(), is_special);
    if (plain_end) {
      name_ends_.set(end_of(name));
    } else {
      name_ends_.set();
    }
  }
}

bool WantedBlobs::wants(const Oid& oid, std::string_view name) const {
  return oids_.contains(oid) ||
         std::any_of(names_.begin(), names_.end(),
                     [&](const std::string& glob) { return glob_matches(glob, name); });
}

TreeLinks::TreeLinks(const ObjectCatalog& catalog, const WantedBlobs& wanted, HashKind kind)
    : catalog_(catalog),
      wanted_(wanted),
      hash_size_(hash_size(kind)),
      known_(kKnown),
      readings_(kReadings) {}

VisitTag TreeLinks::visit(const VisitedObject& object) {
  const Reading* base = nullptr;
  if (object.has_base && object.base_tag != 0) {
    base = &readings_[object.base_tag % kReadings];
    if (base->tag != object.base_tag) base = nullptr;
  }
  // Never the place of the base: the next one is taken instead.
  ++last_tag_;
  if (base != nullptr && &readings_[last_tag_ % kReadings] == base) ++last_tag_;
  number_ = object.number;
  Reading& reading = readings_[last_tag_ % kReadings];
  reading.tag = last_tag_;
  reading.entries.clear();
  reading.links.clear();
  read(object, base, reading);
  if (!reading.links.empty()) {
    TreeOf tree{object.number, static_cast<uint32_t>(links_.size()), 0};
    for (const Reading::LinkAt& at : reading.links) links_.push_back(at.link);
    tree.end = static_cast<uint32_t>(links_.size());
    trees_.push_back(tree);
  }
  return last_tag_;
}

// What stands so in the base is taken from its reading, as far as whole entries of it do.
void TreeLinks::read(const VisitedObject& object, const Reading* base, Reading& reading) {
  const std::string_view bytes = object.bytes;
  uint32_t at = 0;
  uint32_t begin = 0;       // of a stretch that is as in the base
  uint32_t base_begin = 0;  // ... and where it stands there
  for (size_t i = 0; base != nullptr && i <= object.changes.size(); ++i) {
    const bool is_last = i == object.changes.size();
    const auto end = is_last ? static_cast<uint32_t>(bytes.size()) : object.changes[i].begin;
    while (at < end) {
      const uint32_t in_base = base_begin + (at - begin);
      const auto entry = std::lower_bound(base->entries.begin(), base->entries.end(), in_base);
      const bool begins_there = entry != base->entries.end() && *entry == in_base;
      const uint32_t before = at;
      if (begins_there) {
        take_over(*base, static_cast<uint32_t>(entry - base->entries.begin()),
                  base_begin + (end - begin), at, reading);
      }
      // An entry that is cut by the stretch's end, or begins elsewhere than the base's.
      if (at == before && !read_entry(bytes, at, reading)) return;
    }
    if (is_last) break;
    while (at < object.changes[i].end) {
      if (!read_entry(bytes, at, reading)) return;
    }
    begin = object.changes[i].end;
    base_begin = object.changes[i].base_end;
  }
  while (at < bytes.size()) {
    if (!read_entry(bytes, at, reading)) return;
  }
  reading.entries.push_back(at);
}

// The base's entries from `first` on that end at `base_end` or before; they begin at `at`.
void TreeLinks::take_over(const Reading& base, uint32_t first, uint32_t base_end, uint32_t& at,
                          Reading& reading) {
  const auto from = base.entries.begin() + first;
  const auto to = std::upper_bound(from, base.entries.end(), base_end) - 1;
  if (to <= from) return;
  const uint32_t shift = at - *from;  // modulo 2^32
  const auto own_first = static_cast<uint32_t>(reading.entries.size());
  reading.entries.resize(own_first + static_cast<size_t>(to - from));
  std::transform(from, to, reading.entries.begin() + own_first,
                 [shift](uint32_t offset) { return offset + shift; });
  const auto last = first + static_cast<uint32_t>(to - from);
  auto link = std::lower_bound(
      base.links.begin(), base.links.end(), first,
      [](const Reading::LinkAt& link_at, uint32_t entry) { return link_at.entry < entry; });
  for (; link != base.links.end() && link->entry < last; ++link) {
    reading.links.push_back({link->entry - first + own_first, link->link});
  }
  at = *to + shift;
}

// Reads the entry at `at` and passes over it; false where there is none.
bool TreeLinks::read_entry(std::string_view bytes, uint32_t& at, Reading& reading) {
  const RawMode mode = mode_at(bytes, at);
  const size_t begin = at + mode.length;
  const size_t end = mode.length == 0 ? std::string_view::npos : name_end(bytes, begin);
  if (end == std::string_view::npos || bytes.size() - end - 1 < hash_size_) {
    malformed_.push_back(catalog_.oid(number_));
    // What is built upon it is read whole.
    reading.tag = 0;
    return false;
  }
  reading.entries.push_back(at);
  if (mode.kind != EntryKind::kSubmodule) {
    add(bytes.substr(begin, end - begin), bytes.substr(end + 1, hash_size_),
        mode.kind == EntryKind::kFolder, reading);
  }
  at = static_cast<uint32_t>(end + 1 + hash_size_);
  return true;
}

void TreeLinks::add(std::string_view name, std::string_view raw_oid, bool is_folder,
                    Reading& reading) {
  const auto number = number_of(raw_oid);
  if (!number) {
    missing_.push_back(Oid::from_bytes(raw_oid));
    return;
  }
  const bool wanted = is_folder || (wanted_.may_want(raw_oid, name) &&
                                    wanted_.wants(Oid::from_bytes(raw_oid), name));
  if (!wanted) return;
  const auto entry = static_cast<uint32_t>(reading.entries.size() - 1);
  reading.links.push_back({entry, {*number, intern(name), is_folder ? 1U : 0U}});
}

std::optional<ObjectNumber> TreeLinks::number_of(std::string_view raw_oid) {
  uint32_t slot;
  std::memcpy(&slot, raw_oid.data(), sizeof slot);
  Known& known = known_[slot % kKnown];
  if (known.number != UINT32_MAX && is_same(known.oid.data(), raw_oid.data(), hash_size_)) {
    return known.number;
  }
  const auto number = catalog_.find(Oid::from_bytes(raw_oid));
  if (number) {
    std::memcpy(known.oid.data(), raw_oid.data(), hash_size_);
    known.number = *number;
  }
  return number;
}

uint32_t TreeLinks::intern(std::string_view name) {
  const auto found = name_numbers_.find(name);
  if (found != name_numbers_.end()) return found->second;
  const auto number = static_cast<uint32_t>(names_.size());
  const std::string& kept = names_.emplace_back(name);
  name_numbers_.emplace(kept, number);
  return number;
}

}  // namespace aegis::git

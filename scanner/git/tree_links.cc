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
    : catalog_(catalog), wanted_(wanted), hash_size_(hash_size(kind)), known_(kKnown) {}

VisitTag TreeLinks::visit(const VisitedObject& object) {
  const std::string_view bytes = object.bytes;
  TreeOf tree{object.number, static_cast<uint32_t>(links_.size()), 0};
  // What stands so in the base, too, has been looked up there.
  size_t change = 0;
  const auto is_new = [&](size_t begin, size_t end) {
    if (!object.has_base) return true;
    while (change < object.changes.size() && object.changes[change].end < begin) ++change;
    return change < object.changes.size() && object.changes[change].begin <= end;
  };
  size_t at = 0;
  while (at < bytes.size()) {
    const RawMode mode = mode_at(bytes, at);
    const size_t begin = at + mode.length;
    const size_t end = mode.length == 0 ? std::string_view::npos : name_end(bytes, begin);
    if (end == std::string_view::npos || bytes.size() - end - 1 < hash_size_) {
      malformed_.push_back(catalog_.oid(object.number));
      break;
    }
    const size_t next = end + 1 + hash_size_;
    if (mode.kind != EntryKind::kSubmodule) {
      add(bytes.substr(begin, end - begin), bytes.substr(end + 1, hash_size_),
          mode.kind == EntryKind::kFolder, is_new(at, next));
    }
    at = next;
  }
  tree.end = static_cast<uint32_t>(links_.size());
  if (tree.end > tree.begin) trees_.push_back(tree);
  return 0;
}

void TreeLinks::add(std::string_view name, std::string_view raw_oid, bool is_folder, bool is_new) {
  if (is_folder) {
    const auto number = number_of(raw_oid);
    if (number) {
      links_.push_back({*number, intern(name), 1});
    } else if (is_new) {
      missing_.push_back(Oid::from_bytes(raw_oid));
    }
    return;
  }
  const bool wanted = wanted_.may_want(raw_oid, name);
  if (!wanted && !is_new) return;
  const auto number = number_of(raw_oid);
  if (!number) {
    if (is_new) missing_.push_back(Oid::from_bytes(raw_oid));
  } else if (wanted && wanted_.wants(Oid::from_bytes(raw_oid), name)) {
    links_.push_back({*number, intern(name), 0});
  }
}

std::optional<ObjectNumber> TreeLinks::number_of(std::string_view raw_oid) {
  uint32_t slot;
  std::memcpy(&slot, raw_oid.data(), sizeof slot);
  Known& known = known_[slot % kKnown];
  if (known.number != UINT32_MAX &&
      is_same(known.oid.data(), raw_oid.data(), hash_size_)) {
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

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

struct RawEntry {
  EntryKind kind = EntryKind::kContent;
  std::string_view name;
  size_t size = 0;  // of the whole entry; the object's name is at its end
};

// The entry at the beginning of `bytes`, if all of it is there.
std::optional<RawEntry> entry_of(std::string_view bytes, size_t hash_size) {
  const RawMode mode = mode_at(bytes, 0);
  if (mode.length == 0) return std::nullopt;
  const size_t end = name_end(bytes, mode.length);
  if (end == std::string_view::npos || bytes.size() - end - 1 < hash_size) return std::nullopt;
  return RawEntry{mode.kind, bytes.substr(mode.length, end - mode.length), end + 1 + hash_size};
}

}  // namespace

// The bytes of a tree from places further and further on. Of one told in pieces, only the parts
// that are asked for are put together.
class TreeLinks::TreeText {
 public:
  explicit TreeText(const VisitedObject& object) : object_(object) {
    if (!object.has_base) all_ = object.bytes();
  }

  std::string_view all_from(uint32_t at) {
    all_ = object_.bytes();
    return all_.substr(at);
  }
  // All, or more than most entries have.
  std::string_view some_from(uint32_t at) {
    if (!all_.empty()) return all_.substr(at);
    if (at + kSome > begin_ + size_) put_together(at);
    return {part_.data() + (at - begin_), size_ - (at - begin_)};
  }

 private:
  static constexpr uint32_t kSome = 160;

  void put_together(uint32_t at) {
    const auto pieces = object_.revision().pieces;
    while (next_ < pieces.size() && next_begin_ + pieces[next_].size <= at) {
      next_begin_ += pieces[next_++].size;
    }
    begin_ = at;
    size_ = 0;
    uint32_t from = at - next_begin_;  // in the piece
    for (size_t i = next_; i < pieces.size() && size_ < part_.size(); ++i) {
      const auto most = static_cast<uint32_t>(part_.size()) - size_;
      const uint32_t count = std::min(most, pieces[i].size - from);
      std::memcpy(part_.data() + size_, pieces[i].data + from, count);
      size_ += count;
      from = 0;
    }
  }

  const VisitedObject& object_;
  std::string_view all_;
  std::array<char, 512> part_;  // from begin_ on
  uint32_t begin_ = 0;
  uint32_t size_ = 0;
  size_t next_ = 0;  // the piece that some_from() was in last, and where that begins
  uint32_t next_begin_ = 0;
};

WantedBlobs::WantedBlobs(const ObjectCatalog& catalog, const std::vector<ObjectNumber>& blobs,
                         const std::vector<std::string>& paths) {
  for (const ObjectNumber blob : blobs) {
    const Oid oid = catalog.oid(blob);
    oids_.insert(oid);
    oid_prefixes_.set(prefix_of(oid.bytes()));
  }
  for (const std::string& path : paths) names_.add(path.substr(path.rfind('/') + 1), 0);
}

bool WantedBlobs::wants(const Oid& oid, std::string_view name) const {
  return oids_.contains(oid) || !names_.matches(name).empty();
}

TreeLinks::TreeLinks(const ObjectCatalog& catalog, const WantedBlobs& wanted, HashKind kind)
    : catalog_(catalog), wanted_(wanted), hash_size_(hash_size(kind)), numbers_(catalog, kind) {}

VisitTag TreeLinks::visit(const VisitedObject& object) {
  const Reading* const base = readings_.of_base(object);
  Reading& reading = readings_.next();
  reading.entries.clear();
  reading.links.clear();
  number_ = object.number;
  const bool is_whole = read(object, base, reading);
  if (!reading.links.empty()) {
    TreeOf tree{object.number, static_cast<uint32_t>(links_.size()), 0};
    for (const Reading::LinkAt& at : reading.links) links_.push_back(at.link);
    tree.end = static_cast<uint32_t>(links_.size());
    trees_.push_back(tree);
  }
  // What is built upon one that is malformed is read whole.
  return object.is_base && is_whole ? readings_.keep() : 0;
}

// What stands so in the base is taken from its reading, as far as whole entries of it do. False
// where the tree is malformed.
bool TreeLinks::read(const VisitedObject& object, const Reading* base, Reading& reading) {
  TreeText text(object);
  uint32_t at = 0;     // all before it has been read
  uint32_t begin = 0;  // of the piece
  const auto pieces = base != nullptr ? object.revision().pieces : std::span<const Piece>();
  for (const Piece& piece : pieces) {
    const uint32_t end = begin + piece.size;
    while (at < end) {
      if (!piece.is_new()) {
        const uint32_t in_base = piece.old_begin + (at - begin);
        at += take_over(*base, in_base, piece.old_begin + piece.size, at, reading);
        if (at == end) break;
      }
      // It is new, cut by the piece's end, or begins elsewhere than the base's entries.
      if (!read_entry(text, at, reading)) return false;
    }
    begin = end;
  }
  while (at < object.size()) {
    if (!read_entry(text, at, reading)) return false;
  }
  reading.entries.push_back(at);
  return true;
}

// The base's entries from `from` on, if one begins there, that end at `to` or before: they stand at
// `at`. Gives their length.
uint32_t TreeLinks::take_over(const Reading& base, uint32_t from, uint32_t to, uint32_t at,
                              Reading& reading) {
  const auto first = std::lower_bound(base.entries.begin(), base.entries.end(), from);
  if (first == base.entries.end() || *first != from) return 0;
  const auto last = std::upper_bound(first, base.entries.end(), to) - 1;
  const uint32_t shift = at - from;  // modulo 2^32
  const auto own_first = static_cast<uint32_t>(reading.entries.size());
  reading.entries.resize(own_first + static_cast<size_t>(last - first));
  std::transform(first, last, reading.entries.begin() + own_first,
                 [shift](uint32_t offset) { return offset + shift; });
  const auto base_first = static_cast<uint32_t>(first - base.entries.begin());
  const auto base_last = static_cast<uint32_t>(last - base.entries.begin());
  auto link = std::lower_bound(
      base.links.begin(), base.links.end(), base_first,
      [](const Reading::LinkAt& link_at, uint32_t entry) { return link_at.entry < entry; });
  for (; link != base.links.end() && link->entry < base_last; ++link) {
    reading.links.push_back({link->entry - base_first + own_first, link->link});
  }
  return *last - from;
}

// Reads the entry at `at` and passes over it; false where there is none.
bool TreeLinks::read_entry(TreeText& text, uint32_t& at, Reading& reading) {
  std::string_view bytes = text.some_from(at);
  auto entry = entry_of(bytes, hash_size_);
  if (!entry) {
    bytes = text.all_from(at);
    entry = entry_of(bytes, hash_size_);
  }
  if (!entry) {
    malformed_.push_back(catalog_.oid(number_));
    return false;
  }
  reading.entries.push_back(at);
  if (entry->kind != EntryKind::kSubmodule) {
    add(entry->name, bytes.substr(entry->size - hash_size_, hash_size_),
        entry->kind == EntryKind::kFolder, reading);
  }
  at += static_cast<uint32_t>(entry->size);
  return true;
}

void TreeLinks::add(std::string_view name, std::string_view raw_oid, bool is_folder,
                    Reading& reading) {
  const bool wanted = is_folder || (wanted_.may_want(raw_oid, name) &&
                                    wanted_.wants(Oid::from_bytes(raw_oid), name));
  if (!wanted) return numbers_.check(raw_oid);
  const uint32_t asked = numbers_.ask(raw_oid);
  const auto entry = static_cast<uint32_t>(reading.entries.size() - 1);
  reading.links.push_back({entry, {asked, intern(name), is_folder ? 1U : 0U}});
}

void TreeLinks::finish() {
  numbers_.finish();
  uint32_t kept = 0;
  for (TreeOf& tree : trees_) {
    const uint32_t begin = kept;
    for (uint32_t i = tree.begin; i < tree.end; ++i) {
      TreeLink link = links_[i];
      link.child = numbers_.number(link.child);
      if (link.child != NumberLookup::kNone) links_[kept++] = link;
    }
    tree.begin = begin;
    tree.end = kept;
  }
  links_.resize(kept);
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

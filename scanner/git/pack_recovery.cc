#include "scanner/git/pack_recovery.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "scanner/git/delta.h"
#include "scanner/git/inflate.h"
#include "scanner/git/object_name.h"
#include "scanner/git/pack_entry.h"

namespace aegis::git {

namespace {

// Bytes of objects that others are built upon, besides the one that is in use.
constexpr uint64_t kMostKept = uint64_t{256} << 20;

class Recovery {
 public:
  Recovery(std::string_view pack, HashKind kind, uint64_t limit)
      : pack_(pack), kind_(kind), limit_(limit) {}

  void find_entries(const std::vector<uint64_t>& hints) {
    uint64_t at = kPackHeaderSize;
    auto hint = hints.begin();
    while (at < pack_.size()) {
      const uint64_t end = take_entry(at);
      if (end != 0) {
        at = entries_end_ = end;
        continue;
      }
      // After the last entry comes nothing but the checksum.
      if (pack_.size() - at == hash_size(kind_)) return;
      if (first_bad_ == 0) first_bad_ = at;
      hint = std::upper_bound(hint, hints.end(), at);
      if (hint == hints.end()) return;
      at = *hint;
    }
  }

  void name_deltas() {
    link();
    for (uint32_t slot = 0; slot < entries_.size(); ++slot) {
      if (!entries_[slot].entry.is_delta && has_children(slot)) name_family(slot);
    }
  }

  RecoveredPack take() && {
    RecoveredPack recovered;
    recovered.entries_end = entries_end_;
    size_t lost = 0;
    for (const Slot& slot : entries_) {
      if (slot.is_named) {
        recovered.objects.emplace_back(slot.name, slot.entry.offset);
      } else {
        ++lost;
      }
    }
    std::sort(recovered.objects.begin(), recovered.objects.end());
    if (lost > 0) recovered.losses = std::to_string(lost) + " of its objects cannot be read";
    if (first_bad_ > 0) {
      if (lost > 0) recovered.losses += ", and ";
      recovered.losses += "it is damaged from offset " + std::to_string(first_bad_) + " on";
    }
    return recovered;
  }

 private:
  struct Slot {
    PackEntry entry;
    uint64_t end = 0;
    Oid name;
    bool is_named = false;
    uint32_t weight = 1;  // entries that are built upon it by their offsets, itself included
    std::vector<uint32_t> children;
  };
  struct Frame {
    uint32_t slot = 0;
    Object object;
    std::vector<uint32_t> children;  // those that are still to be made, the first one last
  };

  // Gives where the entry ends; 0 if there is no sound one.
  uint64_t take_entry(uint64_t at) {
    auto entry = parse_pack_entry(pack_, at, hash_size(kind_));
    if (!entry) return 0;
    ObjectNamer namer(kind_, entry->type, entry->size);
    const auto length = measure_stream(pack_.substr(entry->data_offset), entry->size,
                                       [&](std::string_view bytes) { namer.add(bytes); });
    if (!length) return 0;
    Slot slot;
    slot.entry = *entry;
    slot.end = entry->data_offset + *length;
    if (!entry->is_delta) {
      slot.name = namer.finish();
      slot.is_named = true;
    }
    entries_.push_back(std::move(slot));
    return entries_.back().end;
  }

  // Entries are in the order of their offsets, and so behind their bases.
  void link() {
    for (uint32_t i = static_cast<uint32_t>(entries_.size()); i-- > 0;) {
      const PackEntry& entry = entries_[i].entry;
      if (!entry.is_delta) continue;
      if (!entry.base_name.empty()) {
        waiting_[Oid::from_bytes(entry.base_name)].push_back(i);
        continue;
      }
      const auto base = std::lower_bound(
          entries_.begin(), entries_.begin() + i, entry.base_offset,
          [](const Slot& slot, uint64_t offset) { return slot.entry.offset < offset; });
      if (base == entries_.begin() + i || base->entry.offset != entry.base_offset) continue;
      base->weight += entries_[i].weight;
      base->children.push_back(i);
    }
  }

  bool has_children(uint32_t slot) const {
    return !entries_[slot].children.empty() || waiting_.contains(entries_[slot].name);
  }

  // What is built upon a named slot, each given once, the heaviest first.
  std::vector<uint32_t> take_children(uint32_t slot) {
    std::vector<uint32_t> children = std::move(entries_[slot].children);
    if (const auto waiting = waiting_.find(entries_[slot].name); waiting != waiting_.end()) {
      children.insert(children.end(), waiting->second.begin(), waiting->second.end());
      waiting_.erase(waiting);
    }
    std::sort(children.begin(), children.end(), [&](uint32_t a, uint32_t b) {
      return entries_[a].weight != entries_[b].weight ? entries_[a].weight > entries_[b].weight
                                                      : a < b;
    });
    return children;
  }

  // The heaviest branch of each object comes last, when the object itself is no longer needed: so
  // of a long chain two objects are held.
  void name_family(uint32_t root) {
    std::vector<Frame> stack;
    uint64_t kept = 0;
    const auto enter = [&](uint32_t slot, Object object) {
      if (!has_children(slot)) return;
      kept += object.bytes.size();
      stack.push_back({slot, std::move(object), take_children(slot)});
    };
    auto bytes = inflated(entries_[root].entry);
    if (!bytes) return;
    enter(root, {entries_[root].entry.type, *std::move(bytes)});
    while (!stack.empty()) {
      Frame& top = stack.back();
      const uint32_t child = top.children.back();
      top.children.pop_back();
      std::optional<Object> object;
      if (kept - top.object.bytes.size() <= kMostKept) object = build(child, top.object);
      if (top.children.empty()) {
        kept -= top.object.bytes.size();
        stack.pop_back();
      }
      if (object) enter(child, *std::move(object));
    }
  }

  std::optional<std::string> inflated(const PackEntry& entry) {
    if (entry.size > limit_) return std::nullopt;
    auto inflated = inflater_.inflate(pack_.substr(entry.data_offset), entry.size);
    if (!inflated) return std::nullopt;
    return std::move(inflated->bytes);
  }

  // Names it, too.
  std::optional<Object> build(uint32_t number, const Object& base) {
    Slot& slot = entries_[number];
    const auto delta = inflated(slot.entry);
    if (!delta) return std::nullopt;
    auto bytes = apply_delta(base.bytes, *delta, limit_);
    if (!bytes) return std::nullopt;
    slot.name = object_name(kind_, base.type, *bytes);
    slot.is_named = true;
    return Object{base.type, *std::move(bytes)};
  }

  std::string_view pack_;
  HashKind kind_;
  uint64_t limit_;
  uint64_t entries_end_ = kPackHeaderSize;
  uint64_t first_bad_ = 0;
  std::vector<Slot> entries_;
  std::unordered_map<Oid, std::vector<uint32_t>, OidHash> waiting_;  // deltas, by their base's name
  Inflater inflater_;
};

}  // namespace

RecoveredPack recover_pack(std::string_view pack, HashKind kind, const std::vector<uint64_t>& hints,
                           uint64_t limit) {
  Recovery recovery(pack, kind, limit);
  recovery.find_entries(hints);
  recovery.name_deltas();
  return std::move(recovery).take();
}

}  // namespace aegis::git

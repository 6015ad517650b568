#include "scanner/git/object_catalog.h"

#include <dirent.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "scanner/base/hex.h"

namespace aegis::git {

namespace {

using Folder = std::unique_ptr<DIR, int (*)(DIR*)>;

// Appends the objects in `objects`/`prefix`. Names that are none (git's temporary files) are passed
// over.
void list_folder(const std::string& objects, uint32_t number, const std::string& prefix,
                 HashKind kind, std::vector<LooseObject>& out, std::vector<Error>& problems) {
  const std::string path = objects + "/" + prefix;
  const Folder folder(::opendir(path.c_str()), &::closedir);
  if (!folder) {
    if (errno == ENOENT || errno == ENOTDIR) return;
    problems.push_back(system_error(ErrorKind::kUnreadable, "cannot list", errno).in(path));
    return;
  }
  while (const dirent* const entry = ::readdir(folder.get())) {
    if (const auto oid = Oid::from_hex(prefix + entry->d_name, kind)) {
      out.push_back({*oid, number});
    }
  }
}

}  // namespace

Result<ObjectCatalog> ObjectCatalog::list(const ObjectStore& store) {
  ObjectCatalog catalog(store);
  uint64_t count = 0;
  for (const auto& pack : store.packs()) count += pack->index().size();
  catalog.list_loose();
  if (count + catalog.loose_.size() >= UINT32_MAX) return unreadable("holds too many objects");
  for (const auto& pack : store.packs()) {
    catalog.pack_begins_.push_back(catalog.loose_begin_);
    catalog.loose_begin_ += pack->index().size();
  }
  catalog.forests_.resize(store.packs().size());
  catalog.note_repeats();
  return catalog;
}

Result<ObjectCatalog> ObjectCatalog::make(const ObjectStore& store) {
  auto catalog = list(store);
  for (size_t pack = 0; catalog && pack < catalog->packs(); ++pack) catalog->read_entries(pack);
  return catalog;
}

void ObjectCatalog::read_entries(size_t pack, size_t threads) {
  if (forests_[pack]) return;
  forests_[pack] = std::make_unique<const DeltaForest>(*store_->packs()[pack], threads);
}

void ObjectCatalog::list_loose() {
  constexpr char kDigits[] = "0123456789abcdef";
  for (uint32_t folder = 0; folder < store_->folders().size(); ++folder) {
    for (const char high : std::string_view(kDigits)) {
      for (const char low : std::string_view(kDigits)) {
        list_folder(store_->folders()[folder], folder, {high, low}, store_->hash_kind(), loose_,
                    problems_);
      }
    }
  }
  std::sort(loose_.begin(), loose_.end(), [](const LooseObject& a, const LooseObject& b) {
    return a.oid != b.oid ? a.oid < b.oid : a.folder < b.folder;
  });
}

void ObjectCatalog::note_repeats() {
  for (size_t later = 0; later < packs(); ++later) {
    for (size_t earlier = 0; earlier < later; ++earlier) {
      for_each_common(
          index(earlier).names(), index(later).names(),
          [&](uint32_t, uint32_t position) { note_repeat(pack_begins_[later] + position); });
    }
  }
  for (ObjectNumber number = loose_begin_; number < size(); ++number) {
    if (*find(oid(number)) != number) note_repeat(number);
  }
}

void ObjectCatalog::note_repeat(ObjectNumber number) {
  if (repeats_.empty()) repeats_.resize(size());
  repeats_[number] = true;
}

uint64_t ObjectCatalog::count(const std::vector<ObjectNumber>& numbers, unsigned types) const {
  uint64_t count = numbers.size();
  for (size_t pack = 0; pack < packs(); ++pack) {
    if (!forests_[pack]) continue;
    for (const uint32_t slot : forests_[pack]->bases_first()) {
      if ((types >> static_cast<unsigned>(*forests_[pack]->type(slot)) & 1) != 0) continue;
      const ObjectNumber number = pack_begins_[pack] + forests_[pack]->position(slot);
      if (std::binary_search(numbers.begin(), numbers.end(), number)) --count;
    }
  }
  return count;
}

Oid ObjectCatalog::oid(ObjectNumber number) const {
  if (number >= loose_begin_) return loose_[number - loose_begin_].oid;
  const auto after = std::upper_bound(pack_begins_.begin(), pack_begins_.end(), number);
  // Of packs without objects, which begin at the same number, the last one is it.
  const auto pack = static_cast<size_t>(after - pack_begins_.begin()) - 1;
  return index(pack).oid(number - pack_begins_[pack]);
}

std::optional<ObjectNumber> ObjectCatalog::find(const Oid& oid) const {
  for (size_t pack = 0; pack < packs(); ++pack) {
    if (const auto position = index(pack).find(oid)) {
      return pack_begins_[pack] + *position;
    }
  }
  const auto at = std::lower_bound(
      loose_.begin(), loose_.end(), oid,
      [](const LooseObject& object, const Oid& name) { return object.oid < name; });
  if (at == loose_.end() || at->oid != oid) return std::nullopt;
  return loose_begin_ + static_cast<ObjectNumber>(at - loose_.begin());
}

std::optional<ObjectNumber> ObjectCatalog::run_of(const SortedNames& names) const {
  for (size_t pack = 0; pack < packs(); ++pack) {
    if (names.are_same(index(pack).names())) return pack_begins_[pack];
  }
  return std::nullopt;
}

bool ObjectCatalog::has_repeats(const Oid& oid) const {
  size_t count = 0;
  for (size_t pack = 0; pack < packs(); ++pack) count += index(pack).find(oid) ? 1 : 0;
  const auto is_before = [](const LooseObject& a, const LooseObject& b) { return a.oid < b.oid; };
  const auto [first, last] =
      std::equal_range(loose_.begin(), loose_.end(), LooseObject{oid, 0}, is_before);
  return count + static_cast<size_t>(last - first) > 1;
}

}  // namespace aegis::git

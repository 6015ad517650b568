#include "scanner/git/object_store.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "scanner/git/alternates.h"
#include "scanner/git/loose.h"
#include "scanner/git/multi_pack_index.h"
#include "scanner/git/pack_folder.h"

namespace aegis::git {

namespace {

constexpr int kMostAttempts = 4;  // at opening packs that come and go meanwhile

std::vector<std::string> stems_in(const std::vector<std::string>& folders) {
  std::vector<std::string> stems;
  for (const std::string& folder : folders) {
    const PackFolder found = list_packs(folder + "/pack");
    stems.insert(stems.end(), found.stems.begin(), found.stems.end());
    stems.insert(stems.end(), found.lone_stems.begin(), found.lone_stems.end());
  }
  return stems;
}

}  // namespace

Result<ObjectStore> ObjectStore::open(const Repository& repository, uint64_t object_limit,
                                      BrokenPack broken) {
  auto folders = object_folders(repository);
  if (!folders) return std::move(folders).error();
  ObjectStore store;
  store.hash_kind_ = repository.hash_kind();
  store.object_limit_ = object_limit;
  store.is_partial_clone_ = repository.is_partial_clone();
  store.folders_ = std::move(folders->paths);
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    store.open_packs();
    if (store.broken_.empty() || store.is_current()) break;
  }
  store.problems_.insert(store.problems_.end(), folders->problems.begin(), folders->problems.end());
  for (Broken& lost : store.broken_) {
    auto pack =
        broken == BrokenPack::kRecover ? store.recovered(lost.stem, lost.why.message()) : nullptr;
    if (pack) {
      store.packs_.push_back(std::move(pack));
    } else {
      store.problems_.push_back(std::move(lost.why).in(lost.stem + ".pack"));
    }
  }
  store.broken_.clear();
  return store;
}

bool ObjectStore::is_current() const {
  return stems_in(folders_) == stems_;
}

void ObjectStore::open_packs() {
  stems_.clear();
  packs_.clear();
  broken_.clear();
  problems_.clear();
  for (const std::string& folder : folders_) {
    PackFolder found = list_packs(folder + "/pack");
    is_partial_clone_ |= found.has_promised_objects;
    std::move(found.problems.begin(), found.problems.end(), std::back_inserter(problems_));
    stems_.insert(stems_.end(), found.stems.begin(), found.stems.end());
    stems_.insert(stems_.end(), found.lone_stems.begin(), found.lone_stems.end());
    for (const std::string& stem : found.stems) open_pack(stem);
    for (const std::string& stem : found.lone_stems) {
      broken_.push_back({stem, unreadable("has no index; `git index-pack` makes one")});
    }
    note_gone_packs(folder + "/pack");
  }
}

// REQUIRES: the folder's packs are among the stems.
void ObjectStore::note_gone_packs(const std::string& folder) {
  std::vector<std::string> indexed = packs_indexed_in(folder);
  if (indexed.empty()) return;
  const std::set<std::string_view> there(stems_.begin(), stems_.end());
  std::erase_if(indexed,
                [&](const std::string& name) { return there.contains(folder + "/" + name); });
  if (indexed.empty()) return;
  const std::string more =
      indexed.size() > 1 ? ", and " + std::to_string(indexed.size() - 1) + " more" : "";
  problems_.push_back(unreadable(folder + "/multi-pack-index: names " + indexed.front() + more +
                                 ", which is not there; delete it when nothing is missed"));
}

void ObjectStore::open_pack(const std::string& stem) {
  auto pack = Pack::open(stem, hash_kind_);
  if (pack) {
    packs_.push_back(*std::move(pack));
  } else {
    broken_.push_back({stem, std::move(pack).error()});
  }
}

void ObjectStore::recover(const std::vector<size_t>& packs) {
  for (const size_t number : packs) {
    auto pack = recovered(packs_[number]->stem(), "its index tells of it what is not so");
    if (pack) packs_[number] = std::move(pack);
  }
}

// Null: nothing can be recovered of it. Else says what was.
std::unique_ptr<const Pack> ObjectStore::recovered(const std::string& stem,
                                                   const std::string& why) {
  auto found = Pack::recover(stem, hash_kind_, object_limit_);
  if (!found) return nullptr;
  const std::string count = std::to_string(found->pack->index().size());
  const std::string losses = found->losses.empty() ? "" : "; " + found->losses;
  problems_.push_back(unreadable(stem + ".pack: " + why + "; " + count +
                                 " objects were found in the pack itself" + losses));
  lost_.insert(lost_.end(), found->lost.begin(), found->lost.end());
  return std::move(found->pack);
}

Result<std::string> ObjectReader::read(const Oid& oid, ObjectType type) {
  auto object = read(oid);
  if (!object) return std::move(object).error();
  if (object->type != type) {
    return unreadable("object " + oid.hex() + ": is a " + std::string(name_of(object->type)) +
                      " where a " + std::string(name_of(type)) + " is needed");
  }
  return std::move(object->bytes);
}

Result<Object> ObjectReader::read(const Oid& oid) {
  damage_.reset();
  auto object = find(oid);
  if (!object && !has_looked_again_) {
    has_looked_again_ = true;
    find_new_packs();
    object = find(oid);
  }
  if (object) return *std::move(object);
  if (damage_) return std::move(*damage_).in("object " + oid.hex());
  return missing(oid);
}

std::optional<Object> ObjectReader::find(const Oid& oid) {
  if (latest_ != nullptr) {
    if (auto object = find_packed(*latest_, oid)) return object;
  }
  const Pack* const tried = latest_;
  for (const auto* packs : {&store_.packs_, &std::as_const(new_packs_)}) {
    for (const auto& pack : *packs) {
      if (pack.get() == tried) continue;
      if (auto object = find_packed(*pack, oid)) return object;
    }
  }
  return find_loose(oid);
}

std::optional<Object> ObjectReader::find_packed(const Pack& pack, const Oid& oid) {
  const auto position = pack.index().find(oid);
  if (!position) return std::nullopt;
  const auto offset = pack.index().offset(*position);
  if (!offset) {
    note_damage(unreadable(pack.stem() + ".idx: has no offset for it"));
    return std::nullopt;
  }
  auto object = pack.read(*offset, store_.object_limit_, inflater_, bases_);
  if (!object) {
    note_damage(std::move(object).error());
    return std::nullopt;
  }
  latest_ = &pack;
  return *std::move(object);
}

std::optional<Object> ObjectReader::find_loose(const Oid& oid) {
  for (const std::string& folder : store_.folders_) {
    auto object = read_loose(folder, oid, store_.object_limit_, inflater_);
    if (!object) {
      note_damage(std::move(object).error());
    } else if (*object) {
      return **std::move(object);
    }
  }
  return std::nullopt;
}

void ObjectReader::note_damage(Error error) {
  if (!damage_) damage_ = std::move(error);
}

// A pack that cannot be opened now is gone again or was reported before.
void ObjectReader::find_new_packs() {
  for (const std::string& folder : store_.folders_) {
    for (const std::string& stem : list_packs(folder + "/pack").stems) {
      const auto is_same = [&](const auto& pack) { return pack->stem() == stem; };
      if (std::any_of(store_.packs_.begin(), store_.packs_.end(), is_same)) continue;
      if (auto pack = Pack::open(stem, store_.hash_kind_)) new_packs_.push_back(*std::move(pack));
    }
  }
}

Error ObjectReader::missing(const Oid& oid) const {
  std::string message = "missing object " + oid.hex();
  if (store_.is_partial_clone_) {
    message += "; this is a partial clone: fetch it with `git cat-file -e " + oid.hex() + "`";
  }
  for (const Error& problem : store_.problems_) message += "; " + problem.message();
  return unreadable(std::move(message));
}

}  // namespace aegis::git

// All objects of a repository: loose, packed, in alternates, in a push's quarantine.
//
// What is read is not trusted. A size is never allocated because it is declared; delta chains are
// walked, not recursed into, and a cycle among them is an error; output is capped before a delta is
// applied; only regular files are opened. A name is not checked against its object's hash: a caller
// who remembers "this name is clean" must hash the bytes itself.
//
// Packs and their indexes are mapped, not copied. A pack that is deleted while it is in use stays
// readable; one that is cut short in place, which git never does, reads as zeros from there on in a
// program that asks for it (mapped_file.h). A multi-pack-index is asked for gone packs alone, not
// for objects (multi_pack_index.h).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/base_cache.h"
#include "scanner/git/inflate.h"
#include "scanner/git/object.h"
#include "scanner/git/oid.h"
#include "scanner/git/pack.h"
#include "scanner/git/repository.h"

namespace aegis::git {

// What to do about a pack whose index is missing, damaged, or does not belong to it: to find its
// objects in the pack itself takes as long as it takes git to make an index.
enum class BrokenPack { kRecover, kReport };

// The folders and packs as they were when the store was opened. Immutable; threads share it.
class ObjectStore {
 public:
  // An object whose bytes, or the bytes of a delta in its making, are more than `object_limit` is
  // an error when it is read. An error here: there is no object directory.
  static Result<ObjectStore> open(const Repository& repository,
                                  uint64_t object_limit = kDefaultObjectLimit,
                                  BrokenPack broken = BrokenPack::kReport);

  // Whether the packs are still those that there were when the store was opened.
  bool is_current() const;

  // What of the store was not as it should be, recovered or not: a pack without a sound index, one
  // that a multi-pack-index names and that is gone, an alternate that is missing or nested too
  // deep. A damaged part is not an error of the store, for
  // the objects asked for may all be elsewhere; but whoever is told that an object is missing is
  // told of these as well.
  const std::vector<Error>& problems() const { return problems_; }
  // Objects that an index names and its pack, of which the objects were found anew, does not have.
  const std::vector<Oid>& lost() const { return lost_; }

  // Finds anew the objects of packs, given by their numbers, whose indexes turned out to be wrong.
  // REQUIRES: nobody uses the store yet, or holds one of its packs.
  void recover(const std::vector<size_t>& packs);

  const std::vector<std::unique_ptr<const Pack>>& packs() const { return packs_; }
  // The object directories, the repository's own first.
  const std::vector<std::string>& folders() const { return folders_; }
  HashKind hash_kind() const { return hash_kind_; }
  uint64_t object_limit() const { return object_limit_; }
  bool is_partial_clone() const { return is_partial_clone_; }

 private:
  friend class ObjectReader;

  ObjectStore() = default;

  struct Broken {
    std::string stem;
    Error why;
  };

  void open_packs();
  void note_gone_packs(const std::string& folder);
  void open_pack(const std::string& stem);
  std::unique_ptr<const Pack> recovered(const std::string& stem, const std::string& why);

  std::vector<std::string> folders_;  // the repository's own first
  std::vector<std::string> stems_;    // of all packs there were
  std::vector<std::unique_ptr<const Pack>> packs_;
  std::vector<Broken> broken_;
  std::vector<Error> problems_;
  std::vector<Oid> lost_;
  HashKind hash_kind_ = HashKind::kSha1;
  uint64_t object_limit_ = kDefaultObjectLimit;
  bool is_partial_clone_ = false;
};

// Reads objects. One a thread, or one a task: making one costs next to nothing. `store` must
// outlive it. Holds at most 16 MiB of delta bases between calls.
class ObjectReader {
 public:
  explicit ObjectReader(const ObjectStore& store) : store_(store) {}

  HashKind hash_kind() const { return store_.hash_kind(); }

  // An object that is damaged in one place is taken from another. If it is nowhere, the pack
  // folders are listed once more, in case a repack has moved it; then the error names the object,
  // the damaged parts of the store, and in a partial clone how to fetch it. Every error is of kind
  // kUnreadable.
  Result<Object> read(const Oid& oid);

  // The bytes of an object that must be of that type.
  Result<std::string> read(const Oid& oid, ObjectType type);

 private:
  std::optional<Object> find(const Oid& oid);
  std::optional<Object> find_packed(const Pack& pack, const Oid& oid);
  std::optional<Object> find_loose(const Oid& oid);
  void note_damage(Error error);
  void find_new_packs();
  Error missing(const Oid& oid) const;

  const ObjectStore& store_;
  std::vector<std::unique_ptr<const Pack>> new_packs_;
  const Pack* latest_ = nullptr;  // objects wanted together lie together
  bool has_looked_again_ = false;
  std::optional<Error> damage_;  // what was wrong with the object where it was first found
  Inflater inflater_;
  BaseCache bases_;
};

}  // namespace aegis::git

// A walk over all objects of a store, each inflated once.
//
// A delta is built upon its base while that is at hand: each family of a pack's delta forest is
// walked depth first, the largest branch of each object last, so that of a chain of any length two
// objects are held, and of any family of n no more than log2(n). Families go to threads, largest
// first, and large ones in parts.
//
// What is damaged costs itself and what is built upon it. An object that is stored several times is
// taken from elsewhere then; only what cannot be read anywhere is reported. Whether copies of an
// object are the same nobody has checked: who must know asks for all of them by their numbers.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/delta.h"
#include "scanner/git/object.h"
#include "scanner/git/object_catalog.h"
#include "scanner/git/object_store.h"
#include "scanner/source/chunker.h"

namespace aegis::git {

// What a visitor said of an object, for what is built upon it.
using VisitTag = uint32_t;

// An object that a walk has come to. Valid during the call.
class VisitedObject {
 public:
  static VisitedObject whole(ObjectType type, ObjectNumber number, std::string_view bytes) {
    VisitedObject object;
    object.type = type;
    object.number = number;
    object.bytes_ = bytes;
    return object;
  }
  // One that `delta`, which has pieces, makes of what the same visitor has seen and tagged.
  // `memory` is of the delta's size.
  static VisitedObject made(ObjectType type, ObjectNumber number, const Delta& delta, char* memory,
                            VisitTag base_tag) {
    VisitedObject object = whole(type, number, {memory, delta.size()});
    object.has_base = true;
    object.base_tag = base_tag;
    object.unmade_ = &delta;
    object.memory_ = memory;
    object.revision_ = delta.revision();
    return object;
  }

  ObjectType type = ObjectType::kBlob;
  ObjectNumber number = 0;
  // Whether others are built upon it: only then they are told what the visitor says of it.
  bool is_base = false;
  // Whether it is built upon an object that the same visitor has seen, and what that said of it.
  bool has_base = false;
  VisitTag base_tag = 0;
  // Whether the walk has done with that object after this one and what is built upon it.
  bool is_last_on_base = false;

  uint64_t size() const { return bytes_.size(); }
  // All of it. Where there is a base, it is put together when it is first asked for.
  std::string_view bytes() const {
    if (unmade_ != nullptr) std::exchange(unmade_, nullptr)->apply(memory_);
    return bytes_;
  }
  // The same, told from its base. REQUIRES: has_base.
  const Revision& revision() const { return revision_; }

 private:
  std::string_view bytes_;
  mutable const Delta* unmade_ = nullptr;
  char* memory_ = nullptr;
  Revision revision_;
};

// Called by one thread, without any promise of order but that a base comes before what has it.
class ObjectVisitor {
 public:
  virtual ~ObjectVisitor() = default;
  virtual VisitTag visit(const VisitedObject& object) = 0;
  // A blob too large to be held: `read` gives its bytes. An error of `read` is to be handed on.
  virtual Result<void> visit_large(ObjectNumber number, uint64_t size, const ByteReader& read) = 0;
};

struct WalkOptions {
  // Which types to visit, a bit (1 << type) each.
  unsigned types = 0xff;
  // If set, these, by number; else each object once. What they are built upon is inflated but not
  // visited.
  const std::vector<bool>* wanted = nullptr;
  // A blob of more bytes that is no delta is streamed.
  uint64_t stream_above = kStreamAbove;
  // Bytes of bases that a thread keeps for later; what is over it is built anew when it is needed.
  uint64_t kept_bytes = uint64_t{48} << 20;
};

struct WalkFailure {
  ObjectNumber number = 0;
  Oid oid;
  Error error;
  bool was_visited = false;  // all the same: it may not be what it was when it was packed
};

struct WalkResult {
  std::vector<WalkFailure> failures;  // sorted by name
  uint64_t objects = 0;               // visited; each once, however many copies were
  uint64_t bytes = 0;                 // of them

  // Counts a visit.
  void add(const ObjectCatalog& catalog, ObjectNumber number, uint64_t size) {
    if (!catalog.is_first(number)) return;
    ++objects;
    bytes += size;
  }
};

// Visits every object once, on as many threads as there are visitors; none of packs whose entries
// the catalog has not read. Reports of failure do not depend on the number of threads.
WalkResult walk_objects(const ObjectStore& store, const ObjectCatalog& catalog,
                        const WalkOptions& options, std::span<ObjectVisitor* const> visitors);

}  // namespace aegis::git

// A walk over all objects of a store, each inflated once.
//
// A delta is built upon its base while that is at hand: each family of a pack's delta forest is
// walked depth first, the largest branch of each object last, so that of a chain of any length two
// objects are held, and of any family of n no more than log2(n). Families go to threads, largest
// first, and large ones in parts.
//
// What is damaged costs itself and what is built upon it. An object that is stored several times is
// taken from elsewhere then; only what cannot be read anywhere is reported.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
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

struct VisitedObject {
  static VisitedObject whole(ObjectType type, ObjectNumber number, std::string_view bytes) {
    VisitedObject object;
    object.type = type;
    object.number = number;
    object.bytes = bytes;
    return object;
  }

  ObjectType type = ObjectType::kBlob;
  ObjectNumber number = 0;
  std::string_view bytes;  // valid during the call
  // Whether it was built upon an object that the same visitor has seen. Only then the next two mean
  // anything: what it said of that object, and where this one differs from it.
  bool has_base = false;
  VisitTag base_tag = 0;
  std::span<const ChangedRange> changes;
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
  // If set, only these, by number. What they are built upon is inflated but not visited.
  const std::vector<bool>* wanted = nullptr;
  // A blob of more bytes that is no delta is streamed.
  uint64_t stream_above = uint64_t{32} << 20;
  // Bytes of bases that a thread keeps for later; what is over it is built anew when it is needed.
  uint64_t kept_bytes = uint64_t{48} << 20;
};

struct WalkFailure {
  Oid oid;
  Error error;
};

struct WalkResult {
  std::vector<WalkFailure> failures;  // sorted by name
  uint64_t objects = 0;               // visited
  uint64_t bytes = 0;                 // of them
};

// Visits every object once, on as many threads as there are visitors; none of packs whose entries
// the catalog has not read. Reports of failure do not depend on the number of threads.
WalkResult walk_objects(const ObjectStore& store, const ObjectCatalog& catalog,
                        const WalkOptions& options, std::span<ObjectVisitor* const> visitors);

}  // namespace aegis::git

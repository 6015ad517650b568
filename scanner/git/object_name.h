// The name that an object must have: the hash of its type, size and bytes.
#pragma once

#include <cstdint>
#include <string_view>

#include "scanner/base/sha.h"
#include "scanner/git/object.h"
#include "scanner/git/oid.h"

namespace aegis::git {

// Of an object whose bytes come in pieces. One thread at a time.
class ObjectNamer {
 public:
  ObjectNamer(HashKind kind, ObjectType type, uint64_t size);

  void add(std::string_view bytes) { hash_.add(bytes); }
  Oid finish();

 private:
  HashKind kind_;
  ShaStream hash_;
};

Oid object_name(HashKind kind, ObjectType type, std::string_view bytes);

}  // namespace aegis::git

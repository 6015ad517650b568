#include "scanner/git/object_name.h"

#include <string>

namespace aegis::git {

ObjectNamer::ObjectNamer(HashKind kind, ObjectType type, uint64_t size)
    : kind_(kind), hash_(kind == HashKind::kSha1 ? Sha::k1 : Sha::k256) {
  hash_.add(std::string(name_of(type)) + ' ' + std::to_string(size) + '\0');
}

Oid ObjectNamer::finish() {
  const auto digest = hash_.finish();
  return Oid::from_bytes({reinterpret_cast<const char*>(digest.data()), hash_size(kind_)});
}

Oid object_name(HashKind kind, ObjectType type, std::string_view bytes) {
  ObjectNamer namer(kind, type, bytes.size());
  namer.add(bytes);
  return namer.finish();
}

}  // namespace aegis::git

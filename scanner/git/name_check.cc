#include "scanner/git/name_check.h"

#include "scanner/git/object_name.h"

namespace aegis::git {

void NameCheck::note(ObjectNumber number, const Oid& name) {
  if (name == catalog_.oid(number)) {
    true_names_.push_back(number);
  } else {
    has_false_names_ = true;
  }
}

VisitTag NameCheck::visit(const VisitedObject& object) {
  note(object.number, object_name(kind_, object.type, object.bytes()));
  return visitor_.visit(object);
}

Result<void> NameCheck::visit_large(ObjectNumber number, uint64_t size, const ByteReader& read) {
  ObjectNamer namer(kind_, ObjectType::kBlob, size);
  uint64_t left = size;
  const auto hashed = [&](std::span<char> out) {
    auto count = read(out);
    if (count) {
      namer.add({out.data(), *count});
      left -= *count;
    }
    return count;
  };
  auto done = visitor_.visit_large(number, size, hashed);
  if (done && left == 0) note(number, namer.finish());
  return done;
}

}  // namespace aegis::git

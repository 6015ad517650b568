#include "scanner/git/range_tips.h"

#include <utility>

#include "scanner/git/tag.h"

namespace aegis::git {

namespace {

class Peeling {
 public:
  Peeling(ObjectReader& reader, HashKind kind) : reader_(reader), kind_(kind) {}

  void exclude(Oid oid) {
    while (known_.insert(oid).second) {
      const auto object = reader_.read(oid);
      if (!object) return;
      if (object->type == ObjectType::kCommit) tips_.excluded.push_back(oid);
      if (object->type != ObjectType::kTag) return;
      const auto tag = parse_tag(object->bytes, kind_);
      if (!tag) return;
      oid = tag->target;
    }
  }

  void add(Oid oid, const std::string& name) {
    while (known_.insert(oid).second) {
      auto object = reader_.read(oid);
      if (!object) return note_unreadable(oid, std::move(object).error());
      if (object->type != ObjectType::kTag) return keep(oid, object->type, name);
      tips_.tags.push_back(oid);
      const auto tag = parse_tag(object->bytes, kind_);
      if (!tag) return note_unreadable(oid, tag.error());
      oid = tag->target;
    }
  }

  RangeTips take() { return std::move(tips_); }

 private:
  void keep(const Oid& oid, ObjectType type, const std::string& name) {
    if (type == ObjectType::kCommit) tips_.commits.push_back(oid);
    if (type == ObjectType::kTree) tips_.trees.push_back({oid, name});
    if (type == ObjectType::kBlob) tips_.blobs.push_back({oid, name});
  }

  void note_unreadable(const Oid& oid, Error error) {
    tips_.unreadable.push_back({oid, std::move(error)});
  }

  ObjectReader& reader_;
  const HashKind kind_;
  OidSet known_;  // so that tags that lead to one another in a circle end somewhere
  RangeTips tips_;
};

}  // namespace

RangeTips peel_tips(const RevisionSet& set, ObjectReader& reader, HashKind kind) {
  Peeling peeling(reader, kind);
  for (const Oid& oid : set.excluded) peeling.exclude(oid);
  for (const Tip& tip : set.tips) peeling.add(tip.oid, tip.name);
  return peeling.take();
}

}  // namespace aegis::git

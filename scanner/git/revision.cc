#include "scanner/git/revision.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "scanner/git/commit.h"
#include "scanner/git/decimal.h"
#include "scanner/git/tag.h"

namespace aegis::git {

namespace {

constexpr int kMaxTags = 1000;  // that lead to one another

}  // namespace

Error RevisionParser::not_understood(std::string_view revision, std::string_view why) {
  return usage_error("'" + std::string(revision) + "': " + std::string(why));
}

std::string RevisionParser::how_to_fetch() const {
  if (!shallow_.empty()) {
    return "this clone is shallow: get the whole history with `git fetch --unshallow`, or with "
           "fetch-depth: 0 where a CI service checks it out";
  }
  return "fetch it with `git fetch`, or name another base, such as the merge base that `git "
         "merge-base` prints";
}

Error RevisionParser::nothing_here(std::string_view what) const {
  return unreadable("'" + std::string(what) + "'" + " names nothing here; " + how_to_fetch());
}

Result<Oid> RevisionParser::resolve(std::string_view revision) {
  const size_t at = revision.find("@{");
  std::string_view base = revision.substr(0, std::min(at, revision.find_first_of("^~:")));
  std::string_view rest = revision.substr(base.size());
  if (rest.starts_with(':')) return not_understood(revision, "names a file, not a commit");
  Result<Oid> oid = Oid();
  if (rest.starts_with("@{")) {
    const size_t end = rest.find('}');
    if (end == std::string_view::npos) return not_understood(revision, "has a { and no }");
    const std::string_view inside = rest.substr(2, end - 2);
    rest.remove_prefix(end + 1);
    if (inside == "u" || inside == "upstream") {
      oid = upstream(base);
    } else if (inside.starts_with('-') && base.empty()) {
      oid = before_in_log(inside.substr(1));
    } else {
      oid = at_in_log(base, inside);
    }
  } else {
    oid = resolve_base(base);
  }
  while (oid && !rest.empty()) oid = apply(*oid, rest);
  if (!oid && oid.error().kind() == ErrorKind::kUsage) return std::move(oid).error();
  if (!oid) return std::move(oid).error().in(revision);
  return oid;
}

// Takes one suffix off.
Result<Oid> RevisionParser::apply(Oid oid, std::string_view& suffixes) {
  const std::string_view all = suffixes;
  const char kind = suffixes[0];
  suffixes.remove_prefix(1);
  if (kind == '^' && suffixes.starts_with('{')) {
    const size_t end = suffixes.find('}');
    if (end == std::string_view::npos) return not_understood(all, "has a { and no }");
    const std::string_view type = suffixes.substr(1, end - 1);
    suffixes.remove_prefix(end + 1);
    return peel(oid, type);
  }
  const size_t digits = std::min(suffixes.find_first_not_of("0123456789"), suffixes.size());
  const auto number = digits == 0 ? 1 : parse_decimal(suffixes.substr(0, digits));
  suffixes.remove_prefix(digits);
  const bool goes_on = suffixes.empty() || suffixes[0] == '^' || suffixes[0] == '~';
  if (!number || !goes_on || (kind != '^' && kind != '~')) {
    return not_understood(all, "is not understood");
  }
  auto commit = peel_to_commit(oid);
  if (!commit) return commit;
  return kind == '~' ? ancestor(*commit, *number) : parent(*commit, *number);
}

Result<Oid> RevisionParser::ancestor(Oid oid, uint64_t generations) {
  for (; generations > 0; --generations) {
    auto next = parent(oid, 1);
    if (!next) return next;
    oid = *next;
  }
  return oid;
}

Result<Oid> RevisionParser::parent(const Oid& oid, uint64_t number) {
  auto bytes = reader_.read(oid, ObjectType::kCommit);
  if (!bytes) return std::move(bytes).error();
  if (number == 0) return oid;
  auto links = parse_commit(*bytes, repository_.hash_kind());
  if (!links) return std::move(links).error().in("object " + oid.hex());
  if (number > links->parents.size()) {
    return unreadable("there is no such commit: " + oid.hex() + " has no parent " +
                      std::to_string(number));
  }
  if (shallow_.contains(oid)) {
    return unreadable("the parents of commit " + oid.hex() + " are not here; " + how_to_fetch());
  }
  return links->parents[number - 1];
}

Result<Oid> RevisionParser::peel(Oid oid, std::string_view type) {
  if (type == "commit") return peel_to_commit(oid);
  if (type.starts_with('/')) return not_understood(type, "searches of messages are not understood");
  if (type == "object") return oid;
  for (int i = 0; i < kMaxTags; ++i) {
    auto object = reader_.read(oid);
    if (!object) return std::move(object).error();
    if (type.empty() ? object->type != ObjectType::kTag : name_of(object->type) == type) return oid;
    if (object->type == ObjectType::kCommit && type == "tree") {
      auto links = parse_commit(object->bytes, repository_.hash_kind());
      if (!links) return std::move(links).error().in("object " + oid.hex());
      return links->tree;
    }
    if (object->type != ObjectType::kTag) break;
    auto tag = parse_tag(object->bytes, repository_.hash_kind());
    if (!tag) return std::move(tag).error().in("object " + oid.hex());
    oid = tag->target;
  }
  return unreadable("object " + oid.hex() + " leads to no " + std::string(type));
}

Result<Oid> RevisionParser::peel_to_commit(const Oid& oid) {
  auto peeled = peel(oid, "");
  if (!peeled) return peeled;
  if (auto bytes = reader_.read(*peeled, ObjectType::kCommit); !bytes) {
    return std::move(bytes).error();
  }
  return peeled;
}

}  // namespace aegis::git

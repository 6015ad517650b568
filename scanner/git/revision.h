// Revisions as people write them, and the objects that they name.
//
//   <id>, the first digits of one      "1a2b3c4d"; v1.0-3-g1a2b3c4, as `git describe` prints
//   <ref>                              "main", "v1.0", "origin/main", "HEAD", "refs/stash", "@"
//   <ref>@{n}, @{n}, @{-n}             from the reflog; the branch that was checked out before
//   <branch>@{upstream}, @{u}          from the configuration
//   <rev>~n, <rev>^n                   nth ancestor of first parents, nth parent
//   <rev>^{}, <rev>^{commit}, ^{tree}, ^{tag}, ^{blob}, ^{object}
//
// What git understands beside these (dates in a reflog, searches of messages, paths in a tree) is
// an error that says so, never something else. Unlike git, which takes the first with a warning, a
// name that two refs have, or a ref and an abbreviated id, is an error unless both lead to the same
// object: whoever may push a tag could else choose what a range leaves out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/git/object_store.h"
#include "scanner/git/oid.h"
#include "scanner/git/repository.h"
#include "scanner/git/shallow.h"

namespace aegis::git {

// What it is made from must outlive it. One a thread.
class RevisionParser {
 public:
  RevisionParser(const Repository& repository, const ObjectStore& store, const OidSet& shallow,
                 ObjectReader& reader)
      : repository_(repository), store_(store), shallow_(shallow), reader_(reader) {}

  // The object that `revision` names; it is in the store. An error of kind kUsage: it is no
  // revision, or it is ambiguous. Of kind kUnreadable: it names nothing here, and how to get it.
  Result<Oid> resolve(std::string_view revision);

  // The commit that an object is or, being a tag, leads to.
  Result<Oid> peel_to_commit(const Oid& oid);

  // The words that follow "names nothing here": how to fetch what is missing, as far as this
  // repository tells.
  std::string how_to_fetch() const;

 private:
  Result<Oid> resolve_base(std::string_view base);
  Result<std::optional<Oid>> resolve_ref_name(std::string_view name);
  Result<std::optional<Oid>> resolve_id(std::string_view digits);
  Result<Oid> at_in_log(std::string_view base, std::string_view number);
  Result<Oid> before_in_log(std::string_view number);
  Result<Oid> upstream(std::string_view base);
  Result<std::string> full_name(std::string_view base);
  Result<Oid> apply(Oid oid, std::string_view& suffixes);
  Result<Oid> ancestor(Oid oid, uint64_t generations);
  Result<Oid> parent(const Oid& oid, uint64_t number);
  Result<Oid> peel(Oid oid, std::string_view type);
  Error nothing_here(std::string_view what) const;
  static Error not_understood(std::string_view revision, std::string_view why);

  const Repository& repository_;
  const ObjectStore& store_;
  const OidSet& shallow_;
  ObjectReader& reader_;
};

}  // namespace aegis::git

// What a command line, or git in front of a hook, asks to be looked at: tips, and what to leave
// out.
//
//   A          all that is reachable from A
//   ^A         and not from A
//   A..B       from B and not from A; "A.." is A..HEAD. "..B", for git HEAD..B, is refused: a
//              script whose variable is empty would scan nothing and call it clean
//   A...B      from B and not from the merge base of both
//   A^!        A without its parents' past
//   --all --branches --tags --remotes          all refs and HEAD; all of that kind
//   --branches=NAME --tags=NAME --remotes=NAME the one of that name, or those below it
//   --not      turns the meaning of all that follows
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/git/oid.h"
#include "scanner/git/ref_list.h"
#include "scanner/git/revision.h"

namespace aegis::git {

struct Tip {
  Oid oid;           // of any type
  std::string name;  // as it was asked for
};

struct RevisionSet {
  std::vector<Tip> tips;
  std::vector<Oid> excluded;       // of any type
  std::vector<Error> unreadable;   // refs that were asked for and cannot be understood
  std::vector<std::string> notes;  // what is good to know and makes nothing incomplete
};

// A ref that a push changes. A null name: it is made, or deleted.
struct RefUpdate {
  std::string ref;  // as the receiving side calls it
  Oid before;
  Oid after;
};

// Standard input of git's hooks: "<local ref> <new> <remote ref> <old>" a line for pre-push,
// "<old> <new> <ref>" for pre-receive. A line that is none is an error of kind kUsage.
Result<std::vector<RefUpdate>> parse_pre_push(std::string_view text, HashKind kind);
Result<std::vector<RefUpdate>> parse_pre_receive(std::string_view text, HashKind kind);

// Makes a RevisionSet. What it is made from must outlive it.
class RevisionSetParser {
 public:
  RevisionSetParser(const Repository& repository, RevisionParser& parser, const OidSet& shallow,
                    ObjectReader& reader)
      : repository_(repository), parser_(parser), shallow_(shallow), reader_(reader) {}

  // One word of a command line, in their order. A base that is not here is an error: without it the
  // range would be another one.
  Result<void> add(std::string_view word);

  // What the updates bring that no ref below the folder `known` ("refs/remotes/origin") leads to;
  // empty: none is known. A `before` that is not in the store is a note: more is looked at then,
  // not less.
  void add(const std::vector<RefUpdate>& updates, std::string_view known);

  // HEAD, as the tip where none is named.
  Result<void> add_head();

  // Whether anything was asked for but to leave something out. That there may be no such ref does
  // not matter.
  bool asks_for_tips() const { return asks_for_tips_; }

  RevisionSet take() { return std::move(set_); }

 private:
  Result<void> add_range(std::string_view from, std::string_view to, bool is_symmetric);
  Result<void> add_without_parents(std::string_view revision);
  Result<void> add_refs(std::string_view word, std::string_view option, std::string_view folder);
  void add_all(const RefList& list);
  void add_object(const Oid& oid, std::string_view name);
  void add_tip(const Oid& oid, std::string_view name) {
    asks_for_tips_ = true;
    set_.tips.push_back({oid, std::string(name)});
  }
  void exclude(const Oid& oid) { set_.excluded.push_back(oid); }

  const Repository& repository_;
  RevisionParser& parser_;
  const OidSet& shallow_;
  ObjectReader& reader_;
  RevisionSet set_;
  bool is_negated_ = false;
  bool asks_for_tips_ = false;
};

}  // namespace aegis::git

// The part of a revision before its suffixes: ids, refs and what their logs and settings say.
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "scanner/base/fd.h"
#include "scanner/git/abbreviation.h"
#include "scanner/git/decimal.h"
#include "scanner/git/reflog.h"
#include "scanner/git/refs.h"
#include "scanner/git/revision.h"
#include "scanner/git/upstream.h"

namespace aegis::git {

namespace {

constexpr uint64_t kMaxHeadSize = 64 * 1024;
// Where git looks for a ref that is not written in full.
constexpr std::string_view kFolders[] = {"", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"};

// Files of the git folder that are refs: HEAD, FETCH_HEAD and their like, never "config".
bool is_top_level_ref(std::string_view name) {
  return name.ends_with("HEAD") &&
         name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string_view::npos;
}

// The digits behind "-g" in v1.0-3-g1a2b3c4.
std::string_view described_id(std::string_view name) {
  const size_t at = name.rfind("-g");
  if (at == std::string_view::npos || at == 0) return {};
  const size_t dash = name.rfind('-', at - 1);
  if (dash == std::string_view::npos || !parse_decimal(name.substr(dash + 1, at - dash - 1))) {
    return {};
  }
  return name.substr(at + 2);
}

}  // namespace

Result<Oid> RevisionParser::resolve_base(std::string_view base) {
  if (base == "@") base = "HEAD";
  const HashKind kind = repository_.hash_kind();
  if (const auto oid = Oid::from_hex(base, kind)) {
    if (auto object = reader_.read(*oid); !object) {
      return unreadable(object.error().message() + "; " + how_to_fetch());
    }
    return *oid;
  }
  auto ref = resolve_ref_name(base);
  if (!ref) return std::move(ref).error();
  auto id = resolve_id(base);
  if (!id) return std::move(id).error();
  if (*ref && *id && **ref != **id) {
    return not_understood(base, "is both a ref and the beginning of an id; write one in full");
  }
  if (*ref || *id) return *ref ? **ref : **id;
  auto described = resolve_id(described_id(base));
  if (!described) return std::move(described).error();
  if (*described) return **described;
  if (!may_be_ref(base)) return not_understood(base, "is no revision");
  return nothing_here(base);
}

Result<std::optional<Oid>> RevisionParser::resolve_ref_name(std::string_view name) {
  std::optional<Oid> found;
  std::string found_as;
  if (!may_be_ref(name)) return found;
  std::vector<std::string> candidates;
  for (const std::string_view folder : kFolders) {
    if (!folder.empty() || name.starts_with("refs/") || is_top_level_ref(name)) {
      candidates.push_back(std::string(folder).append(name));
    }
  }
  candidates.push_back("refs/remotes/" + std::string(name) + "/HEAD");
  for (const std::string& candidate : candidates) {
    auto oid = resolve_ref(repository_, candidate);
    if (!oid) return std::move(oid).error();
    if (!*oid) continue;
    if (name == "HEAD") return *oid;
    if (found && *found != **oid) {
      return not_understood(
          name, "is both " + found_as + " and " + candidate + "; write the one that is meant");
    }
    if (!found) found_as = candidate;
    found = **oid;
  }
  return found;
}

Result<std::optional<Oid>> RevisionParser::resolve_id(std::string_view digits) {
  std::vector<Oid> all = find_abbreviated(store_, digits);
  if (all.size() > 1) {
    // Of several, as in git, what can lead to a commit is meant.
    std::erase_if(all, [&](const Oid& oid) {
      auto object = reader_.read(oid);
      return object && object->type != ObjectType::kCommit && object->type != ObjectType::kTag;
    });
    if (all.size() != 1) return not_understood(digits, "is the beginning of several ids");
  }
  return all.empty() ? std::optional<Oid>() : all.front();
}

// The ref whose log is meant by what stands before "@{".
Result<std::string> RevisionParser::full_name(std::string_view base) {
  if (base == "@" || base == "HEAD") return std::string("HEAD");
  if (base.empty()) {
    auto head = read_file(repository_.git_dir() + "/HEAD", kMaxHeadSize);
    if (!head) return std::move(head).error().in("HEAD");
    constexpr std::string_view kSymbolic = "ref: ";
    if (!head->starts_with(kSymbolic)) return std::string("HEAD");
    std::string name = head->substr(kSymbolic.size(), head->find('\n') - kSymbolic.size());
    if (!may_be_ref(name)) return not_understood("@{", "HEAD names no branch");
    return name;
  }
  if (!may_be_ref(base)) return not_understood(base, "is no ref");
  auto exists = resolve_ref_name(base);  // also sees to it that it is not ambiguous
  if (!exists) return std::move(exists).error();
  for (const std::string_view folder : kFolders) {
    std::string name = std::string(folder).append(base);
    if (folder.empty() && !name.starts_with("refs/") && !is_top_level_ref(name)) continue;
    auto oid = resolve_ref(repository_, name);
    if (oid && *oid) return name;
  }
  return nothing_here(base);
}

Result<Oid> RevisionParser::at_in_log(std::string_view base, std::string_view number) {
  const auto age = parse_decimal(number);
  if (!age)
    return not_understood("@{" + std::string(number) + "}", "is not understood; give a number");
  auto name = full_name(base);
  if (!name) return std::move(name).error();
  auto log = read_reflog(repository_, *name);
  if (!log) return std::move(log).error();
  if (!*log) return unreadable(*name + " has no reflog");
  const auto& entries = (*log)->entries();
  // What it was before the oldest entry is known, too.
  if (*age == entries.size() && *age > 0 && !entries.front().before.is_null()) {
    return entries.front().before;
  }
  if (*age >= entries.size()) {
    return unreadable("the reflog of " + *name + " has only " + std::to_string(entries.size()) +
                      " entries");
  }
  return entries[entries.size() - 1 - *age].after;
}

Result<Oid> RevisionParser::before_in_log(std::string_view number) {
  const auto count = parse_decimal(number);
  if (!count || *count == 0)
    return not_understood("@{-" + std::string(number) + "}", "is no number");
  auto log = read_reflog(repository_, "HEAD");
  if (!log) return std::move(log).error();
  uint64_t left = *count;
  constexpr std::string_view kMoving = "checkout: moving from ";
  if (*log) {
    const auto& entries = (*log)->entries();
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
      if (!entry->message.starts_with(kMoving) || --left > 0) continue;
      const std::string_view names = entry->message.substr(kMoving.size());
      return resolve_base(names.substr(0, names.find(" to ")));
    }
  }
  return unreadable("the reflog of HEAD knows of no more than " + std::to_string(*count - left) +
                    " changes of branch");
}

Result<Oid> RevisionParser::upstream(std::string_view base) {
  auto branch = full_name(base == "HEAD" || base == "@" ? "" : base);
  if (!branch) return std::move(branch).error();
  constexpr std::string_view kHeads = "refs/heads/";
  if (!branch->starts_with(kHeads))
    return not_understood(*branch, "is no branch: it has no upstream");
  auto name = upstream_of(repository_, std::string_view(*branch).substr(kHeads.size()));
  if (!name) return std::move(name).error();
  if (!may_be_ref(*name)) return not_understood(*name, "the upstream is no ref");
  auto oid = resolve_ref(repository_, *name);
  if (!oid) return std::move(oid).error();
  if (!*oid) return nothing_here(*name);
  return **oid;
}

}  // namespace aegis::git

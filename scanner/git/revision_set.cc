#include "scanner/git/revision_set.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "scanner/base/lines.h"
#include "scanner/git/commit.h"
#include "scanner/git/commit_walk.h"
#include "scanner/git/refs.h"

namespace aegis::git {

namespace {

std::vector<std::string_view> split_words(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const size_t space = line.find(' ');
    words.push_back(line.substr(0, space));
    if (space == std::string_view::npos) return words;
    line.remove_prefix(space + 1);
  }
}

struct Columns {
  size_t count;
  size_t ref;
  size_t before;
  size_t after;
};

Result<std::vector<RefUpdate>> parse_updates(std::string_view text, HashKind kind,
                                             const Columns& columns) {
  std::vector<RefUpdate> updates;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const auto words = split_words(line);
    const bool is_whole = words.size() == columns.count;
    const auto before = is_whole ? Oid::from_hex(words[columns.before], kind) : std::nullopt;
    const auto after = is_whole ? Oid::from_hex(words[columns.after], kind) : std::nullopt;
    if (!before || !after) {
      return usage_error("standard input, line " + std::to_string(updates.size() + 1) +
                         ": is not what git gives to this hook");
    }
    updates.push_back({std::string(words[columns.ref]), *before, *after});
  }
  return updates;
}

// What "--remotes=origin/" or "--remotes" leaves behind the option.
std::optional<std::string_view> value_of(std::string_view word, std::string_view option) {
  if (!word.starts_with(option)) return std::nullopt;
  word.remove_prefix(option.size());
  if (word.empty()) return word;
  return word.starts_with('=') && word.size() > 1 ? std::optional(word.substr(1)) : std::nullopt;
}

}  // namespace

Result<std::vector<RefUpdate>> parse_pre_push(std::string_view text, HashKind kind) {
  return parse_updates(text, kind, {.count = 4, .ref = 2, .before = 3, .after = 1});
}

Result<std::vector<RefUpdate>> parse_pre_receive(std::string_view text, HashKind kind) {
  return parse_updates(text, kind, {.count = 3, .ref = 2, .before = 0, .after = 1});
}

Result<void> RevisionSetParser::add(std::string_view word) {
  struct Option {
    std::string_view name;
    std::string_view folder;
  };
  constexpr Option kOptions[] = {{"--branches", "refs/heads"},
                                 {"--tags", "refs/tags"},
                                 {"--remotes", "refs/remotes"},
                                 {"--all", "refs"}};
  if (word == "--not") {
    is_negated_ = !is_negated_;
    return {};
  }
  for (const auto& [name, folder] : kOptions) {
    if (value_of(word, name)) return add_refs(word, name, folder);
  }
  if (word.starts_with('-') || word.empty()) {
    return usage_error("'" + std::string(word) + "' is neither a revision nor a known option");
  }
  const size_t dots = word.find("..");
  if (dots != std::string_view::npos) {
    const bool is_symmetric = word.substr(dots + 2).starts_with('.');
    return add_range(word.substr(0, dots), word.substr(dots + (is_symmetric ? 3 : 2)),
                     is_symmetric);
  }
  if (word.ends_with("^!")) return add_without_parents(word.substr(0, word.size() - 2));
  const bool is_exclusion = word.starts_with('^');
  auto oid = parser_.resolve(word.substr(is_exclusion ? 1 : 0));
  if (!oid) return std::move(oid).error();
  if (is_exclusion != is_negated_) {
    exclude(*oid);
  } else {
    add_tip(*oid, word);
  }
  return {};
}

Result<void> RevisionSetParser::add_range(std::string_view from, std::string_view to,
                                          bool is_symmetric) {
  if (from.empty()) {
    return usage_error("'.." + std::string(to) + "' names no base; write HEAD if that is meant");
  }
  auto base = parser_.resolve(from);
  if (!base) return std::move(base).error();
  auto tip = parser_.resolve(to.empty() ? "HEAD" : to);
  if (!tip) return std::move(tip).error();
  if (is_symmetric) {
    auto a = parser_.peel_to_commit(*base);
    if (!a) return std::move(a).error();
    auto b = parser_.peel_to_commit(*tip);
    if (!b) return std::move(b).error();
    // All that B shares with A is behind their merge bases: to leave those out is to leave out A.
    if (!have_common_ancestor(*a, *b, shallow_, reader_, repository_.hash_kind())) {
      return unreadable(std::string(from) + "..." + std::string(to) + ": there is no merge base; " +
                        parser_.how_to_fetch());
    }
  }
  if (is_negated_) std::swap(*base, *tip);
  exclude(*base);
  add_tip(*tip, to.empty() ? "HEAD" : to);
  return {};
}

Result<void> RevisionSetParser::add_without_parents(std::string_view revision) {
  auto oid = parser_.resolve(revision);
  if (!oid) return std::move(oid).error();
  auto commit = parser_.peel_to_commit(*oid);
  if (!commit) return std::move(commit).error();
  auto bytes = reader_.read(*commit, ObjectType::kCommit);
  if (!bytes) return std::move(bytes).error();
  auto links = parse_commit(*bytes, repository_.hash_kind());
  if (!links) return std::move(links).error().in("object " + commit->hex());
  if (is_negated_) return usage_error(std::string(revision) + "^! cannot follow --not");
  add_tip(*oid, revision);
  for (const Oid& parent : links->parents) exclude(parent);
  return {};
}

Result<void> RevisionSetParser::add_refs(std::string_view word, std::string_view option,
                                         std::string_view folder) {
  const std::string_view name = *value_of(word, option);
  std::string below(folder);
  if (!name.empty()) below.append("/").append(name);
  if (below.ends_with('/')) below.pop_back();
  if (name.find_first_of("?*[") != std::string_view::npos || !may_be_ref(below)) {
    return usage_error(std::string(word) + ": name a ref, or what the names of several begin with");
  }
  const RefList list = list_refs(repository_, below);
  asks_for_tips_ |= !is_negated_;
  if (!name.empty() && !is_negated_ && list.refs.empty() && list.problems.empty()) {
    return unreadable(std::string(word) + " names nothing here");
  }
  add_all(list);
  if (option != "--all") return {};
  auto head = resolve_ref(repository_, "HEAD");
  if (!head) return std::move(head).error();
  if (*head) add_object(**head, "HEAD");
  return {};
}

void RevisionSetParser::add_all(const RefList& list) {
  for (const Ref& ref : list.refs) {
    add_object(is_negated_ ? ref.peeled.value_or(ref.oid) : ref.oid, ref.name);
    if (is_negated_ && ref.peeled) exclude(ref.oid);
  }
  for (const Error& problem : list.problems) {
    if (is_negated_) {
      set_.notes.push_back(problem.message() + ": nothing is left out because of it");
    } else {
      set_.unreadable.push_back(problem);
    }
  }
}

void RevisionSetParser::add_object(const Oid& oid, std::string_view name) {
  if (is_negated_) {
    exclude(oid);
  } else {
    add_tip(oid, name);
  }
}

Result<void> RevisionSetParser::add_head() {
  auto head = parser_.resolve("HEAD");
  if (!head) return std::move(head).error();
  add_tip(*head, "HEAD");
  return {};
}

void RevisionSetParser::add(const std::vector<RefUpdate>& updates, std::string_view known) {
  asks_for_tips_ = true;  // a push that only deletes asks for nothing, and not for HEAD
  for (const RefUpdate& update : updates) {
    if (update.after.is_null()) continue;  // deleted: nothing is added
    add_tip(update.after, update.ref);
    if (update.before.is_null()) continue;
    if (reader_.read(update.before)) {
      exclude(update.before);
    } else {
      set_.notes.push_back(update.ref + ": what it was, " + update.before.hex() +
                           ", is not here; all that no other ref leads to is scanned");
    }
  }
  if (set_.tips.empty() || known.empty()) return;
  is_negated_ = true;
  add_all(list_refs(repository_, known));
  is_negated_ = false;
}

}  // namespace aegis::git

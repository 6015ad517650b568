#include "scanner/scan/range_exposure.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/git/commit.h"
#include "scanner/git/commit_walk.h"
#include "scanner/git/ref_list.h"
#include "scanner/git/refs.h"
#include "scanner/git/shallow.h"
#include "scanner/git/tree.h"

namespace aegis {

namespace {

constexpr size_t npos = std::string::npos;

using git::HashKind;
using git::ObjectReader;
using git::ObjectType;
using git::Oid;

// The files of one commit, each read when it is asked for.
class Files {
 public:
  Files(const Oid& tree, HashKind kind, ObjectReader& reader)
      : tree_(tree), kind_(kind), reader_(reader) {}

  // With a line feed before and after, as a Finding's lines have. Empty if there is no such file;
  // nothing if that cannot be told.
  const std::optional<std::string>& text_of(const std::string& path) {
    const auto [it, is_new] = texts_.try_emplace(path);
    if (is_new) it->second = read(path);
    return it->second;
  }

 private:
  std::optional<std::string> read(std::string_view path) {
    Oid oid = tree_;
    while (true) {
      auto bytes = reader_.read(oid, ObjectType::kTree);
      if (!bytes) return std::nullopt;
      const auto tree = git::Tree::parse(*std::move(bytes), kind_);
      if (!tree) return std::nullopt;
      const size_t slash = path.find('/');
      const bool is_last = slash == std::string_view::npos;
      const auto kind = is_last ? git::EntryKind::kContent : git::EntryKind::kFolder;
      const git::TreeEntry* const entry = (*tree)->find(path.substr(0, slash), kind);
      if (entry == nullptr) return std::string();
      oid = entry->oid;
      if (is_last) break;
      path.remove_prefix(slash + 1);
    }
    auto text = reader_.read(oid, ObjectType::kBlob);
    if (!text) return std::nullopt;
    return '\n' + *std::move(text) + '\n';
  }

  const Oid tree_;
  const HashKind kind_;
  ObjectReader& reader_;
  std::map<std::string, std::optional<std::string>> texts_;
};

std::optional<Oid> head_tree(const git::Repository& repository, ObjectReader& reader) {
  if (repository.work_tree().empty()) return std::nullopt;
  const auto head = git::head_commit(repository);
  if (!head || !*head) return std::nullopt;
  const auto bytes = reader.read(**head, ObjectType::kCommit);
  if (!bytes) return std::nullopt;
  const auto links = git::parse_commit(*bytes, repository.hash_kind());
  if (!links) return std::nullopt;
  return links->tree;
}

struct Unpushed {
  git::OidSet commits;
  git::OidSet unknown;  // what is no commit: of a tag it cannot be told
};

// Which of `commits` no remote's ref leads to; nothing if that cannot be told.
std::optional<Unpushed> not_pushed(const std::vector<Oid>& commits,
                                   const git::Repository& repository, ObjectReader& reader) {
  const git::RefList remotes = git::list_refs(repository, "refs/remotes");
  const auto shallow = git::read_shallow(repository);
  if (remotes.refs.empty() || !shallow) return std::nullopt;
  std::vector<Oid> known;
  for (const git::Ref& ref : remotes.refs) known.push_back(ref.oid);
  const git::CommitWalk walk =
      git::walk_commits(commits, known, *shallow, reader, repository.hash_kind());
  Unpushed left;
  for (const git::WalkedCommit& commit : walk.commits) left.commits.insert(commit.oid);
  for (const git::OidError& other : walk.unreadable) left.unknown.insert(other.oid);
  return left;
}

bool is_text_of_commit(const Finding& finding) {
  return finding.origin->blob == finding.introduction->commit;
}

}  // namespace

void note_exposure(std::vector<Finding>& findings, const git::Repository& repository,
                   const git::ObjectStore& store) {
  const HashKind kind = repository.hash_kind();
  std::vector<Oid> commits;
  for (const Finding& finding : findings) {
    if (!finding.introduction) continue;
    if (const auto oid = Oid::from_hex(finding.introduction->commit, kind)) commits.push_back(*oid);
  }
  if (commits.empty()) return;
  ObjectReader reader(store);
  const auto unpushed = not_pushed(commits, repository, reader);
  const auto tree = head_tree(repository, reader);
  std::optional<Files> files;
  if (tree) files.emplace(*tree, kind, reader);
  for (Finding& finding : findings) {
    if (!finding.introduction) continue;
    Exposure exposure;
    const auto commit = Oid::from_hex(finding.introduction->commit, kind);
    if (unpushed && commit && !unpushed->unknown.contains(*commit)) {
      exposure.pushed = !unpushed->commits.contains(*commit);
    }
    if (files && !is_text_of_commit(finding)) {
      const auto& text = files->text_of(finding.origin->identity);
      if (text) exposure.in_head = !text->empty() && text->find(finding.lines.reveal()) != npos;
    }
    finding.exposure = std::make_shared<const Exposure>(std::move(exposure));
  }
}

}  // namespace aegis

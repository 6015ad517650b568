#include "scanner/scan/history_state.h"

#include <optional>
#include <utility>

#include "scanner/base/build_id.h"
#include "scanner/base/sha.h"

namespace aegis {

namespace {

constexpr std::string_view kKind = "history 1";

// All that decides which objects could hold a finding.
std::string key_of(const Engine& engine, Confidence least, git::HashKind kind) {
  ShaStream stream(Sha::k256);
  stream.add(build_id());
  for (const RuleBook& book : engine.books()) {
    const std::string rules = encode_rules(book.set);
    stream.add(std::to_string(rules.size()) + ' ' + rules);
  }
  stream.add(std::string(name_of(least)) + (kind == git::HashKind::kSha1 ? " sha1" : " sha256"));
  const auto digest = stream.finish();
  return {digest.begin(), digest.end()};
}

}  // namespace

Result<HistoryState> HistoryState::open(const std::string& path, const Engine& engine,
                                        Confidence least, const git::ObjectCatalog& catalog,
                                        git::HashKind kind) {
  if (build_id().empty()) {
    return usage_error(
        "--state: this program was linked without a build id, so it cannot tell"
        " what another build has looked for");
  }
  // A hash of them, kept beside the names of what does not hold them, would help to guess them.
  if (engine.known() != nullptr) {
    return usage_error(
        "--state remembers what rules found: your own secrets are looked for without"
        " it; add --no-known to look for credentials of the rules only");
  }
  auto file = GrowingFile::open(path, kKind);
  if (!file) return std::move(file).error();
  std::string key = key_of(engine, least, kind);
  auto memory = file->parts().empty() ? std::nullopt : decode_memory(key, file->parts(), kind);
  HistoryRecall recall =
      memory ? HistoryRecall(catalog, *std::move(memory)) : HistoryRecall(catalog);
  return HistoryState(*std::move(file), std::move(key), std::move(recall));
}

Result<void> HistoryState::add(HistoryKnowledge knowledge, const git::CommitTable& commits,
                               const git::LeadingTrees& trees) {
  using Extent = HistoryRecall::Extent;
  const bool whole = recall_.is_empty() || recall_.is_scattered();
  const auto part = recall_.encode(key_, std::move(knowledge), commits, trees,
                                   whole ? Extent::kAll : Extent::kNews);
  if (!part) return {};
  return whole ? file_.replace(*part) : file_.append(*part);
}

}  // namespace aegis

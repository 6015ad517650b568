#include "scanner/scan/history_state.h"

#include <optional>
#include <utility>

#include "scanner/base/build_id.h"

namespace aegis {

namespace {

constexpr std::string_view kKind = "history 3";

}  // namespace

Result<HistoryState> HistoryState::open(const std::string& path, const Engine& engine,
                                        Confidence least, const git::ObjectCatalog& catalog,
                                        git::HashKind kind) {
  if (build_id().empty()) {
    return usage_error(
        "--state: this program was linked without a build id, so it cannot tell"
        " what another build has looked for");
  }
  auto file = GrowingFile::open(path, kKind);
  if (!file) return std::move(file).error();
  HistoryKey key = key_of(engine, least, kind);
  std::optional<HistoryKey> earlier;
  if (!file->parts().empty()) earlier = decode_key(key_in(file->parts().front()));
  std::optional<HistoryMemory> memory;
  if (earlier && extends(key, *earlier)) {
    memory = decode_memory(earlier->encode(), file->parts(), kind);
  }
  HistoryRecall recall =
      memory ? HistoryRecall(catalog, *std::move(memory)) : HistoryRecall(catalog);
  std::vector<RuleSet> added;
  if (!recall.is_empty()) {
    key.least = earlier->least;
    added = rules_beyond(*earlier, engine);
  }
  return HistoryState(*std::move(file), std::move(key), std::move(added), std::move(recall));
}

Result<void> HistoryState::add(HistoryKnowledge knowledge, const git::CommitTable& commits,
                               const git::LeadingTrees& trees, Trees made) {
  using Extent = HistoryRecall::Extent;
  const bool whole = recall_.is_empty() || recall_.is_scattered() || made == Trees::kReadAnew ||
                     !added_rules_.empty();
  const auto part = recall_.encode(key_.encode(), std::move(knowledge), commits, trees,
                                   whole ? Extent::kAll : Extent::kNews);
  if (!part) return {};
  return whole ? file_.replace(*part) : file_.append(*part);
}

}  // namespace aegis

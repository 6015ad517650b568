#include "scanner/scan/history_judge.h"

#include <functional>
#include <utility>

#include "scanner/git/tag.h"
#include "scanner/git/text_document.h"
#include "scanner/source/chunker.h"

namespace aegis {

namespace {

constexpr size_t kShortName = 12;  // hex digits

enum class Form { kFile, kText };

// What the walk has at hand, as a document.
class HandedDocument : public Document {
 public:
  using Read = std::function<Result<void>(std::shared_ptr<const Origin>, size_t core,
                                          const ChunkVisitor& visit)>;
  using Introduce = std::function<std::shared_ptr<const Introduction>()>;

  HandedDocument(Form form, Origin origin, Read read, Introduce introduce)
      : form_(form),
        origin_(std::make_shared<const Origin>(std::move(origin))),
        read_(std::move(read)),
        introduce_(std::move(introduce)) {}

  std::shared_ptr<const Origin> origin() const override { return origin_; }
  Result<void> read(size_t core, const ChunkVisitor& visit) override {
    return read_(origin_, core, visit);
  }
  bool is_new_file() const override { return form_ == Form::kFile; }
  std::shared_ptr<const Introduction> introduction() override { return introduce_(); }

 private:
  Form form_;
  std::shared_ptr<const Origin> origin_;
  Read read_;
  Introduce introduce_;
};

HandedDocument::Read reading(std::string_view bytes) {
  return [bytes](std::shared_ptr<const Origin> origin, size_t core, const ChunkVisitor& visit) {
    visit_bytes(std::move(origin), bytes, core, visit);
    return Result<void>();
  };
}

}  // namespace

HistoryJudge::HistoryJudge(const git::ObjectStore& store, const git::ObjectCatalog& catalog,
                           const git::CommitTable& commits, const HistoryScope& scope,
                           const HistoryPlaces& places, const Suppressions& suppressions,
                           Worker worker)
    : store_(store),
      catalog_(catalog),
      commits_(commits),
      scope_(scope),
      places_(places),
      suppressions_(suppressions),
      worker_(std::move(worker)),
      reader_(store) {}

std::vector<HistoryJudge::At> HistoryJudge::places_of(git::ObjectNumber blob) {
  std::vector<At> found;
  const std::string hex = catalog_.oid(blob).hex();
  const auto begin = places_.begins.find(blob);
  if (begin == places_.begins.end()) {
    if (!scope_.counts_unplaced(blob)) return found;
    found.push_back({{"<blob " + hex.substr(0, kShortName) + ">", "<blob>", hex}});
    return found;
  }
  for (size_t i = begin->second; i < places_.places.size() && places_.places[i].blob == blob; ++i) {
    const git::BlobPlace& place = places_.places[i];
    const bool counts =
        place.commit == git::kNoCommit ? scope_.counts_undated() : scope_.is_recent(place.commit);
    if (!counts) continue;
    if (suppressions_.paths.ignores_with_folders(place.path)) {
      ++excluded_;
    } else {
      found.push_back({{place.path, place.path, hex}, place.commit});
    }
  }
  return found;
}

std::shared_ptr<const Introduction> HistoryJudge::introduction_of(uint32_t commit) {
  if (commit == git::kNoCommit) return nullptr;
  const git::Oid oid = catalog_.oid(commits_.records()[commit].number);
  const auto bytes = reader_.read(oid, git::ObjectType::kCommit);
  return std::make_shared<const Introduction>(
      git::introduction_of_commit(oid, bytes ? *bytes : std::string(), commit));
}

git::VisitTag HistoryJudge::visit(const git::VisitedObject& object) {
  const git::Oid oid = catalog_.oid(object.number);
  const git::ObjectNumber number = catalog_.first_of(object.number);
  if (object.type == git::ObjectType::kBlob) {
    for (At& at : places_of(number)) {
      HandedDocument document(Form::kFile, std::move(at.origin), reading(object.bytes()),
                              [&] { return introduction_of(at.commit); });
      worker_.scan(document);
    }
  } else if (object.type == git::ObjectType::kCommit) {
    if (!scope_.counts_commit(number)) return 0;
    const uint32_t place = scope_.place_of(number).value_or(git::kNoCommit);
    HandedDocument document(Form::kText, git::origin_of_commit(oid), reading(object.bytes()),
                            [&] { return introduction_of(place); });
    worker_.scan(document);
  } else if (scope_.counts_tag(number)) {
    const auto tag = git::parse_tag(object.bytes(), store_.hash_kind());
    const std::string name(tag ? tag->name : std::string_view("?"));
    HandedDocument document(
        Form::kText, git::origin_of_tag(oid, name), reading(object.bytes()), [&] {
          return std::make_shared<const Introduction>(
              git::introduction_of_tag(oid, object.bytes(), store_.hash_kind(), UINT32_MAX));
        });
    worker_.scan(document);
  }
  return 0;
}

Result<void> HistoryJudge::visit_large(git::ObjectNumber number, uint64_t size,
                                       const ByteReader& read) {
  std::vector<At> places = places_of(catalog_.first_of(number));
  if (places.empty()) return {};
  if (places.size() > 1) judged_once_.push_back(places.front().origin.path);
  HandedDocument document(
      Form::kFile, std::move(places.front().origin),
      [&](std::shared_ptr<const Origin> origin, size_t core, const ChunkVisitor& visit) {
        return visit_stream(std::move(origin), read, core, size, visit);
      },
      [&] { return introduction_of(places.front().commit); });
  worker_.scan(document);  // which reports what goes wrong
  return {};
}

}  // namespace aegis

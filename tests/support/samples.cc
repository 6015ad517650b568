#include "tests/support/samples.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scanner/finding/fingerprint.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/rule_names.h"
#include "scanner/rule/shape_match.h"
#include "scanner/source/chunker.h"

namespace aegis {

namespace {

Engine made(RuleSet set) {
  auto book = make_rule_book(std::move(set));
  if (!book) FAIL(book.error().message());
  std::vector<RuleBook> books;
  books.push_back(*std::move(book));
  auto engine = Engine::create(std::move(books));
  if (!engine) FAIL(engine.error().message());
  return *std::move(engine);
}

RuleSet loaded(const std::string& rules) {
  auto set =
      load_rules({{"test.json", R"({"provider":"test","name":"Test","rules":[)" + rules + "]}"}});
  if (!set) FAIL(set.error().message());
  return *std::move(set);
}

class MemoryDocument : public Document {
 public:
  explicit MemoryDocument(const MemoryFile& file)
      : file_(file), origin_(std::make_shared<Origin>(Origin{file.path, file.path, {}})) {}

  std::shared_ptr<const Origin> origin() const override { return origin_; }

  Result<void> read(size_t core, const ChunkVisitor& visit) override {
    if (!file_.unreadable) {
      visit_bytes(origin_, file_.bytes, core, visit);
      return {};
    }
    visit_bytes(origin_, file_.bytes.substr(0, file_.bytes.size() / 2), core, visit);
    return unreadable("cannot be read to its end");
  }

  Result<std::vector<std::string>> earlier_versions() override {
    if (file_.earlier_unreadable) return unreadable("cannot be read");
    return file_.earlier;
  }

  bool is_new_file() const override { return file_.is_new_file; }

 private:
  const MemoryFile& file_;
  std::shared_ptr<const Origin> origin_;
};

}  // namespace

uint64_t test_seed() {
  const char* given = std::getenv("AEGIS_TEST_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 0) : 20261124;
}

const RuleSet& built_in_rules() {
  return built_in_engine().books().front().set;
}

const Engine& built_in_engine() {
  static const Engine engine = [] {
    auto set = load_rules_from(AEGIS_SOURCE_DIR "/rules");
    if (!set) FAIL(set.error().message());
    return made(*std::move(set));
  }();
  return engine;
}

Engine engine_of(const std::string& rules) {
  return made(loaded(rules));
}

Engine engine_knowing(const std::vector<std::string>& values) {
  std::vector<KnownValue> known;
  for (size_t i = 0; i < values.size(); ++i) {
    known.push_back({Secret(values[i], 0), "V" + std::to_string(i) + " in store"});
  }
  return *Engine::create({}, std::make_shared<const KnownBook>(known));
}

Rule rule_of(const std::string& rule) {
  return loaded(rule).rules.front();
}

std::vector<Finding> findings_in(const Engine& engine, const std::string& text,
                                 const std::string& path, size_t core) {
  auto detector = Detector::create(engine);
  if (!detector) FAIL(detector.error().message());
  Detections found;
  Result<void> status;
  const auto origin = std::make_shared<Origin>(Origin{path, path, {}});
  visit_bytes(origin, text, core, [&](const Chunk& chunk) {
    if (status) status = detector->scan(chunk, found);
  });
  if (!status) FAIL(status.error().message());
  std::sort(found.findings.begin(), found.findings.end(), report_order);
  Fingerprints().set(found.findings);
  return std::move(found.findings);
}

std::vector<std::string> described(const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings) {
    const Place& place = finding.place;
    std::ostringstream line;
    line << finding.rule->id << " [" << place.offset << ",+" << place.size << ") " << place.line
         << ':' << place.column << '-' << place.end_line << ':' << place.end_column << " u"
         << place.utf16_column << '-' << place.utf16_end_column << ' '
         << name_of(finding.confidence) << ' ' << name_of(finding.proof) << " '" << finding.doubt
         << "' '" << finding.name << "' '" << finding.detail << "' " << finding.fingerprint;
    lines.push_back(line.str());
  }
  return lines;
}

std::string random_of(std::string_view letters, size_t length, SampleRandom& random) {
  std::string text;
  for (size_t i = 0; i < length; ++i) text += letters[random.below(letters.size())];
  return text;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::string token_of(const std::string& shape, SampleRandom& random) {
  Rule rule;
  rule.match = shape;
  return example_of(rule, 0, random);
}

std::string example_of(const Rule& rule, size_t variant, SampleRandom& random) {
  const auto shape = shape_of(rule);
  if (!shape) FAIL(rule.id << ": " << shape.error().message());
  auto example = make_example(rule, shape->variants.at(variant), random);
  if (!example) FAIL(rule.id << ": no example");
  return *std::move(example);
}

AnyExample any_example(SampleRandom& random, size_t longest) {
  const auto& rules = built_in_rules().rules;
  for (;;) {
    const Rule& rule = rules[random.below(rules.size())];
    if (rule.kind == MatchKind::kGrammar) continue;
    const auto shape = shape_of(rule);
    auto token = make_example(rule, shape->variants[random.below(shape->variants.size())], random);
    if (token && token->size() <= longest) return {*std::move(token), name_for(rule)};
  }
}

std::string planted(const AnyExample& example, SampleRandom& random) {
  const auto forms = in_surroundings(example.token, example.name);
  return forms[random.below(forms.size())];
}

Engine engine_alone(const RuleSet& set, const Rule& rule) {
  RuleSet one{{set.provider_of(rule)}, {rule}};
  one.rules.front().provider = 0;
  one.rules.front().with.clear();
  one.rules.front().files.clear();
  auto book = make_rule_book(std::move(one));
  if (!book) FAIL(rule.id << ": " << book.error().message());
  std::vector<RuleBook> books;
  books.push_back(*std::move(book));
  auto engine = Engine::create(std::move(books));
  if (!engine) FAIL(rule.id << ": " << engine.error().message());
  return *std::move(engine);
}

std::string path_for(const Rule& rule) {
  if (rule.files.empty()) return "sample.txt";
  std::string path = replaced(rule.files.front(), "**/", "folder/");
  path = replaced(path, "**", "folder/file");
  return replaced(path, "*", "file");
}

std::string line_of_text(SampleRandom& random) {
  constexpr std::string_view kLines[] = {
      "  for (size_t i = 0; i < N; ++i) total += values[i];\n",
      "import { Client, Session as S } from './lib/client.js'  // N\n",
      "2026-11-20T10:00:00.N INFO worker-N took N ms, queue=default\n",
      "def handle(request, token=None):  # see issue N\n",
      "  - name: build-N\n",
      "\n",
      "    return self.cache.get(key, default)\r\n",
      "| caf\xc3\xa9 | \xe6\x97\xa5\xe6\x9c\xac | \xf0\x9f\x94\x91 | N |\n",
      "uses: actions/checkout@H\n",
      "integrity: sha512-B\n",
      "{\"id\": \"H\", \"count\": N, \"note\": \"a \\\"quoted\\\" word\"}\n",
      "https://user@host.invalid:N/path/H?page=N&key=\n",
      "password = os.environ['DB_PASSWORD']\n",
      "\t\tset_secret(name, read_file(path))\n",
      "// aegis -- see the README\n",
      "0000N0: 55 48 89 e5 53 48 83 ec  UH..SH..\n"};
  std::string line;
  for (const char c : kLines[random.below(std::size(kLines))]) {
    if (c == 'N') {
      line += std::to_string(random.below(100000));
    } else if (c == 'H') {
      line += random_of(kHexLetters, 40, random);
    } else if (c == 'B') {
      line += random_of(kBase62Letters, 86, random) + "==";
    } else {
      line += c;
    }
  }
  return line;
}

std::vector<Run> runs_in(std::string_view text) {
  KindMap map;
  map.map(text, 0, text.size());
  std::vector<Run> runs;
  find_runs(map, 0, runs);
  return runs;
}

Result<void> MemorySource::list(DocumentSink& sink) {
  for (const MemoryFile& file : files_) sink.document(std::make_unique<MemoryDocument>(file));
  return {};
}

void CollectSink::document(std::unique_ptr<Document> document) {
  std::string bytes;
  const auto status = document->read(kDefaultCore, [&](const Chunk& chunk) {
    bytes += chunk.bytes.substr(chunk.core_begin, chunk.core_end - chunk.core_begin);
  });
  const auto origin = document->origin();
  if (!status) {
    skipped(origin->path, status.error());
    return;
  }
  paths.push_back(origin->path);
  identities.push_back(origin->identity);
  contents.push_back(std::move(bytes));
}

void CollectSink::skipped(std::string path, Error error) {
  skipped_paths.push_back(path + ": " + error.message());
}

TemporaryFolder::TemporaryFolder() {
  char pattern[] = "/tmp/aegis-test-XXXXXX";
  REQUIRE(::mkdtemp(pattern) != nullptr);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void TemporaryFolder::write(const std::string& below, std::string_view bytes) const {
  const std::filesystem::path file = path(below);
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace aegis

// The stages of the engine, each on its own and all together, in bytes a second of one thread.
//
//   stages_benchmark [google-benchmark's flags] [--text=FILE]
//
// Text is FILE (source code, concatenated: `git ls-files | xargs cat`), or, without it, text made
// here. The floods are what HOSTILE inputs look like: nothing but keywords, nothing but one long
// run.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <memory>
#include <string>

#include "scanner/base/fd.h"
#include "scanner/detect/embedded_rules.h"
#include "scanner/detect/engine.h"
#include "scanner/detect/run_finder.h"
#include "scanner/rule/sample.h"
#include "scanner/source/chunker.h"

namespace {

using namespace aegis;

std::string made_source() {
  SampleRandom random(1);
  constexpr const char* kLines[] = {"static int count_entries(struct table *t, size_t limit) {\n",
                                    "    if (t == NULL || limit == 0) return -1;\n",
                                    "    for (size_t i = 0; i < t->used && i < limit; i++) {\n",
                                    "        total += entry_weight(t->entries[i], 3);\n",
                                    "    }\n",
                                    "    /* Entries that expired are counted by the caller. */\n",
                                    "#define BUCKET_COUNT_MAX 0x7fffffff\n",
                                    "    return json_object_set(reply, \"limit\", limit);\n",
                                    "}\n",
                                    "\n"};
  std::string text;
  while (text.size() < (8u << 20)) text += kLines[random.below(std::size(kLines))];
  return text;
}

std::string repeated(std::string_view part) {
  std::string text;
  while (text.size() < (8u << 20)) text += part;
  return text;
}

std::string base64_run() {
  SampleRandom random(2);
  constexpr std::string_view kDigits64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  while (text.size() < (8u << 20)) text += kDigits64[random.below(64)];
  return text;
}

const RuleBook& book() {
  static const RuleBook rules = *decode_rule_book(embedded_rules());
  return rules;
}

void bench_prefilter(benchmark::State& state, const std::string& text) {
  auto scratch = book().prefilter.make_scratch();
  std::vector<RawMatch> matches;
  for (auto _ : state) {
    matches.clear();
    benchmark::DoNotOptimize(book().prefilter.scan(text, *scratch, matches));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}

void bench_keywords(benchmark::State& state, const std::string& text) {
  std::vector<RawMatch> matches;
  for (auto _ : state) {
    matches.clear();
    book().keywords.find(text, 0, text.size(), matches);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}

void bench_runs(benchmark::State& state, const std::string& text) {
  KindMap map;
  std::vector<Run> runs;
  for (auto _ : state) {
    map.map(text, 0, text.size());
    runs.clear();
    find_runs(map, 0, runs);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}

void bench_engine(benchmark::State& state, const std::string& text) {
  std::vector<RuleBook> books;
  books.push_back(*decode_rule_book(embedded_rules()));
  const auto engine = Engine::create(std::move(books));
  auto detector = Detector::create(*engine);
  for (auto _ : state) {
    Detections found;
    visit_bytes(
        std::make_shared<Origin>(Origin{"text", "text", {}}), text, kDefaultCore,
        [&](const Chunk& chunk) { benchmark::DoNotOptimize(detector->scan(chunk, found)); });
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}

void bench_load(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(decode_rule_book(embedded_rules()));
}

// Takes --text=FILE out of the arguments.
std::string source_text(int& argc, char** argv) {
  constexpr std::string_view kFlag = "--text=";
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (!argument.starts_with(kFlag)) continue;
    auto text = read_file(std::string(argument.substr(kFlag.size())), uint64_t{1} << 32);
    for (int k = i; k + 1 < argc; ++k) argv[k] = argv[k + 1];
    --argc;
    if (text) return *std::move(text);
    std::fprintf(stderr, "%s\n", text.error().message().c_str());
  }
  return made_source();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string source = source_text(argc, argv);
  const std::string keywords = repeated("secret_key=\"");
  const std::string passwords = repeated("password = x\n");
  const std::string run = base64_run();
  const std::string zeros(8u << 20, '\0');
  benchmark::RegisterBenchmark("load", bench_load);
  benchmark::RegisterBenchmark("prefilter/source", bench_prefilter, source);
  benchmark::RegisterBenchmark("keywords/source", bench_keywords, source);
  benchmark::RegisterBenchmark("runs/source", bench_runs, source);
  benchmark::RegisterBenchmark("engine/source", bench_engine, source);
  benchmark::RegisterBenchmark("engine/keyword_flood", bench_engine, keywords);
  benchmark::RegisterBenchmark("engine/password_flood", bench_engine, passwords);
  benchmark::RegisterBenchmark("engine/base64_run", bench_engine, run);
  benchmark::RegisterBenchmark("engine/zeros", bench_engine, zeros);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

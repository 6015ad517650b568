// What history's first pass looks at in a repository, and how much of it is left.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "scanner/detect/embedded_rules.h"
#include "scanner/git/blob_places.h"
#include "scanner/scan/history_sieve.h"

int main(int argc, char** argv) {
  using namespace aegis;
  const unsigned threads = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 2;
  auto book = decode_rule_book(embedded_rules());
  std::vector<RuleBook> books;
  books.push_back(*std::move(book));
  auto engine = Engine::create(std::move(books));
  const auto repository = git::Repository::open(argv[1], {});
  const auto store = git::ObjectStore::open(*repository);
  const auto began = std::chrono::steady_clock::now();
  const auto since = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  const auto catalog = git::ObjectCatalog::make(*store);
  std::printf("catalog %.3f\n", since());
  Progress progress(Progress::Show::kNo);
  std::vector<HistorySieve> sieves;
  std::vector<git::ObjectVisitor*> visitors;
  for (unsigned i = 0; i < threads; ++i) {
    sieves.push_back(*HistorySieve::create(*engine, *catalog, store->hash_kind(),
                                           Confidence::kMedium, progress));
  }
  for (auto& sieve : sieves) visitors.push_back(&sieve);
  const auto result = git::walk_objects(*store, *catalog, {.types = 0x1a}, visitors);
  std::printf("walk %.3f s: %llu objects, %.1f MB, %zu failures\n", since(),
              static_cast<unsigned long long>(result.objects), result.bytes / 1e6,
              result.failures.size());
  git::CommitTable commits(*catalog);
  std::vector<git::ObjectNumber> suspects;
  for (auto& sieve : sieves) {
    suspects.insert(suspects.end(), sieve.suspects().begin(), sieve.suspects().end());
    commits.merge(std::move(sieve.commits()));
  }
  commits.sort();
  std::printf("commits %.3f s\n", since());
  const git::WantedBlobs wanted(*catalog, suspects, engine->globs_of_path_rules());
  std::vector<git::TreeLinks> passes;
  for (unsigned i = 0; i < threads; ++i) passes.emplace_back(*catalog, wanted, store->hash_kind());
  visitors.clear();
  for (auto& pass : passes) visitors.push_back(&pass);
  (void)git::walk_objects(*store, *catalog, {.types = 0x4}, visitors);
  size_t trees = 0;
  for (auto& pass : passes) trees += pass.trees().size();
  std::printf("trees %.3f s, %zu with links\n", since(), trees);
  git::BlobPlaces places(*catalog, commits, passes);
  std::printf("leads %.3f s\n", since());
  const auto all = places.all(nullptr);
  std::printf("places %.3f s: %zu\n", since(), all.size());
  for (auto& sieve : sieves) {
    const SieveStats& s = sieve.stats();
    const StageStats& t = sieve.stages();
    std::printf(
        "whole %.1f MB, windows %.1f MB of %llu objects, suspects %zu of %.1f MB; pre %.2f runs "
        "%.2f confirm %.2f s; %llu raw %llu runs\n",
        s.whole_bytes / 1e6, s.window_bytes / 1e6, static_cast<unsigned long long>(s.windowed),
        sieve.suspects().size(), s.suspect_bytes / 1e6, t.prefilter_ns / 1e9, t.runs_ns / 1e9,
        t.confirm_ns / 1e9, static_cast<unsigned long long>(t.raw_matches),
        static_cast<unsigned long long>(t.value_runs));
  }
}

// The floor of any scan of a repository: every object inflated once, and nothing else.
//
//   walk_floor REPOSITORY [THREADS [inflate]]
//
// Prints three times: inflating every pack entry (deltas stay deltas), the walk that builds every
// object, and the same for blobs alone. With the word `inflate`, it does the first only.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "scanner/git/inflate.h"
#include "scanner/git/object_walk.h"

namespace {

using aegis::git::DeltaForest;
using aegis::git::ObjectCatalog;
using aegis::git::ObjectStore;

double now() {
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(time).count();
}

// Runs of entries, taken by threads in turn.
void inflate_entries(const ObjectCatalog& catalog, unsigned threads) {
  constexpr uint32_t kRun = 512;
  for (size_t pack = 0; pack < catalog.packs(); ++pack) {
    const DeltaForest& forest = *catalog.forest(pack);
    std::atomic<uint32_t> next{0};
    const auto work = [&] {
      aegis::git::Inflater inflater;
      std::vector<char> out;
      for (uint32_t begin = next.fetch_add(kRun); begin < forest.size();
           begin = next.fetch_add(kRun)) {
        for (uint32_t slot = begin; slot < forest.size() && slot < begin + kRun; ++slot) {
          const auto entry = forest.pack().entry_at(forest.offset(slot));
          if (!entry || !aegis::git::may_hold(forest.pack().data_of(*entry).size(), entry->size))
            continue;
          if (out.size() < entry->size) out.resize(entry->size);
          (void)inflater.inflate_into(forest.pack().data_of(*entry), {out.data(), entry->size});
        }
      }
    };
    std::vector<std::thread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
    work();
    for (std::thread& thread : others) thread.join();
  }
}

struct Nothing : aegis::git::ObjectVisitor {
  aegis::git::VisitTag visit(const aegis::git::VisitedObject&) override { return 0; }
  aegis::Result<void> visit_large(aegis::git::ObjectNumber, uint64_t,
                                  const aegis::ByteReader& read) override {
    std::vector<char> buffer(1 << 20);
    for (;;) {
      auto count = read(buffer);
      if (!count) return std::move(count).error();
      if (*count < buffer.size()) return {};
    }
  }
};

enum class Extent { kAll, kInflateOnly };

int run(const std::string& path, unsigned threads, Extent extent) {
  const auto repository = aegis::git::Repository::open(path, {});
  if (!repository) return std::fprintf(stderr, "%s\n", repository.error().message().c_str()), 2;
  const auto store = ObjectStore::open(*repository);
  if (!store) return std::fprintf(stderr, "%s\n", store.error().message().c_str()), 2;
  double began = now();
  const auto catalog = ObjectCatalog::make(*store);
  if (!catalog) return std::fprintf(stderr, "%s\n", catalog.error().message().c_str()), 2;
  std::printf("catalog of %u objects: %.3f s\n", catalog->size(), now() - began);
  began = now();
  inflate_entries(*catalog, threads);
  std::printf("inflate every entry once, %u threads: %.3f s\n", threads, now() - began);
  if (extent == Extent::kInflateOnly) return 0;
  for (const unsigned types : {0xffu, 1u << 3, 1u << 2}) {
    std::vector<Nothing> visitors(threads);
    std::vector<aegis::git::ObjectVisitor*> pointers;
    for (Nothing& visitor : visitors) pointers.push_back(&visitor);
    began = now();
    const auto result = walk_objects(*store, *catalog, {.types = types}, pointers);
    std::printf("walk, types %02x: %.3f s, %llu objects, %llu bytes, %zu failures\n", types,
                now() - began, static_cast<unsigned long long>(result.objects),
                static_cast<unsigned long long>(result.bytes), result.failures.size());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "walk_floor REPOSITORY [THREADS [inflate]]\n"), 2;
  const bool only = argc > 3 && std::string_view(argv[3]) == "inflate";
  return run(argv[1], argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 2,
             only ? Extent::kInflateOnly : Extent::kAll);
}

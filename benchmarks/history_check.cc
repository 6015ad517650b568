// Whether `aegis history` misses nothing in a repository: its first pass beside every object looked
// at whole.
//
//   history_check REPOSITORY [THREADS]
//
// Prints how long the pass takes and what it looks at; then scans every blob, commit and tag whole
// with the ordinary detector, under paths that are judged differently, and prints each object with
// a finding that the pass did not suspect. The exit status is 1 if there is one.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "scanner/detect/embedded_rules.h"
#include "scanner/scan/history_sieve.h"
#include "scanner/source/chunker.h"

namespace {

using namespace aegis;

double now() {
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(time).count();
}

template <typename T>
std::vector<git::ObjectVisitor*> pointers_to(std::vector<T>& visitors) {
  std::vector<git::ObjectVisitor*> pointers;
  for (T& visitor : visitors) pointers.push_back(&visitor);
  return pointers;
}

// Scans whole, and keeps the numbers of what has a finding.
class Oracle : public git::ObjectVisitor {
 public:
  explicit Oracle(Detector detector) : detector_(std::move(detector)) {}

  git::VisitTag visit(const git::VisitedObject& object) override {
    for (const auto& origin : origins_) {
      Detections seen;
      visit_bytes(origin, object.bytes(), kDefaultCore,
                  [&](const Chunk& chunk) { (void)detector_.scan(chunk, seen); });
      note(object.number, seen);
    }
    return 0;
  }
  Result<void> visit_large(git::ObjectNumber number, uint64_t size,
                           const ByteReader& read) override {
    Detections seen;
    auto done = visit_stream(origins_[0], read, kDefaultCore, size,
                             [&](const Chunk& chunk) { (void)detector_.scan(chunk, seen); });
    note(number, seen);
    return done;
  }

  std::vector<git::ObjectNumber> found;

 private:
  void note(git::ObjectNumber number, const Detections& detections) {
    const auto counts = [](const Finding& finding) {
      return finding.confidence >= Confidence::kMedium;
    };
    if (std::any_of(detections.findings.begin(), detections.findings.end(), counts)) {
      found.push_back(number);
    }
  }

  Detector detector_;
  std::vector<std::shared_ptr<const Origin>> origins_ = {
      std::make_shared<const Origin>(Origin{"a.txt", "a.txt", ""}),
      std::make_shared<const Origin>(Origin{"a.py", "a.py", ""}),
      std::make_shared<const Origin>(Origin{".npmrc", ".npmrc", ""}),
      std::make_shared<const Origin>(Origin{".pypirc", ".pypirc", ""})};
};

int run(const char* path, unsigned threads) {
  std::vector<RuleBook> books;
  books.push_back(*decode_rule_book(embedded_rules()));
  const auto engine = Engine::create(std::move(books));
  const auto repository = git::Repository::open(path, {});
  const auto store = repository ? git::ObjectStore::open(*repository) : repository.error();
  if (!store) return std::fprintf(stderr, "%s\n", store.error().message().c_str()), 2;
  double began = now();
  const auto catalog = git::ObjectCatalog::make(*store);
  std::vector<HistorySieve> sieves;
  std::vector<Oracle> oracles;
  for (unsigned i = 0; i < threads; ++i) {
    sieves.push_back(
        *HistorySieve::create(*engine, *catalog, store->hash_kind(), Confidence::kMedium));
    oracles.emplace_back(*Detector::create(*engine));
  }
  git::WalkOptions options;
  options.types = 0x1a;  // commits, blobs, tags
  auto result = git::walk_objects(*store, *catalog, options, pointers_to(sieves));
  SieveStats all;
  std::vector<git::ObjectNumber> suspects;
  for (const HistorySieve& sieve : sieves) {
    all.whole_bytes += sieve.stats().whole_bytes;
    all.window_bytes += sieve.stats().window_bytes;
    all.windowed += sieve.stats().windowed;
    suspects.insert(suspects.end(), sieve.suspects().begin(), sieve.suspects().end());
  }
  std::sort(suspects.begin(), suspects.end());
  std::printf(
      "%.3f s: %llu objects, %.1f MB; looked at %.1f MB whole and %.1f MB in windows of "
      "%llu objects; %zu suspects\n",
      now() - began, static_cast<unsigned long long>(result.objects),
      static_cast<double>(result.bytes) / 1e6, static_cast<double>(all.whole_bytes) / 1e6,
      static_cast<double>(all.window_bytes) / 1e6, static_cast<unsigned long long>(all.windowed),
      suspects.size());
  began = now();
  (void)git::walk_objects(*store, *catalog, options, pointers_to(oracles));
  size_t found = 0;
  size_t missed = 0;
  for (const Oracle& oracle : oracles) {
    found += oracle.found.size();
    for (const git::ObjectNumber number : oracle.found) {
      if (std::binary_search(suspects.begin(), suspects.end(), number)) continue;
      std::printf("missed: %s\n", catalog->oid(number).hex().c_str());
      ++missed;
    }
  }
  std::printf("%.3f s to look at all of it whole, four times: %zu findings' objects, %zu missed\n",
              now() - began, found, missed);
  return missed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "history_check REPOSITORY [THREADS]\n"), 2;
  return run(argv[1], argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 2);
}

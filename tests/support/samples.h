// What tests scan, and scan with. Nothing here looks like a credential: tokens are made when a test
// runs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/detect/engine.h"
#include "scanner/detect/run_finder.h"
#include "scanner/rule/rule.h"
#include "scanner/rule/sample.h"
#include "scanner/source/source.h"

namespace aegis {

// The seed of the property tests: a fixed one, or $AEGIS_TEST_SEED. Tests print it when they fail.
uint64_t test_seed();

// The rules of this source tree and an engine of them, made once.
const RuleSet& built_in_rules();
const Engine& built_in_engine();

// An engine of the rules that stand in `rules`, the elements of a rule file's list.
Engine engine_of(const std::string& rules);
// An engine without rules that knows these values; their names are "V0 in store", "V1 in store" ...
Engine engine_knowing(const std::vector<std::string>& values);
// The one rule that stands in `rule`, read as by load_rules.
Rule rule_of(const std::string& rule);

// The findings of one document, fingerprints set.
std::vector<Finding> findings_in(const Engine& engine, const std::string& text,
                                 const std::string& path = "sample.txt",
                                 size_t core = kDefaultCore);

// What was found or dropped, a line each: "rule [offset,+size) line:column confidence proof
// filter".
std::vector<std::string> described(const std::vector<Finding>& findings);

// `length` of the characters of `letters`.
std::string random_of(std::string_view letters, size_t length, SampleRandom& random);
inline constexpr std::string_view kBase62Letters =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
inline constexpr std::string_view kHexLetters = "0123456789abcdef";

// `text` with every `what` replaced.
std::string replaced(std::string text, std::string_view what, std::string_view by);

// A token of `shape`, whatever the rules say of it.
std::string token_of(const std::string& shape, SampleRandom& random);

// An example of the rule's variant; REQUIREd to exist.
std::string example_of(const Rule& rule, size_t variant, SampleRandom& random);

// An example of any built-in rule that has a shape, of at most `longest` bytes, and a name for it.
struct AnyExample {
  std::string token;
  std::string name;
};
AnyExample any_example(SampleRandom& random, size_t longest = 4096);

// The example where such values stand.
std::string planted(const AnyExample& example, SampleRandom& random);

// An engine of this rule and no other one, without what else it asks for (`with`, `files`).
Engine engine_alone(const RuleSet& set, const Rule& rule);

// A path that the rule applies to.
std::string path_for(const Rule& rule);

// A line of source code, a log or a configuration, its line feed included.
std::string line_of_text(SampleRandom& random);

// The runs of a whole text.
std::vector<Run> runs_in(std::string_view text);

// Documents held in memory.
struct MemoryFile {
  std::string path;
  std::string bytes;
  std::vector<std::string> earlier = {};
  bool unreadable = false;  // reading it fails after its first half
  bool earlier_unreadable = false;
  bool is_new_file = false;
};

class MemorySource : public Source {
 public:
  explicit MemorySource(std::vector<MemoryFile> files) : files_(std::move(files)) {}
  Result<void> list(DocumentSink& sink) override;

 private:
  std::vector<MemoryFile> files_;
};

// Reads everything it is given at once.
struct CollectSink : DocumentSink {
  void document(std::unique_ptr<Document> document) override;
  void skipped(std::string path, Error error) override;
  void excluded(std::string path) override { excluded_paths.push_back(std::move(path)); }

  std::vector<std::string> paths;
  std::vector<std::string> identities;
  std::vector<std::string> contents;
  std::vector<std::string> skipped_paths;  // "path: why"
  std::vector<std::string> excluded_paths;
};

// A folder that goes when the test does.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string path(const std::string& below) const { return path_ + "/" + below; }
  // Writes a file and the folders above it.
  void write(const std::string& below, std::string_view bytes) const;

 private:
  std::string path_;
};

}  // namespace aegis

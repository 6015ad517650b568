// The engine: an immutable function of (rules, known values, bytes).
//
// Rules come in books: the built-in one, and one for the user's own. Beside them may stand a book
// of values that are known to be secrets. An Engine is shared by all
// threads; each thread has a Detector of its own. The same bytes give the same findings in the same
// order, whatever the number of threads, the size of the chunks and the processor.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/base/byte_span.h"
#include "scanner/base/result.h"
#include "scanner/decode/decoded_text.h"
#include "scanner/detect/documented_examples.h"
#include "scanner/detect/file_rules.h"
#include "scanner/detect/known_book.h"
#include "scanner/detect/rule_book.h"
#include "scanner/detect/ties.h"
#include "scanner/finding/finding.h"
#include "scanner/source/chunk.h"

namespace aegis {

// A candidate that became no finding.
struct Dropped {
  const Rule* rule = nullptr;
  std::shared_ptr<const Origin> origin;
  uint64_t line = 0;
  uint64_t column = 0;
  std::string redacted;  // the candidate, its secret part cut out
  std::string filter;    // which filter dropped it
};

// Counters and timers of the stages, in nanoseconds of one thread's time.
struct StageStats {
  uint64_t bytes = 0;
  uint64_t chunks = 0;
  uint64_t raw_matches = 0;
  uint64_t value_runs = 0;
  uint64_t known_matches = 0;
  uint64_t candidates = 0;
  uint64_t findings = 0;
  uint64_t prefilter_ns = 0;
  uint64_t runs_ns = 0;
  uint64_t confirm_ns = 0;
  uint64_t known_ns = 0;
  uint64_t judge_ns = 0;

  void add(const StageStats& other);
};

class Engine {
 public:
  // Ids of a later book may not stand in an earlier one, nor be kKnownRule: an error. `known` may
  // be null.
  static Result<Engine> create(std::vector<RuleBook> books,
                               std::shared_ptr<const KnownBook> known = nullptr,
                               Examples examples = Examples::kLeaveOut);

  const std::vector<RuleBook>& books() const { return books_; }
  const std::shared_ptr<const KnownBook>& known() const { return known_; }

  const FileRules& file_rules() const { return file_rules_; }

  const DocumentedExamples& documented() const { return documented_; }
  // What is done with them.
  Examples examples() const { return examples_; }

  // Globs of the paths at which something may be found by the path alone, whatever the text holds.
  std::vector<std::string> globs_of_path_rules() const;

 private:
  Engine(std::vector<RuleBook> books, std::shared_ptr<const KnownBook> known, Examples examples);

  std::vector<RuleBook> books_;
  // These point into the books, whose contents stay where they are.
  FileRules file_rules_;
  DocumentedExamples documented_;
  Examples examples_;
  std::shared_ptr<const KnownBook> known_;
};

// Where a detector puts what it finds.
struct Detections {
  std::vector<Finding> findings;  // in the order of their offsets
  // Where set, gets each finding instead: a flood of them then takes no memory.
  std::function<void(Finding)> take;
  Confidence least = Confidence::kLow;  // no finding is made of less
  std::vector<Dropped> dropped;         // filled only when `keep_dropped`
  bool keep_dropped = false;
};

// A part of a chunk as it reads once decoded. It is searched as a text of its own; what is found
// counts where it stands in the chunk.
struct View {
  const DecodedText* decoded;  // of the chunk's bytes
  Span own;           // of the chunk's bytes: what begins elsewhere is another view's, or nobody's
  const char* how;    // for the reader: "in UTF-16 or UTF-32 text"
  size_t passes = 0;  // of the chunk's bytes: what ends before does not count either
};

using ViewVisitor = std::function<void(const View&)>;
// Calls the visitor for each view of the chunk that is being scanned.
using Views = std::function<void(const ViewVisitor&)>;

// What a text could hold, whatever path it stands at.
struct Prospect {
  // A finding of the confidence asked for, under some path; where none is asked for, a candidate,
  // even one that comes to nothing. Certain when it says no.
  bool may_find = false;
  // Any change may matter anywhere: the text is in UTF-16, or it has more than kMostTies ties.
  bool is_one = false;
  // In order; of candidates that come to nothing too. Without meaning where it is one.
  std::vector<Tie> ties;

  bool has_candidate() const {
    return std::any_of(ties.begin(), ties.end(), [](const Tie& tie) { return tie.is_candidate; });
  }
};

// Not to be shared between threads. REQUIRES: `engine` outlives it.
class Detector {
 public:
  static Result<Detector> create(const Engine& engine);
  Detector(Detector&&) noexcept;
  Detector& operator=(Detector&&) noexcept;
  ~Detector();

  // Appends the findings whose secret begins in the chunk's core. Fingerprints are not set yet.
  Result<void> scan(const Chunk& chunk, Detections& out);

  // The same with what is encoded in the chunk.
  Result<void> scan(const Chunk& chunk, const Views& views, Detections& out);

  // What `bytes`, fewer than 4 GiB, could hold: a whole document, or lines of one, of which only
  // the ties mean anything. Rules that go by the path alone, and need nothing of the text, are not
  // thought of. Overwrites `out`.
  Result<void> examine(std::string_view bytes, std::optional<Confidence> least, Prospect& out);

  const StageStats& stats() const;

 private:
  class State;
  explicit Detector(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace aegis

// One thread's share of a run: documents in, leaks out.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/gitleaks/config.h"
#include "scanner/gitleaks/matcher.h"
#include "scanner/gitleaks/run.h"
#include "scanner/source/source.h"

namespace aegis::gitleaks {

// How much of a document is looked at at once, in bytes; kChunkContext of what is before and behind
// it is looked at as well.
inline constexpr size_t kBlock = 1024 * 1024;

// A document's path as gitleaks writes it: without "./" before it.
std::string file_of(const Document& document);

// Not to be shared between threads. REQUIRES: what it is made from outlives it.
class DocumentLeaks {
 public:
  static Result<DocumentLeaks> create(const Config& config, const RunOptions& options);

  // Reads and scans one document. What goes wrong, running out of memory included, becomes an entry
  // of the report's list of what was skipped.
  void scan(Document& document);

  // A file's or a person's name or a message without the secrets in it, fit for a report.
  std::string printable(const std::string& text);

  // Adds all of this worker's to `report`, unsorted. Afterwards the worker is empty.
  void move_into(LeakReport& report);

 private:
  // One document on its way.
  struct Reading;

  DocumentLeaks(const Config& config, const RunOptions& options)
      : config_(&config),
        options_(&options),
        matcher_(config, options.comments, options.decodings) {}

  Result<void> read(Document& document, Reading& reading);
  Result<void> scan_with_own_rules(const Chunk& chunk, Reading& reading);
  Result<void> scan_new(const Chunk& chunk, Reading& reading);
  Result<void> scan_block(const Chunk& chunk, Reading& reading);
  void keep(std::vector<Leak> leaks, const std::string& path,
            const std::shared_ptr<const Introduction>& from);

  const Config* config_;
  const RunOptions* options_;
  Matcher matcher_;
  std::optional<Detector> detector_;  // of the own rules, where they run
  LeakReport report_;
};

}  // namespace aegis::gitleaks

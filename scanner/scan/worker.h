// One thread's share of a run: a detector, and what it has found so far.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/detect/engine.h"
#include "scanner/scan/document_findings.h"
#include "scanner/scan/progress.h"
#include "scanner/scan/run.h"
#include "scanner/scan/suppression.h"
#include "scanner/source/source.h"

namespace aegis {

// Not to be shared between threads. REQUIRES: what it is made from outlives it.
class Worker {
 public:
  static Result<Worker> create(const Engine& engine, const Suppressions& suppressions,
                               const RunOptions& options, Progress& progress);

  // Reads and scans one document. What goes wrong, running out of memory included, becomes an entry
  // of the report's list of what was skipped.
  void scan(Document& document);

  // A path or a name with any credential in it cut out, fit for a report.
  std::string printable(const std::string& text);

  // Adds all of this worker's to `result`, unsorted. Afterwards the worker is empty.
  void move_into(RunResult& result);

 private:
  Worker(const FileRules& file_rules, const Suppressions& suppressions, const RunOptions& options,
         Progress& progress, Detector detector)
      : file_rules_(&file_rules),
        suppressions_(&suppressions),
        options_(&options),
        progress_(&progress),
        detector_(std::move(detector)) {}

  Result<void> read(Document& document, DocumentFindings& findings);

  const FileRules* file_rules_;
  const Suppressions* suppressions_;
  const RunOptions* options_;
  Progress* progress_;
  Detector detector_;
  RunResult result_;
};

}  // namespace aegis

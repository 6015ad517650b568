// What is found in one document, on its way into the report.
//
// Left out is what an earlier version of the document had, what is less certain than asked for,
// what a suppression covers, and a file's name where what it holds is found. Of what one rule
// finds in one document, the first kMostOfRule are reported; the rest is counted, and the report
// says so. So it is with each value that is known: a flood hides nothing but more of the same.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/detect/engine.h"
#include "scanner/finding/fingerprint.h"
#include "scanner/report/report.h"
#include "scanner/scan/earlier_lines.h"
#include "scanner/scan/run.h"
#include "scanner/scan/suppression.h"
#include "scanner/source/source.h"

namespace aegis {

inline constexpr uint64_t kMostOfRule = 1000;

// For one document. REQUIRES: what it is made from outlives it.
class DocumentFindings {
 public:
  // A text with any credential in it cut out, fit for a report.
  using Printable = std::function<std::string(const std::string&)>;

  DocumentFindings(Document& document, const FileRules& file_rules,
                   const Suppressions& suppressions, const RunOptions& options, Printable printable,
                   RunResult& result)
      : document_(document),
        file_rules_(file_rules),
        suppressions_(suppressions),
        options_(options),
        printable_(std::move(printable)),
        result_(result),
        report_(result.report) {}

  // Takes what was found in the document's next part, and leaves `found` empty.
  void take(Detections& found);

  // Called once, after the last part.
  void finish();

 private:
  struct Count {
    uint64_t reported = 0;
    uint64_t more = 0;
  };

  void read_earlier();
  bool is_old(const Finding& finding);
  void settle(Finding&& finding);
  void leave_out(const Finding& finding, SuppressionUse::Place by);
  void keep_entry(const Finding& finding);
  void introduce(Finding& finding);
  void explain(const Finding& finding, std::string filter);

  Document& document_;
  const FileRules& file_rules_;
  const Suppressions& suppressions_;
  const RunOptions& options_;
  Printable printable_;
  RunResult& result_;
  RunReport& report_;                     // of it
  std::shared_ptr<const Origin> origin_;  // with a path that may be shown; made when needed
  Fingerprints fingerprints_;
  bool has_read_earlier_ = false;
  std::optional<EarlierLines> earlier_;
  bool has_introduction_ = false;
  std::shared_ptr<const Introduction> introduction_;
  std::vector<Finding> about_file_;
  bool holds_something_ = false;
  // By rule and, of known values, by which one it is.
  std::map<std::pair<std::string_view, std::string>, Count> counts_;
};

}  // namespace aegis

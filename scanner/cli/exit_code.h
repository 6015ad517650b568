// The program's exit codes. Scripts depend on them: do not change the values.
#pragma once

#include "scanner/base/result.h"
#include "scanner/report/report.h"

namespace aegis {

inline constexpr int kExitClean = 0;
inline constexpr int kExitFindings = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitIncomplete = 3;
inline constexpr int kExitInternal = 4;

// Findings, and with --strict stale suppressions, weigh more than what was not scanned: the report
// lists both.
inline int exit_code_of(const RunReport& report) {
  if (report.objects()) return kExitFindings;
  return report.complete() ? kExitClean : kExitIncomplete;
}

inline int exit_code_of(const Error& error) {
  switch (error.kind()) {
    case ErrorKind::kUsage:
      return kExitUsage;
    case ErrorKind::kUnreadable:
      return kExitIncomplete;
    case ErrorKind::kInternal:
      return kExitInternal;
  }
  return kExitInternal;
}

}  // namespace aegis

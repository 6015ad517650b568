// How the records of a log are framed.
#pragma once

#include <string_view>

namespace aegis {

enum class LogKind {
  kLines,          // a line is a record, in JSON or not
  kDocker,         // Docker's json-file: {"log":"...","stream":"stdout","time":"..."}
  kCri,            // CRI: 2026-11-24T10:00:00.123456789Z stdout F ...
  kJournal,        // journalctl -o json
  kJournalExport,  // journalctl -o export
};

// By the beginning of the log; that much of it is looked at.
inline constexpr size_t kLogHead = 4096;
LogKind kind_of_log(std::string_view head);
// The same of what is said to be output of journalctl.
LogKind kind_of_journal(std::string_view head);

}  // namespace aegis

// Which logs a command line names.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/fd.h"
#include "scanner/report/report.h"

namespace aegis {

// Standard input, as a path.
inline constexpr const char* kStandardInput = "-";

// What of systemd's journal a log is.
enum class Journal {
  kNone,
  kOutput,   // what journalctl has written to a file
  kProgram,  // what journalctl is to write now; there is no file
};

struct LogFile {
  std::string path;
  FinalSymlink symlink = FinalSymlink::kFollow;
  std::string asked;  // the word of the command line that led to it
  Journal journal = Journal::kNone;
  std::string cursor;  // of the entry after which kProgram begins; empty: the first one
};

struct LogList {
  std::vector<LogFile> files;  // in the order of the words, below each in the order of paths
  std::vector<Skipped> skipped;
};

// Files, folders with all that is below them, patterns where no file has that name, and "-". Links
// in a folder are not followed; those that are named, or match a pattern, are. A pattern without a
// match is skipped, and so is said.
LogList list_logs(const std::vector<std::string>& words);

// The path made absolute and without links; as it is where it leads to nothing.
std::string real_path_of(const std::string& path);

}  // namespace aegis

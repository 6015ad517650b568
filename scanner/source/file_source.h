// Files and folders.
//
// Folders are walked without following symbolic links, across any depth. A file that two of the
// given paths lead to is read once. A link given by name on the command line is followed. `.git`
// folders are read but for their object stores, which hold compressed objects: those are
// `history`'s to scan. FIFOs, devices, sockets and what cannot be opened are reported as skipped.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/glob.h"
#include "scanner/source/source.h"

namespace aegis {

struct FileRoot {
  std::string path;  // as given
  std::string
      identity;  // of `path` below the folder that ignore rules count from; "" for that folder
  std::string folder;                   // that folder
  const IgnoreRules* ignore = nullptr;  // may be nullptr; lives as long as the source
};

class FileSource : public Source {
 public:
  explicit FileSource(std::vector<FileRoot> roots) : roots_(std::move(roots)) {}
  Result<void> list(DocumentSink& sink) override;

 private:
  std::vector<FileRoot> roots_;
};

// Standard input, or any descriptor that can be read once. `name` is what findings say.
class StreamSource : public Source {
 public:
  StreamSource(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}
  Result<void> list(DocumentSink& sink) override;

 private:
  int fd_;
  std::string name_;
};

}  // namespace aegis

// Suppressions for tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scanner/scan/ignore_file.h"

namespace aegis {

// An ignore file with these fingerprints, a line each.
inline std::shared_ptr<const IgnoreFile> ignore_file_of(const std::vector<std::string>& prints) {
  auto file = std::make_shared<IgnoreFile>();
  for (const std::string& print : prints) {
    Suppression entry;
    entry.line = file->size() + 1;
    entry.what = std::string(kFindingWord) + print;
    file->add(std::move(entry));
  }
  return file;
}

}  // namespace aegis

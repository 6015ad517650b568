// Files of secrets, read into memory.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/base/secret.h"

namespace aegis {

// What a user says of their own secrets.
struct StoreRequest {
  std::vector<std::string> paths;   // files and folders; "~/" is the home folder, kStandardPlaces
                                    // the places where programs keep credentials
  std::vector<std::string> except;  // globs of names that are no secrets: "DISCORD_GUILD_ID"
  std::vector<std::string> ignore;  // globs of files that are not to be read: "README.md"
  bool allow_readable = false;      // read files that others may read, too
};

inline constexpr const char* kStandardPlaces = "standard";

struct StoreFile {
  std::string path;
  std::string shown;  // with ~ for the home folder
  bool is_folder = false;
  mode_t mode = 0;
  uid_t owner = 0;
  int64_t changed = 0;  // seconds since 1970
};

// A value, or one that is not looked for.
struct StoreEntry {
  std::string name;
  std::string file;  // as shown
  Secret value;
  std::string weakness;  // why not; empty: it is looked for
};

struct StoreProblem {
  std::string path;  // as shown
  std::string reason;
};

struct Store {
  std::vector<StoreEntry> entries;  // in the order of paths, files and lines
  std::vector<StoreFile> files;     // read or not; folders too
  // What was asked for and not read, wholly or in part: whatever rests on the store is incomplete.
  std::vector<StoreProblem> problems;
};

// Reads what is asked for. Only regular files are read, each once; links to files are followed,
// links to folders are not. A file that others than its owner may read is refused unless
// `allow_readable`. At most 16 MiB of a file are read, and 100,000 values in all.
Store read_store(const StoreRequest& request);

}  // namespace aegis

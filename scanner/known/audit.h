// What is wrong with a store of secrets.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/known/store.h"

namespace aegis {

struct AuditItem {
  std::string check;   // "mode", "owner", "age", "twice" or "outside"
  std::string path;    // as shown
  uint64_t line = 0;   // 0: the file as a whole
  std::string name;    // of the value, or empty
  std::string detail;  // what is wrong
  std::string remedy;
};

struct AuditLimits {
  int64_t now = 0;          // seconds since 1970
  uint64_t most_days = 90;  // since a file of secrets was changed
};

// In the order of the store:
//   mode    a file or folder that others than its owner may read, write or enter
//   owner   a file of another user's
//   age     a file with values that has not been changed for too long: rotation is due
//   twice   a value that stands under more than one name
std::vector<AuditItem> audit_store(const Store& store, const AuditLimits& limits);

}  // namespace aegis

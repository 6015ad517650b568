#include "scanner/known/audit.h"

#include <unistd.h>

#include <cstdio>
#include <set>

#include "scanner/known/known_values.h"

namespace aegis {

namespace {

constexpr int64_t kDay = 86'400;
constexpr size_t kNamed = 3;  // other places that are named

std::string in_octal(mode_t mode) {
  char digits[8];
  std::snprintf(digits, sizeof(digits), "%04o", static_cast<unsigned>(mode));
  return digits;
}

void check_mode(const StoreFile& file, std::vector<AuditItem>& items) {
  if ((file.mode & 077) == 0) return;
  const std::string who = (file.mode & 007) != 0 ? "others" : "its group";
  const char* what = (file.mode & 022) != 0 ? "written" : file.is_folder ? "entered" : "read";
  items.push_back(
      {"mode", file.shown, 0, "",
       std::string("can be ") + what + " by " + who + " (mode " + in_octal(file.mode) + ")",
       std::string("chmod ") + (file.is_folder ? "700 " : "600 ") + file.shown});
}

void check_owner(const StoreFile& file, std::vector<AuditItem>& items) {
  if (::geteuid() == 0 || file.owner == ::geteuid()) return;
  items.push_back({"owner", file.shown, 0, "",
                   "belongs to another user (id " + std::to_string(file.owner) + ")",
                   "keep secrets in files of your own"});
}

void check_age(const StoreFile& file, const AuditLimits& limits, std::vector<AuditItem>& items) {
  const int64_t days = (limits.now - file.changed) / kDay;
  if (days <= static_cast<int64_t>(limits.most_days)) return;
  items.push_back({"age", file.shown, 0, "",
                   "has not been changed for " + std::to_string(days) + " days",
                   "rotate what is in it"});
}

void check_repeats(const Store& store, std::vector<AuditItem>& items) {
  for (const SameValue& same : group_by_value(store)) {
    std::set<std::string> others;
    const std::string first = name_of(*same.front());
    for (const StoreEntry* entry : same) {
      if (name_of(*entry) != first) others.insert(name_of(*entry));
    }
    if (others.empty()) continue;
    std::string detail = "stands in";
    size_t named = 0;
    for (const std::string& other : others) {
      if (named == kNamed) break;
      detail += (named++ == 0 ? " " : ", ") + other;
    }
    if (others.size() > named) {
      detail += " and " + std::to_string(others.size() - named) + " other places";
    }
    items.push_back({"twice", same.front()->file, 0, same.front()->name, detail + " too",
                     "keep one, or give each a secret of its own"});
  }
}

}  // namespace

std::vector<AuditItem> audit_store(const Store& store, const AuditLimits& limits) {
  std::set<std::string> with_values;
  for (const StoreEntry& entry : store.entries) {
    if (entry.weakness.empty()) with_values.insert(entry.file);
  }
  std::vector<AuditItem> items;
  for (const StoreFile& file : store.files) {
    check_mode(file, items);
    check_owner(file, items);
    if (with_values.contains(file.shown)) check_age(file, limits, items);
  }
  check_repeats(store, items);
  return items;
}

}  // namespace aegis

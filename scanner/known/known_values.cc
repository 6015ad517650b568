#include "scanner/known/known_values.h"

#include <string_view>
#include <unordered_map>

namespace aegis {

std::string name_of(const StoreEntry& entry) {
  return entry.name + " in " + entry.file;
}

std::vector<SameValue> group_by_value(const Store& store) {
  std::vector<SameValue> groups;
  std::unordered_map<std::string_view, size_t> places;
  for (const StoreEntry& entry : store.entries) {
    if (!entry.weakness.empty()) continue;
    const auto [place, is_new] = places.emplace(entry.value.reveal(), groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(&entry);
  }
  return groups;
}

std::vector<KnownValue> known_values_of(const Store& store) {
  std::vector<KnownValue> values;
  for (const SameValue& same : group_by_value(store)) {
    std::string name = name_of(*same.front());
    if (same.size() > 1) name += " and " + std::to_string(same.size() - 1) + " more";
    values.push_back({same.front()->value, std::move(name)});
  }
  return values;
}

}  // namespace aegis

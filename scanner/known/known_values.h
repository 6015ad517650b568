// What a store makes known to the engine.
#pragma once

#include <vector>

#include "scanner/detect/known_book.h"
#include "scanner/known/store.h"

namespace aegis {

// The entry as findings name it: "DB_PASSWORD in ~/.secure/db.env".
std::string name_of(const StoreEntry& entry);

// Entries with one value, in the order of the store. The first one names it.
using SameValue = std::vector<const StoreEntry*>;

// Of each value that is looked for its entries; values in the order of their first.
std::vector<SameValue> group_by_value(const Store& store);

// The store's values, each once, ready for a book. One that stands under several names says how
// many others there are.
std::vector<KnownValue> known_values_of(const Store& store);

}  // namespace aegis

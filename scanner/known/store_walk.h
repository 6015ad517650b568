// The files of a store, in order.
#pragma once

#include <string>
#include <vector>

#include "scanner/known/store.h"

namespace aegis {

// "~/x" in full, and the other way round. Without a home folder both are as they were.
std::string from_home(const std::string& path);
std::string shown_path(const std::string& path);

// The files that the request's paths lead to, sorted within each folder, into `store.files`; what
// cannot be listed into `store.problems`.
void list_files(const StoreRequest& request, Store& store);

}  // namespace aegis

// Work shared by threads.
#pragma once

#include <cstddef>
#include <functional>

namespace aegis {

// Calls work(0), ..., work(count - 1) at once, each on a thread of its own, the first on the
// caller's; fewer where the machine gives no more threads, so that the work is to be shared out
// among those that run. Returns when all have.
void run_in_threads(size_t count, const std::function<void(size_t)>& work);

}  // namespace aegis

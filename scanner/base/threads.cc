#include "scanner/base/threads.h"

#include <system_error>
#include <thread>
#include <vector>

namespace aegis {

void run_in_threads(size_t count, const std::function<void(size_t)>& work) {
  if (count == 0) return;
  std::vector<std::thread> threads;
  for (size_t i = 1; i < count; ++i) {
    try {
      threads.emplace_back([&work, i] { work(i); });
    } catch (const std::system_error&) {
      break;
    }
  }
  work(0);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace aegis

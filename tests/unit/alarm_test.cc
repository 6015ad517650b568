#include "scanner/base/alarm.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <future>

namespace aegis {

using Clock = std::chrono::steady_clock;

TEST_CASE("An alarm rings once when its time has come") {
  std::promise<void> rung;
  std::atomic<int> times = 0;
  {
    const Alarm alarm(Clock::now(), [&] {
      if (++times == 1) rung.set_value();
    });
    rung.get_future().wait();
  }
  CHECK(times == 1);
}

TEST_CASE("An alarm that is called off does not ring, and is gone at once") {
  std::atomic<int> times = 0;
  const auto before = Clock::now();
  for (int i = 0; i < 100; ++i) {
    const Alarm alarm(Clock::now() + std::chrono::hours(1), [&] { ++times; });
  }
  CHECK(times == 0);
  CHECK(Clock::now() - before < std::chrono::minutes(10));
}

}  // namespace aegis

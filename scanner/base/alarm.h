// Does something at a time, unless it is called off.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

#include "scanner/base/fd.h"

namespace aegis {

// Calls `ring` once, at `end`, on a thread of its own; not at all once the alarm is destroyed,
// which waits for a call that has begun. Where there can be no such thread, it rings at once: who
// promised to be done in time cannot keep it.
class Alarm {
 public:
  Alarm(std::chrono::steady_clock::time_point end, std::function<void()> ring);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

 private:
  Fd wakes_;  // written to when the alarm is called off
  Fd sleeps_;
  std::thread thread_;
};

}  // namespace aegis

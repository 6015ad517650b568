// Answers in time, and once.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

#include "scanner/agent/hook_answer.h"
#include "scanner/base/alarm.h"

namespace aegis::agent {

// Agents stop a hook that takes long, and go on without its answer.
inline constexpr std::chrono::milliseconds kMostTime{2000};

// Whoever answers first is heard. May be shared between threads.
class Speaker {
 public:
  // Writes the answer and says the exit status that goes with it; one that cannot be written is a
  // no. Nothing where another one was given already.
  std::optional<int> say(const HookAnswer& answer);
  // The same, but waits for the end of the program, which whoever spoke first brings about.
  int say_or_wait(const HookAnswer& answer);

 private:
  std::atomic_flag has_spoken_;
};

// Ends the program with `answer` at `end`, unless it is destroyed before. REQUIRES: `speaker`
// outlives it.
class Deadline {
 public:
  Deadline(std::chrono::steady_clock::time_point end, HookAnswer answer, Speaker& speaker);

 private:
  Alarm alarm_;
};

// A crash is an answer too: from here on the program ends with kExitBlocked instead.
void answer_crashes();

}  // namespace aegis::agent

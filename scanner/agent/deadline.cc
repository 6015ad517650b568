#include "scanner/agent/deadline.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <string_view>
#include <utility>

namespace aegis::agent {

namespace {

using Clock = std::chrono::steady_clock;

int milliseconds_to(Clock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
  return static_cast<int>(std::max<int64_t>(left.count(), 0));
}

// Runs with whatever the crash has left: calls nothing that is not safe in a signal handler.
void end_after_crash(int) {
  constexpr std::string_view kMessage = "Aegis blocked this: it crashed. Report it.\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kMessage.data(), kMessage.size());
  ::_exit(kExitBlocked);
}

}  // namespace

std::optional<int> Speaker::say(const HookAnswer& answer) {
  if (has_spoken_.test_and_set()) return std::nullopt;
  const bool is_told = write_all(STDOUT_FILENO, answer.out) && write_all(STDERR_FILENO, answer.err);
  return is_told ? answer.exit_code : kExitBlocked;
}

int Speaker::say_or_wait(const HookAnswer& answer) {
  const auto status = say(answer);
  while (!status) ::pause();
  return *status;
}

Deadline::Deadline(Clock::time_point end, HookAnswer answer, Speaker& speaker) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) ::_exit(speaker.say_or_wait(answer));
  sleeps_ = Fd(ends[0]);
  wakes_ = Fd(ends[1]);
  thread_ = std::thread([this, end, &speaker, said = std::move(answer)] {
    pollfd woken{sleeps_.get(), POLLIN, 0};
    int ready = 0;
    do {
      ready = ::poll(&woken, 1, milliseconds_to(end));
    } while (ready < 0 && Clock::now() < end);
    if (ready > 0) return;
    if (const auto status = speaker.say(said)) ::_exit(*status);
  });
}

Deadline::~Deadline() {
  // One byte: to close the pipe would be seen as well, but not by who has the other end inherited.
  if (!write_all(wakes_.get(), "x")) ::_exit(kExitBlocked);
  thread_.join();
}

void answer_crashes() {
  // A stack that overflowed has no room for the handler.
  static std::array<char, 16384> stack;
  stack_t other{};
  other.ss_sp = stack.data();
  other.ss_size = stack.size();
  ::sigaltstack(&other, nullptr);
  struct sigaction action {};
  action.sa_handler = end_after_crash;
  action.sa_flags = SA_ONSTACK;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGXCPU, SIGTERM}) {
    ::sigaction(signal, &action, nullptr);
  }
}

}  // namespace aegis::agent

#include "scanner/agent/deadline.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <string_view>
#include <utility>

namespace aegis::agent {

namespace {

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

Deadline::Deadline(std::chrono::steady_clock::time_point end, HookAnswer answer, Speaker& speaker)
    : alarm_(end, [&speaker, said = std::move(answer)] {
        if (const auto status = speaker.say(said)) ::_exit(*status);
      }) {}

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

#include "scanner/base/alarm.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace aegis {

namespace {

using Clock = std::chrono::steady_clock;

int milliseconds_to(Clock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
  return static_cast<int>(std::clamp<int64_t>(left.count(), 0, 1 << 30));
}

}  // namespace

Alarm::Alarm(Clock::time_point end, std::function<void()> ring) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    ring();
    return;
  }
  sleeps_ = Fd(ends[0]);
  wakes_ = Fd(ends[1]);
  try {
    thread_ = std::thread([this, end, ring] {
      pollfd woken{sleeps_.get(), POLLIN, 0};
      int ready = 0;
      do {
        ready = ::poll(&woken, 1, milliseconds_to(end));
      } while (ready <= 0 && Clock::now() < end);
      if (ready <= 0) ring();
    });
  } catch (const std::system_error&) {
    ring();
  }
}

Alarm::~Alarm() {
  if (!thread_.joinable()) return;
  // One byte: to close the pipe would be seen as well, but not by who has the other end inherited.
  if (!write_all(wakes_.get(), "x")) std::abort();
  thread_.join();
}

}  // namespace aegis

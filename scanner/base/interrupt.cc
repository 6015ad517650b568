#include "scanner/base/interrupt.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>

namespace aegis {

namespace {

sigset_t wanted() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

Interrupt::Interrupt() {
  const sigset_t set = wanted();
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  fd_ = Fd(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

Interrupt::~Interrupt() {
  const sigset_t set = wanted();
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

int Interrupt::signal() {
  signalfd_siginfo info{};
  if (signal_ == 0 && ::read(fd_.get(), &info, sizeof info) == sizeof info) {
    signal_ = static_cast<int>(info.ssi_signo);
  }
  return signal_;
}

bool Interrupt::wait_for(int fd) {
  // A signal is told once by its descriptor.
  if (signal() != 0) return false;
  pollfd fds[] = {{fd, POLLIN, 0}, {fd_.get(), POLLIN, 0}};
  while (::poll(fds, 2, -1) < 0 && errno == EINTR) {
  }
  return signal() == 0;
}

}  // namespace aegis

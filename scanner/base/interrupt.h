// Being asked to stop, without a handler that could run anywhere.
#pragma once

#include "scanner/base/fd.h"

namespace aegis {

// While it lives, SIGINT and SIGTERM do not end the program but are noted here. Made before any
// other thread is, so that all heed it.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // The signal that came, or 0. Does not wait.
  int signal();

  // Waits until `fd` can be read, or a signal came; whether the former.
  bool wait_for(int fd);

 private:
  Fd fd_;
  int signal_ = 0;
};

}  // namespace aegis

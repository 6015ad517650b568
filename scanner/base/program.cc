#include "scanner/base/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include "scanner/base/fd.h"

namespace aegis {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kMostErrors = size_t{64} << 10;

// A stream to or from the program, and this program's end of it.
struct Stream {
  Fd own;
  Fd given;
};

Error cannot_start(const std::string& name, int error_number) {
  return system_error(ErrorKind::kUsage, "cannot start " + name, error_number);
}

// A socket, not a pipe: one may write to it without a signal where nobody reads.
Result<Stream> stream() {
  std::array<int, 2> ends;
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return system_error(ErrorKind::kInternal, "cannot make a socket", errno);
  }
  Stream made{Fd(ends[0]), Fd(ends[1])};
  ::fcntl(made.own.get(), F_SETFL, O_NONBLOCK);
  return made;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

// In a process group of its own, with the signals as a program expects them.
Result<pid_t> start(const Program& program, const std::array<const Stream*, 3>& streams) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int i = 0; i < 3; ++i) {
    posix_spawn_file_actions_adddup2(&actions, streams[static_cast<size_t>(i)]->given.get(), i);
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t all;
  sigfillset(&all);
  posix_spawnattr_setsigdefault(&attributes, &all);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(
      &attributes,
      static_cast<short>(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
  std::vector<std::string> words = program.words;
  std::vector<std::string> variables = program.variables;
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, words.front().c_str(), &actions, &attributes,
                                    pointers(words).data(), pointers(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return cannot_start(words.front(), failed);
  return child;
}

// Gives the next part of the input; ends the stream when there is no more, or nobody reads it.
void feed(Fd& to, std::string_view& input) {
  const ssize_t sent = ::send(to.get(), input.data(), input.size(), MSG_NOSIGNAL);
  if (sent > 0) input.remove_prefix(static_cast<size_t>(sent));
  const bool is_broken = sent < 0 && errno != EAGAIN && errno != EINTR;
  if (input.empty() || is_broken) to = Fd();
}

// Takes what has come; what is too much is let go. Ends the stream at its end.
void drain(Fd& from, std::string& into, size_t most) {
  std::array<char, 65536> buffer;
  const ssize_t size = ::read(from.get(), buffer.data(), buffer.size());
  if (size > 0) {
    into.append(buffer.data(), std::min(static_cast<size_t>(size), most - into.size()));
  } else if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
    from = Fd();
  }
}

// Until the program has closed its output, or the deadline; false: that has come.
bool talk(Fd to, Fd from, Fd errors, const Program& program, Clock::time_point deadline,
          ProgramRun& run) {
  std::string_view input = program.input;
  if (input.empty()) to = Fd();
  while (from || errors) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    std::array<pollfd, 3> waiting = {pollfd{to.get(), POLLOUT, 0}, pollfd{from.get(), POLLIN, 0},
                                     pollfd{errors.get(), POLLIN, 0}};
    if (::poll(waiting.data(), waiting.size(),
               static_cast<int>(std::min<int64_t>(left, 1 << 30))) <= 0) {
      continue;
    }
    if (waiting[0].revents != 0) feed(to, input);
    if (waiting[1].revents != 0) drain(from, run.output, program.most_output);
    if (waiting[2].revents != 0) drain(errors, run.errors, kMostErrors);
  }
  return true;
}

// False: it still runs.
bool has_ended(pid_t child, int flags, int& status) {
  pid_t ended = 0;
  do {
    ended = ::waitpid(child, &status, flags);
  } while (ended < 0 && errno == EINTR);
  return ended != 0;
}

// It may have closed its output and go on.
bool ends_by(pid_t child, Clock::time_point deadline, int& status) {
  constexpr int kPause = 5;  // milliseconds
  while (!has_ended(child, WNOHANG, status)) {
    if (Clock::now() >= deadline) return false;
    ::poll(nullptr, 0, kPause);
  }
  return true;
}

}  // namespace

Result<ProgramRun> run_program(const Program& program) {
  const auto deadline = Clock::now() + program.deadline;
  auto input = stream();
  if (!input) return std::move(input).error();
  auto output = stream();
  if (!output) return std::move(output).error();
  auto errors = stream();
  if (!errors) return std::move(errors).error();
  const auto child = start(program, {&*input, &*output, &*errors});
  if (!child) return child.error();
  for (Stream* const stream : {&*input, &*output, &*errors}) stream->given = Fd();
  ProgramRun run;
  int status = 0;
  const bool is_done = talk(std::move(input->own), std::move(output->own), std::move(errors->own),
                            program, deadline, run) &&
                       ends_by(*child, deadline, status);
  if (!is_done) {
    run.is_late = true;
    ::kill(-*child, SIGKILL);
    has_ended(*child, 0, status);
  }
  run.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

std::vector<std::string> own_variables() {
  std::vector<std::string> all;
  for (char** variable = environ; *variable != nullptr; ++variable) all.emplace_back(*variable);
  return all;
}

}  // namespace aegis

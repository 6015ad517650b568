#include "scanner/logs/journal_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <utility>

namespace aegis {

namespace {

constexpr uint64_t kMicroseconds = 1'000'000;
constexpr size_t kMostComplaints = 300;

// What a program is started with; freed when it has been.
class Spawning {
 public:
  Spawning(int output, int complaints) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, complaints, STDERR_FILENO);
    // This process blocks and ignores signals that must end that one.
    sigset_t set;
    sigemptyset(&set);
    posix_spawnattr_setsigmask(&attributes_, &set);
    sigaddset(&set, SIGPIPE);
    sigaddset(&set, SIGXFSZ);
    posix_spawnattr_setsigdefault(&attributes_, &set);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Spawning() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Spawning(const Spawning&) = delete;
  Spawning& operator=(const Spawning&) = delete;

  // The error number, or 0.
  int start(const char* const* words, pid_t& pid) {
    return ::posix_spawnp(&pid, words[0], &actions_, &attributes_, const_cast<char* const*>(words),
                          environ);
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// "--since=@SECONDS" of a cursor, which has its time in microseconds as ";t=HEX;".
std::string since_of(std::string_view cursor) {
  constexpr std::string_view kTime = ";t=";
  const size_t at = cursor.find(kTime);
  uint64_t time = 0;
  if (at != std::string_view::npos) {
    const std::string_view digits = cursor.substr(at + kTime.size());
    (void)std::from_chars(digits.data(), digits.data() + digits.size(), time, 16);
  }
  return "--since=@" + std::to_string(time / kMicroseconds);
}

}  // namespace

Result<JournalProgram> JournalProgram::start(const std::string& cursor) {
  JournalProgram program(cursor);
  const std::string where = cursor.empty() ? "" : "--after-cursor=" + cursor;
  if (auto ok = program.spawn(where); !ok) return std::move(ok).error();
  return program;
}

JournalProgram::JournalProgram(JournalProgram&& other) noexcept
    : cursor_(std::move(other.cursor_)),
      output_(std::move(other.output_)),
      complaints_(std::move(other.complaints_)),
      pid_(std::exchange(other.pid_, -1)),
      goes_on_(other.goes_on_),
      given_(other.given_),
      error_(std::move(other.error_)) {}

JournalProgram::~JournalProgram() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGTERM);
  (void)wait();
}

Result<void> JournalProgram::spawn(const std::string& where) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    return system_error(ErrorKind::kUnreadable, "cannot make a pipe", errno);
  }
  output_ = Fd(ends[0]);
  const Fd input(ends[1]);
  complaints_ = Fd(::memfd_create("journalctl", MFD_CLOEXEC));
  const char* words[] = {
      "journalctl", "--output=json", "--all", "--no-pager", where.empty() ? nullptr : where.c_str(),
      nullptr};
  const int problem = Spawning(input.get(), complaints_.get()).start(words, pid_);
  if (problem == 0) return {};
  pid_ = -1;
  return system_error(ErrorKind::kUnreadable, "cannot start journalctl", problem);
}

Result<size_t> JournalProgram::read(std::span<char> out, Interrupt* interrupt) {
  size_t filled = 0;
  while (filled < out.size() && pid_ >= 0) {
    if (interrupt != nullptr && !interrupt->wait_for(output_.get())) break;
    const ssize_t n = ::read(output_.get(), out.data() + filled, out.size() - filled);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      if (is_over()) break;
      continue;
    }
    filled += static_cast<size_t>(n);
    given_ += static_cast<size_t>(n);
  }
  if (filled == 0 && error_) return *error_;
  return filled;
}

// Its output has ended. Where it failed at once, it may be the cursor that it does not know.
bool JournalProgram::is_over() {
  auto status = wait();
  if (!status && given_ == 0 && !cursor_.empty()) {
    status = spawn(since_of(std::exchange(cursor_, "")));
    if (status) return false;
  }
  if (status && given_ == 0 && !goes_on_) {
    status = unreadable("journalctl gives no entry; is there a journal that you may read?");
  }
  if (!status) error_ = std::move(status).error();
  return true;
}

Result<void> JournalProgram::wait() {
  int status = 0;
  output_ = Fd();
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  const std::string said = complaints();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return unreadable("journalctl failed: " + said);
  }
  // Journals that it may not read, or cannot, are left out with a word and nothing else.
  if (!said.empty()) return unreadable("journalctl says: " + said);
  return {};
}

// The beginning of what it wrote to standard error, on one line.
std::string JournalProgram::complaints() const {
  std::string said(kMostComplaints, '\0');
  const ssize_t n = ::pread(complaints_.get(), said.data(), said.size(), 0);
  said.resize(n > 0 ? static_cast<size_t>(n) : 0);
  std::replace(said.begin(), said.end(), '\n', ' ');
  said.erase(said.find_last_not_of(' ') + 1);
  return said;
}

std::string_view last_cursor(std::string_view text) {
  constexpr std::string_view kCursor = "\"__CURSOR\":\"";
  const size_t end = text.rfind('\n');
  if (end == std::string_view::npos) return {};
  const std::string_view lines = text.substr(0, end);
  const size_t at = lines.rfind(kCursor);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = lines.substr(at + kCursor.size());
  const size_t quote = rest.find('"');
  return quote == std::string_view::npos ? std::string_view() : rest.substr(0, quote);
}

}  // namespace aegis

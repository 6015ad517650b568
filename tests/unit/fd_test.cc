#include "scanner/base/fd.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

namespace {

std::string problem(const std::string& path, FinalSymlink symlink = FinalSymlink::kRefuse) {
  const auto file = open_regular(path, symlink);
  if (file) return "none";
  CHECK(file.error().kind() == ErrorKind::kUnreadable);
  CHECK(file.error().message().find(path) == std::string::npos);
  return file.error().message();
}

}  // namespace

TEST_CASE("Only a regular file is opened, and at once") {
  TemporaryFolder folder;
  folder.write("file", "text");
  REQUIRE(::mkfifo(folder.path("fifo").c_str(), 0600) == 0);
  REQUIRE(::symlink("file", folder.path("link").c_str()) == 0);
  REQUIRE(::symlink("nowhere", folder.path("dangling").c_str()) == 0);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  folder.path("socket").copy(address.sun_path, sizeof(address.sun_path) - 1);
  REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  ::close(socket);

  CHECK(problem(folder.path("file")) == "none");
  CHECK(problem(folder.path()) == "is a folder, not a file");
  CHECK(problem(folder.path("fifo")).find("is a FIFO") == 0);
  CHECK(problem(folder.path("socket")) == "is a socket, not a regular file");
  CHECK(problem("/dev/null") == "is a device, not a regular file");
  CHECK(problem(folder.path("missing")) == "cannot open: No such file or directory");
  CHECK(problem(folder.path("link")) == "became a symbolic link; not followed");
  CHECK(problem(folder.path("link"), FinalSymlink::kFollow) == "none");
  CHECK(problem(folder.path("dangling"), FinalSymlink::kFollow) != "none");
  CHECK(exists(folder.path("dangling")));
  CHECK_FALSE(exists(folder.path("missing")));
}

TEST_CASE("A file is read whole, up to a limit") {
  TemporaryFolder folder;
  for (const size_t size : {0, 1, 4095, 4096, 4097, 300'000}) {
    const std::string bytes(size, 'x');
    folder.write("file", bytes);
    CHECK(*read_file(folder.path("file"), size) == bytes);
    if (size > 0) CHECK_FALSE(read_file(folder.path("file"), size - 1));
  }
  CHECK_FALSE(read_file("/proc/self/status", 1 << 20)->empty());  // its size is said to be 0
  CHECK(read_file(folder.path("file"), 10).error().message() ==
        "is larger than the 10 bytes allowed here");
}

TEST_CASE("A descriptor closes itself once") {
  int pipe[2];
  REQUIRE(::pipe(pipe) == 0);
  const Fd writer(pipe[1]);
  {
    Fd reader(pipe[0]);
    Fd moved(std::move(reader));
    CHECK_FALSE(reader);  // NOLINT: what a moved-from Fd is, is part of its contract
    CHECK(moved.get() == pipe[0]);
    REQUIRE(::write(writer.get(), "abc", 3) == 3);
    std::string buffer(3, '\0');
    CHECK(*read_fully(moved.get(), buffer) == 3);
    CHECK(buffer == "abc");
  }
  CHECK(::fcntl(pipe[0], F_GETFD) == -1);
  char byte = 0;
  CHECK_FALSE(read_fully(pipe[0], std::span<char>(&byte, 1)));
}

TEST_CASE("An error gains context on its way up") {
  const Error error = usage_error("missing )").in("rule a").in("a.json");
  CHECK(error.message() == "a.json: rule a: missing )");
  CHECK(error.kind() == ErrorKind::kUsage);
  CHECK(system_error(ErrorKind::kInternal, "opening", EACCES).message() ==
        "opening: Permission denied");
}

}  // namespace aegis

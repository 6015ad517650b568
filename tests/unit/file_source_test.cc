#include "scanner/source/file_source.h"

#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/support/samples.h"

namespace aegis {

namespace {

CollectSink collected(std::vector<FileRoot> roots) {
  CollectSink sink;
  FileSource source(std::move(roots));
  REQUIRE(source.list(sink));
  return sink;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("A folder is walked in order, and links are not followed") {
  TemporaryFolder folder;
  folder.write("b", "2");
  folder.write("a", "1");
  folder.write("sub/deep/c", "3");
  REQUIRE(::symlink("a", folder.path("link").c_str()) == 0);
  REQUIRE(::symlink(".", folder.path("loop").c_str()) == 0);
  const CollectSink sink = collected({{folder.path(), "", folder.path(), nullptr}});
  CHECK(sink.identities == Texts{"a", "b", "sub/deep/c"});
  CHECK(sink.paths == Texts{folder.path("a"), folder.path("b"), folder.path("sub/deep/c")});
  CHECK(sink.contents == Texts{"1", "2", "3"});
  CHECK(sink.skipped_paths.empty());
}

TEST_CASE("What cannot be scanned is said") {
  TemporaryFolder folder;
  REQUIRE(::mkfifo(folder.path("fifo").c_str(), 0600) == 0);
  const CollectSink sink = collected({{folder.path(), "", folder.path(), nullptr},
                                      {folder.path("missing"), "missing", folder.path(), nullptr}});
  REQUIRE(sink.skipped_paths.size() == 2);
  CHECK(sink.skipped_paths[0].find("fifo: is a FIFO") != std::string::npos);
  CHECK(sink.skipped_paths[1] ==
        folder.path("missing") + ": cannot open: No such file or directory");
}

TEST_CASE("A file or a link given by name is scanned") {
  TemporaryFolder folder;
  folder.write("a", "1");
  REQUIRE(::symlink("a", folder.path("link").c_str()) == 0);
  const CollectSink sink = collected({{folder.path("link"), "link", folder.path(), nullptr}});
  CHECK(sink.contents == Texts{"1"});
  CHECK(sink.identities == Texts{"link"});
}

TEST_CASE("Ignored paths and git's object stores are left out, and counted") {
  TemporaryFolder folder;
  folder.write("keep", "1");
  folder.write("build/x", "2");
  folder.write(".git/HEAD", "ref: x");
  folder.write(".git/refs/x", "0");
  folder.write(".git/objects/ab/cd", "z");
  folder.write("objects/x", "3");
  IgnoreRules rules;
  rules.add("build/");
  const CollectSink sink = collected({{folder.path(), "", folder.path(), &rules}});
  CHECK(sink.identities == Texts{"keep", "objects/x", ".git/HEAD", ".git/refs/x"});
  CHECK(sink.excluded_paths.size() == 2);
}

TEST_CASE("Depth costs a walk nothing") {
  TemporaryFolder folder;
  std::string below;
  for (int i = 0; i < 200; ++i) below += "folder/";
  folder.write(below + "file", "1");
  CHECK(collected({{folder.path(), "", folder.path(), nullptr}}).contents == Texts{"1"});
}

TEST_CASE("A descriptor is read once, under its given name") {
  int pipe[2];
  REQUIRE(::pipe(pipe) == 0);
  REQUIRE(::write(pipe[1], "text", 4) == 4);
  ::close(pipe[1]);
  CollectSink sink;
  StreamSource source(pipe[0], "<stdin>");
  REQUIRE(source.list(sink));
  ::close(pipe[0]);
  CHECK(sink.paths == Texts{"<stdin>"});
  CHECK(sink.contents == Texts{"text"});
}

}  // namespace aegis

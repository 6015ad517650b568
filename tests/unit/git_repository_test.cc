#include "scanner/git/repository.h"

#include <catch2/catch.hpp>

#include "scanner/git/refs.h"
#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

std::string error_of(const std::string& start, const Environment& environment = {}) {
  auto repository = Repository::open(start, environment);
  return repository ? "" : repository.error().message();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A repository is found from its top and from any folder below") {
  RepositorySandbox sandbox;
  sandbox.git("mkdir -p a/b");
  for (const char* const start : {"repo", "repo/a", "repo/a/b/../b/"}) {
    auto repository = Repository::open(sandbox.path(start), {});
    REQUIRE(repository);
    CHECK(repository->git_dir() == sandbox.path("repo/.git"));
    CHECK(repository->common_dir() == sandbox.path("repo/.git"));
    CHECK(repository->work_tree() == sandbox.path("repo"));
    CHECK(repository->index_file() == sandbox.path("repo/.git/index"));
    CHECK(repository->object_directory() == sandbox.path("repo/.git/objects"));
    CHECK(repository->hash_kind() == HashKind::kSha1);
  }
}

TEST_CASE("A bare repository has no work tree") {
  Sandbox sandbox;
  sandbox.run("git init -q --bare bare");
  auto repository = Repository::open(sandbox.path("bare"), {});
  REQUIRE(repository);
  CHECK(repository->work_tree().empty());
  CHECK(repository->git_dir() == sandbox.path("bare"));
  Environment hook;
  hook.git_dir = ".";
  auto from_hook = Repository::open(sandbox.path("bare"), hook);
  REQUIRE(from_hook);
  CHECK(from_hook->work_tree().empty());
}

TEST_CASE("A linked worktree has its own HEAD and index, and shares the rest") {
  RepositorySandbox sandbox;
  sandbox.git("git commit -q --allow-empty -m x && git worktree add -q ../linked -b side");
  auto repository = Repository::open(sandbox.path("linked"), {});
  REQUIRE(repository);
  CHECK(repository->git_dir() == sandbox.path("repo/.git/worktrees/linked"));
  CHECK(repository->common_dir() == sandbox.path("repo/.git"));
  CHECK(repository->work_tree() == sandbox.path("linked"));
  CHECK((*head_commit(*repository))->hex() == sandbox.git_line("git rev-parse side"));
  Environment hook;
  hook.git_dir = repository->git_dir();
  hook.index_file = repository->index_file();
  auto from_hook = Repository::open(sandbox.path("linked"), hook);
  REQUIRE(from_hook);
  CHECK(from_hook->common_dir() == repository->common_dir());
  CHECK(from_hook->work_tree() == repository->work_tree());
}

TEST_CASE("A submodule lies in its own folder though its repository is elsewhere") {
  RepositorySandbox sandbox;
  sandbox.git("git commit -q --allow-empty -m x");
  sandbox.run(
      "git init -q super && cd super && "
      "git -c protocol.file.allow=always submodule --quiet add ../repo sub");
  auto repository = Repository::open(sandbox.path("super/sub"), {});
  REQUIRE(repository);
  CHECK(repository->git_dir() == sandbox.path("super/.git/modules/sub"));
  CHECK(repository->work_tree() == sandbox.path("super/sub"));
  Environment hook;  // as git sets it for a commit in a submodule
  hook.git_dir = sandbox.path("super/.git/modules/sub");
  CHECK(Repository::open(sandbox.path("super/sub"), hook)->work_tree() ==
        sandbox.path("super/sub"));
}

TEST_CASE("The environment decides over what is found") {
  RepositorySandbox sandbox;
  sandbox.run("git init -q other && mkdir tree repo/sub");
  Environment environment;
  environment.git_dir = "../other/.git";
  environment.work_tree = "../tree";
  environment.index_file = "my.index";
  environment.object_directory = sandbox.path("other/.git/objects");
  environment.alternate_object_directories = sandbox.path("a") + "::\"/b\\072\\\"c\":d";
  auto repository = Repository::open(sandbox.path("repo"), environment);
  REQUIRE(repository);
  CHECK(repository->git_dir() == sandbox.path("other/.git"));
  CHECK(repository->work_tree() == sandbox.path("tree"));
  CHECK(repository->index_file() == sandbox.path("repo/my.index"));
  CHECK(repository->alternate_object_directories() ==
        std::vector<std::string>{sandbox.path("a"), "/b:\"c", sandbox.path("repo/d")});

  Environment index_only;
  index_only.index_file = ".git/index";
  CHECK(Repository::open(sandbox.path("repo/sub"), index_only)->index_file() ==
        sandbox.path("repo/.git/index"));
}

TEST_CASE("The search goes not above a ceiling") {
  RepositorySandbox sandbox;
  sandbox.git("mkdir -p a/b");
  Environment environment;
  environment.ceiling_directories = "relative:" + sandbox.path("repo/a");
  CHECK(contains(error_of(sandbox.path("repo/a/b"), environment), "not in a git repository"));
  CHECK(
      error_of(sandbox.path("repo/a"), environment).empty());  // git: the start is always searched
  environment.ceiling_directories = sandbox.path("repo");
  CHECK(contains(error_of(sandbox.path("repo/a"), environment), "not in a git repository"));
}

TEST_CASE("What is no repository is an error") {
  Sandbox sandbox;
  sandbox.run("mkdir -p empty/.git");
  Environment environment;
  environment.ceiling_directories = "/tmp";
  CHECK(contains(error_of(sandbox.path("empty"), environment), "not in a git repository"));
  CHECK(contains(error_of(sandbox.path("absent"), environment), "no such folder"));
  environment.git_dir = sandbox.path("empty/.git");
  CHECK(contains(error_of(sandbox.path("empty"), environment), "GIT_DIR"));
  environment.git_dir = sandbox.path("absent");
  CHECK(contains(error_of(sandbox.path("empty"), environment), "does not exist"));
}

TEST_CASE("A .git that leads to no repository is an error, never a wait") {
  struct Case {
    const char* make;
    const char* says;
  };
  const Case kCases[] = {
      {"printf 'gitdir: .git\\n' > .git", "does not exist"},
      {"printf 'gitdir: nowhere' > .git", "does not exist"},
      {"printf 'gitdir: .\\n' > .git", "no repository"},
      {"echo nonsense > .git", "gitdir"},
      {"mkfifo .git", "FIFO"},
      {"ln -s /dev/zero .git", "device"},
      {"ln -s .git .git", "leads nowhere"},
      {"head -c 2000000 /dev/zero > .git", "larger than"},
  };
  for (const auto& [make, says] : kCases) {
    INFO(make);
    Sandbox sandbox;
    sandbox.run(make);
    CHECK(contains(error_of(sandbox.path()), says));
  }
}

TEST_CASE("A format or extension that would be misread is refused by name") {
  struct Case {
    const char* config;
    const char* says;
  };
  const Case kCases[] = {
      {"core.repositoryformatversion 2", "core.repositoryformatversion=2"},
      {"extensions.refstorage reftable", "extensions.refstorage=reftable"},
      {"extensions.frobnicate yes", "extensions.frobnicate=yes"},
      {"extensions.objectformat md5", "extensions.objectformat=md5"},
      {"extensions.noop true", ""},
      {"extensions.partialClone origin", ""},
      {"extensions.worktreeConfig true", ""},
      {"extensions.preciousObjects true", ""},
      {"extensions.relativeWorktrees true", ""},
      {"extensions.refStorage files", ""},
      {"extensions.objectFormat sha1", ""},
  };
  for (const auto& [config, says] : kCases) {
    INFO(config);
    RepositorySandbox sandbox;
    sandbox.git("printf '[core]\\n repositoryformatversion = 1\\n' > .git/config");
    sandbox.git("git config -f .git/config " + std::string(config));
    const std::string error = error_of(sandbox.path("repo"));
    CHECK((*says == '\0' ? error.empty() : contains(error, says)));
  }
}

TEST_CASE("A hostile config is an error, never a wait") {
  RepositorySandbox sandbox;
  sandbox.git(
      "printf '[include]\\n path = /dev/zero\\n[include]\\n path = config\\n' >> .git/config");
  CHECK(error_of(sandbox.path("repo")).empty());
  sandbox.git("head -c 2000000 /dev/zero >> .git/config");
  CHECK(contains(error_of(sandbox.path("repo")), "larger than"));
  sandbox.git("rm .git/config && mkfifo .git/config");
  CHECK(contains(error_of(sandbox.path("repo")), "FIFO"));
}

TEST_CASE("core.worktree and a promisor remote are seen") {
  RepositorySandbox sandbox;
  sandbox.run("mkdir tree");
  CHECK_FALSE(sandbox.open().is_partial_clone());
  sandbox.git("git config core.worktree ../../tree && git config remote.origin.promisor true");
  CHECK(sandbox.open().work_tree() == sandbox.path("tree"));
  CHECK(sandbox.open().is_partial_clone());
}

TEST_CASE("A SHA-256 repository says so") {
  CHECK(RepositorySandbox("--object-format=sha256").open().hash_kind() == HashKind::kSha256);
}

TEST_CASE("The environment of the process is read variable by variable") {
  ::setenv("GIT_INDEX_FILE", "some/index", 1);
  ::setenv("GIT_DIR", "", 1);
  const Environment environment = environment_of_process();
  ::unsetenv("GIT_INDEX_FILE");
  ::unsetenv("GIT_DIR");
  CHECK(environment.index_file == "some/index");
  CHECK_FALSE(environment.git_dir);
}

}  // namespace aegis::git

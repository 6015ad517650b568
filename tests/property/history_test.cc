// A history has the findings of every one of its blobs scanned whole.
#include "scanner/scan/history.h"

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "scanner/rule/rule_file.h"
#include "tests/support/samples.h"
#include "tests/unit/git_sandbox.h"

namespace aegis {

namespace {

using git::RepositorySandbox;

std::string planted(SampleRandom& random) {
  const auto& rules = built_in_rules().rules;
  switch (random.below(6)) {
    case 0:
      return "password = \"" + random_of(kBase62Letters, 14, random) + "\"\n";
    case 1:
      return "curl -X POST \\\n  -u me:" + random_of(kBase62Letters, 12, random) + " \\\n  host\n";
    case 2:
      return "machine h\n  login me\n  password " + random_of(kBase62Letters, 12, random) + "\n";
    default:
      break;
  }
  for (;;) {
    const Rule& rule = rules[random.below(rules.size())];
    if (rule.kind == MatchKind::kGrammar) continue;
    const auto shape = shape_of(rule);
    const auto token =
        make_example(rule, shape->variants[random.below(shape->variants.size())], random);
    if (!token) continue;
    const auto forms = in_surroundings(*token, name_for(rule));
    return forms[random.below(forms.size())] + "\n";
  }
}

using Lines = std::vector<std::string>;

std::string joined(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

// Makes commits that add, take away and move lines, rename files, cut secrets in two and put them
// together again.
class Author {
 public:
  Author(const RepositorySandbox& sandbox, SampleRandom& random)
      : sandbox_(sandbox), random_(random) {}

  void commit() {
    if (files_.size() < 4 || random_.below(10) == 0) add_file();
    const std::string path = some_path();
    Lines& lines = files_[path];
    switch (random_.below(9)) {
      case 0:
        lines.insert(lines.begin() + static_cast<long>(place(lines)), planted(random_));
        break;
      case 1:
        if (!lines.empty())
          lines.erase(lines.begin() + static_cast<long>(random_.below(lines.size())));
        break;
      case 2:
        move_line(lines, files_[some_path()]);
        break;
      case 3:
        cut(lines);
        break;
      case 4:
        join(lines);
        break;
      case 5:
        rename(path);
        break;
      case 6:
        if (!before_.empty()) files_ = before_;  // a revert
        break;
      default:
        lines.insert(lines.begin() + static_cast<long>(place(lines)), line_of_text(random_));
    }
    before_ = files_;
    write();
  }

 private:
  size_t place(const Lines& lines) { return random_.below(lines.size() + 1); }

  void add_file() {
    static const char* const kNames[] = {"a.py",    "conf/app.ini", "src/deep/x.c", "notes.md",
                                         ".pgpass", "run.sh",       "data.json",    ".npmrc",
                                         ".env",    "conf/id_rsa",  "tests/a.pem",  ".kube/config"};
    Lines lines;
    for (size_t i = random_.below(60); i-- > 0;) lines.push_back(line_of_text(random_));
    files_[kNames[random_.below(12)]] = std::move(lines);
  }

  std::string some_path() {
    auto file = files_.begin();
    std::advance(file, static_cast<long>(random_.below(files_.size())));
    return file->first;
  }

  void move_line(Lines& from, Lines& to) {
    if (from.empty()) return;
    const size_t at = random_.below(from.size());
    const std::string line = from[at];
    from.erase(from.begin() + static_cast<long>(at));
    to.insert(to.begin() + static_cast<long>(place(to)), line);
  }

  void cut(Lines& lines) {
    if (lines.empty()) return;
    const size_t at = random_.below(lines.size());
    const std::string line = lines[at];
    if (line.size() < 4) return;
    const size_t half = 1 + random_.below(line.size() - 2);
    lines[at] = line.substr(0, half) + "\n";
    lines.insert(lines.begin() + static_cast<long>(at) + 1, line.substr(half));
  }

  void join(Lines& lines) {
    if (lines.size() < 2) return;
    const size_t at = random_.below(lines.size() - 1);
    if (!lines[at].ends_with('\n')) return;
    lines[at] = lines[at].substr(0, lines[at].size() - 1) + lines[at + 1];
    lines.erase(lines.begin() + static_cast<long>(at) + 1);
  }

  void rename(const std::string& path) {
    files_["moved/" + std::to_string(random_.below(5)) + ".txt"] = files_[path];
    files_.erase(path);
  }

  void write() {
    sandbox_.git(
        "git rm -rqf --cached . >/dev/null 2>&1 || true; "
        "find . -mindepth 1 -maxdepth 1 ! -name .git -exec rm -rf {} +");
    for (const auto& [path, lines] : files_) {
      if (path.find('/') != std::string::npos) {
        sandbox_.git("mkdir -p '" + path.substr(0, path.rfind('/')) + "'");
      }
      sandbox_.write("repo/" + path, joined(lines));
    }
    sandbox_.git("git add -Af . && git commit -q --allow-empty -m '" +
                 std::to_string(random_.below(100)) + "'");
  }

  const RepositorySandbox& sandbox_;
  SampleRandom& random_;
  std::map<std::string, Lines> files_;
  std::map<std::string, Lines> before_;
};

// What tells the findings of a history apart: rule and secret, of a file rule and path.
std::string key_of(const Finding& finding) {
  return finding.rule->id + " " +
         (is_of_file(finding) ? finding.origin->path : std::string(finding.secret.reveal()));
}

// Of everything that stands in any blob at any of its paths.
std::set<std::string> oracle(const RepositorySandbox& sandbox) {
  std::set<std::string> found;
  std::istringstream objects(
      sandbox.git("git log --all --reflog --format=%T | sort -u | while read tree; do "
                  "git ls-tree -rz $tree | tr '\\0' '\\n'; done | cut -d' ' -f3 | sort -u"));
  std::string line;
  while (std::getline(objects, line)) {
    const size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;
    const std::string blob = line.substr(0, tab);
    const std::string text = sandbox.git("git cat-file blob " + blob);
    MemoryFile file{line.substr(tab + 1), text};
    file.is_new_file = true;
    MemorySource source({file});
    const auto result = run(source, built_in_engine(), {}, {});
    REQUIRE(result);
    for (const Finding& finding : result->report.findings) found.insert(key_of(finding));
  }
  return found;
}

std::set<std::string> history(const RepositorySandbox& sandbox, unsigned jobs) {
  RunOptions options;
  options.jobs = jobs;
  auto result = run_history(sandbox.open(), {}, built_in_engine(), {}, options);
  REQUIRE(result);
  CHECK(result->report.skipped.empty());
  std::set<std::string> found;
  for (const Finding& finding : result->report.findings) {
    found.insert(key_of(finding));
  }
  CHECK(found.size() == result->report.findings.size());
  return found;
}

}  // namespace

TEST_CASE("A history's findings are those of every blob scanned whole") {
  SampleRandom seeds(test_seed());
  for (int round = 0; round < 3; ++round) {
    INFO("AEGIS_TEST_SEED=" << test_seed() << ", round " << round);
    SampleRandom random(seeds.next());
    const RepositorySandbox sandbox;
    Author author(sandbox, random);
    for (int i = 0; i < 40; ++i) author.commit();
    const auto expected = oracle(sandbox);
    CHECK(!expected.empty());
    CHECK(history(sandbox, 1) == expected);  // all loose
    sandbox.git("git repack -adfq --depth=50 --window=100");
    CHECK(history(sandbox, 1) == expected);
    CHECK(history(sandbox, 2) == expected);
  }
}

}  // namespace aegis

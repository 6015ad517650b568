// explain: why something is a finding, or is none.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <set>
#include <utility>

#include "scanner/base/char_set.h"
#include "scanner/base/fd.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/engine_setup.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/explanation.h"
#include "scanner/cli/known_setup.h"
#include "scanner/cli/output.h"
#include "scanner/cli/scan_job.h"
#include "scanner/git/mapped_file.h"
#include "scanner/scan/roots.h"
#include "scanner/scan/worker.h"

namespace aegis {

namespace {

constexpr size_t kLeastDigits = 4;
constexpr size_t kMostDigits = 32;

// Of "path:12" or "path:12:5".
struct PathAndLine {
  std::string path;
  uint64_t line = 0;
};

bool is_print_prefix(std::string_view text) {
  return text.size() >= kLeastDigits && text.size() <= kMostDigits &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return kHex.contains(c) && !kUpper.contains(c); });
}

// Takes ":123" off the end of `text`; nothing if there is no such end.
std::optional<uint64_t> take_number(std::string_view& text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return std::nullopt;
  uint64_t number = 0;
  for (const char c : text.substr(colon + 1)) {
    if (!kDigits.contains(c) || number > UINT32_MAX) return std::nullopt;
    number = number * 10 + static_cast<uint64_t>(c - '0');
  }
  text = text.substr(0, colon);
  return number;
}

std::optional<PathAndLine> path_and_line(std::string_view text) {
  const auto last = take_number(text);
  if (!last) return std::nullopt;
  std::string_view shorter = text;
  const auto before = take_number(shorter);
  if (before && !exists(std::string(text))) return PathAndLine{std::string(shorter), *before};
  return PathAndLine{std::string(text), *last};
}

// One run with a look at everything, and what it saw.
class Search {
 public:
  static Result<Search> run(Job job, const Options& options,
                            std::function<bool(const Finding&)> watch) {
    std::vector<Skipped> unknown;
    auto known = set_up_known(options, unknown);
    if (!known) return std::move(known).error();
    std::vector<std::string> notes;
    auto engine = set_up_engine(options, job.config, *std::move(known), notes);
    if (!engine) return std::move(engine).error();
    Search search(std::move(job), *std::move(engine));
    RunOptions run_options = run_options_of(options);
    run_options.watch = std::move(watch);
    auto result = run_job(search.job_, search.engine_, run_options);
    if (!result) return std::move(result).error();
    search.result_ = *std::move(result);
    return search;
  }

  const RunResult& result() const { return result_; }

  // The same finding may have been seen in several versions of a file.
  Result<std::string> explained() const {
    const RunOptions run_options;
    Progress silent(Progress::Show::kNo);
    auto names = Worker::create(engine_, job_.suppressions, run_options, silent);
    if (!names) return std::move(names).error();
    std::string text;
    std::set<std::pair<std::string, std::string_view>> told;
    for (const WatchedFinding& watched : result_.watched) {
      const Finding& finding = watched.finding;
      if (!told.emplace(finding.fingerprint, finding.secret.reveal()).second) continue;
      if (!text.empty()) text += '\n';
      text += explanation_of(watched, engine_, job_.suppressions,
                             [&](const std::string& name) { return names->printable(name); });
    }
    return text;
  }

 private:
  Search(Job job, Engine engine) : job_(std::move(job)), engine_(std::move(engine)) {}

  Job job_;
  Engine engine_;
  RunResult result_;
};

struct Answer {
  std::string text;
  int code = kExitClean;
};

Error not_seen(const RunResult& result, const std::string& what) {
  if (result.report.complete()) return usage_error(what);
  const Skipped& first = result.report.skipped.front();
  return unreadable(what + ", but not all was scanned: " + first.path + ": " + first.reason);
}

// Candidates of the line that became no finding.
std::string dropped_at(const RunReport& report, uint64_t line) {
  std::string text;
  for (const Explained& one : report.explained) {
    const bool is_told = one.filter == "ignore file" || one.filter == "baseline";
    if (one.line != line || is_told) continue;
    text += escaped_for_terminal(one.path + ':' + std::to_string(one.line) + ':' +
                                 std::to_string(one.column) + "  no finding of " + one.rule + " (" +
                                 one.redacted + "): the filter \"" + one.filter + "\" dropped it") +
            '\n';
  }
  return text;
}

Result<Answer> explain_place(const PathAndLine& place, Options options) {
  options.paths = {place.path};
  options.command = Command::kScan;
  auto job = make_job(options);
  if (!job) return std::move(job).error();
  const auto search = Search::run(*std::move(job), options, [&](const Finding& finding) {
    return finding.place.line <= place.line && place.line <= finding.place.end_line;
  });
  if (!search) return search.error();
  auto text = search->explained();
  if (!text) return std::move(text).error();
  const std::string dropped = dropped_at(search->result().report, place.line);
  if (!text->empty() && !dropped.empty()) *text += '\n';
  *text += dropped;
  const std::string name = place.path + ", line " + std::to_string(place.line);
  if (!search->result().report.complete()) return not_seen(search->result(), name + ": not seen");
  if (text->empty()) {
    *text =
        escaped_for_terminal(name) + ": no rule sees anything here, not even with low confidence\n";
  }
  return Answer{*text};
}

// Where a fingerprint is looked for, the quickest first.
std::vector<Command> places_of(const std::string& folder) {
  if (exists(root_of(folder).folder + "/.git")) {
    return {Command::kStaged, Command::kScan, Command::kHistory};
  }
  if (exists(folder + "/HEAD")) return {Command::kHistory};
  return {Command::kScan};
}

Result<std::string> one_of(const std::set<std::string>& prints) {
  if (prints.size() == 1) return *prints.begin();
  std::string all;
  for (const std::string& print : prints) all += "\n  " + print;
  return usage_error("several findings begin with these digits:" + all);
}

Result<Answer> explain_print(const std::string& prefix, Options options) {
  const std::string asked = options.repository;
  for (const Command command : places_of(asked)) {
    options.command = command;
    options.paths = {root_of(asked).folder};
    auto job = make_job(options);
    if (!job) return std::move(job).error();
    const auto search = Search::run(*std::move(job), options, [&](const Finding& finding) {
      return finding.fingerprint.starts_with(prefix);
    });
    if (!search) return search.error();
    std::set<std::string> prints;
    for (const WatchedFinding& watched : search->result().watched) {
      prints.insert(watched.finding.fingerprint);
    }
    if (!prints.empty()) {
      if (auto one = one_of(prints); !one) return std::move(one).error();
      auto text = search->explained();
      if (!text) return std::move(text).error();
      return Answer{*std::move(text)};
    }
    if (command == places_of(asked).back()) {
      return not_seen(search->result(), "no finding has the fingerprint " + prefix);
    }
  }
  return usage_error("no finding has the fingerprint " + prefix);
}

Result<Answer> answer(Options options) {
  options.confidence = "low";
  options.explain = true;
  options.quiet = true;
  std::string name = options.finding;
  if (name.starts_with("finding:")) name.erase(0, 8);
  if (is_print_prefix(name)) return explain_print(name, std::move(options));
  if (const auto place = path_and_line(name)) return explain_place(*place, std::move(options));
  return usage_error("'" + name +
                     "' is neither a fingerprint, or its first 4 digits or more, nor PATH:LINE");
}

}  // namespace

int run_explain_command(const Options& options) {
  std::signal(SIGPIPE, SIG_IGN);
  git::read_zeros_where_files_end();
  const auto said = answer(options);
  if (!said) {
    complain(said.error().message());
    return exit_code_of(said.error());
  }
  return write_all(STDOUT_FILENO, said->text) ? said->code : kExitInternal;
}

}  // namespace aegis

#include "scanner/watch/source_scan.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <span>
#include <string_view>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/base/hex.h"
#include "scanner/base/program.h"
#include "scanner/base/sha.h"
#include "scanner/report/report.h"
#include "scanner/state/private_file.h"
#include "scanner/watch/scan_report.h"

namespace aegis {

namespace {

constexpr size_t kMostOfReport = size_t{256} << 20;
constexpr uint64_t kMostOfState = uint64_t{4} << 30;

std::string short_hash(std::string_view text) {
  const auto digest = sha256(text);
  return to_hex(std::span(digest).first(12));
}

std::vector<std::string> words_of(const WatchedSource& source, const ScanSettings& settings,
                                  const std::string& state) {
  const bool is_audit = source.kind == SourceKind::kKnown;
  std::vector<std::string> words = {settings.program};
  const auto add = [&](std::initializer_list<std::string> more) {
    words.insert(words.end(), more);
  };
  if (is_audit) {
    add({"known", "audit"});
  } else {
    add({source.kind == SourceKind::kRepository ? "history" : "logs"});
    add({"--confidence", settings.confidence, "--state", state});
  }
  add({"--format", "json"});
  for (const std::string& path : settings.known) add({is_audit ? "--from" : "--known", path});
  if (!is_audit) add({source.path});
  return words;
}

// A copy of what was remembered, for the scan to go on from.
Result<void> copy_state(const std::string& from, const std::string& to) {
  ::unlink(to.c_str());
  if (!exists(from)) return {};
  auto bytes = read_file(from, kMostOfState, FinalSymlink::kRefuse);
  if (!bytes) return std::move(bytes).error().in(from);
  return replace_private(to, {*bytes});
}

std::string last_line(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  text.remove_prefix(text.rfind('\n') + 1);
  return escaped_for_terminal(text);
}

// Empty where the scan has come to its end, and its report is to be read.
std::string failure_of(const ProgramRun& run, std::chrono::milliseconds deadline) {
  if (run.is_late) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(deadline).count();
    return "was ended after " + std::to_string(seconds) +
           " seconds; give the watch more time (deadline_minutes)";
  }
  const bool has_report = run.code == 0 || run.code == 1 || run.code == 3;
  if (has_report && !run.output.empty()) return {};
  const std::string said = last_line(run.errors);
  return "its scan ended with " + std::to_string(run.code) + (said.empty() ? "" : ": " + said);
}

}  // namespace

std::string WatchedSource::name() const {
  switch (kind) {
    case SourceKind::kRepository:
      return "repository " + escaped_for_terminal(path);
    case SourceKind::kLog:
      return "log " + escaped_for_terminal(path);
    case SourceKind::kKnown:
      break;
  }
  return "known secrets";
}

SourceScan scan_source(const WatchedSource& source, const ScanSettings& settings) {
  SourceScan scan;
  scan.coverage.source = source.name();
  const auto fail = [&](std::string why) {
    scan.coverage.problem = std::move(why);
    return std::move(scan);
  };
  std::string state;
  if (source.kind != SourceKind::kKnown) {
    const char* const prefix = source.kind == SourceKind::kRepository ? "/history-" : "/log-";
    state = settings.state + prefix + short_hash(source.path);
    if (auto copied = copy_state(state, state + ".next"); !copied) {
      return fail(copied.error().message());
    }
  }
  Program program;
  program.words = words_of(source, settings, state + ".next");
  program.variables = own_variables();
  program.deadline = settings.deadline;
  program.most_output = kMostOfReport;
  const auto run = run_program(program);
  if (!run) return fail(run.error().message());
  if (std::string why = failure_of(*run, settings.deadline); !why.empty()) {
    return fail(std::move(why));
  }
  if (auto read = read_scan_report(source, run->output, scan); !read) {
    return fail("its report cannot be read: " + read.error().message());
  }
  if (!state.empty() && exists(state + ".next")) {
    scan.state = state + ".next";
    scan.settled_state = state;
  }
  return scan;
}

Result<void> settle(const SourceScan& scan) {
  if (scan.state.empty()) return {};
  if (::rename(scan.state.c_str(), scan.settled_state.c_str()) == 0) return {};
  return system_error(ErrorKind::kInternal, "cannot rename " + scan.state, errno);
}

}  // namespace aegis

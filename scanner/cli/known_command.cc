// known list, check, audit: a user's own secrets, by name and file and never by value.
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "scanner/base/json.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/known_setup.h"
#include "scanner/cli/output.h"
#include "scanner/known/audit.h"
#include "scanner/known/known_values.h"
#include "scanner/known/places.h"
#include "scanner/known/store_walk.h"
#include "scanner/report/escape.h"
#include "scanner/report/wording.h"
#include "scanner/scan/run.h"
#include "scanner/source/file_source.h"

namespace aegis {

namespace {

// What a command has to say.
struct Answer {
  std::string text;                    // for standard output
  std::vector<std::string> notes;      // that make nothing incomplete
  std::vector<StoreProblem> problems;  // that do
  bool has_findings = false;
};

uint64_t count_files(const Store& store) {
  return static_cast<uint64_t>(
      std::count_if(store.files.begin(), store.files.end(),
                    [](const StoreFile& file) { return !file.is_folder; }));
}

std::string summary_of(const Store& store) {
  const size_t values = group_by_value(store).size();
  const auto weak = static_cast<uint64_t>(
      std::count_if(store.entries.begin(), store.entries.end(),
                    [](const StoreEntry& entry) { return !entry.weakness.empty(); }));
  return counted(values, "value") + " in " + counted(count_files(store), "file") + " looked for, " +
         std::to_string(weak) + " not";
}

Answer list(const Store& store) {
  Answer answer;
  for (const StoreEntry& entry : store.entries) {
    answer.text += escaped_at_line_start(entry.file + ": " + entry.name);
    if (!entry.weakness.empty()) answer.text += "  (not looked for: " + entry.weakness + ')';
    answer.text += '\n';
  }
  answer.notes.push_back(summary_of(store));
  return answer;
}

Answer check(const Store& store) {
  Answer answer;
  answer.text = summary_of(store) + '\n';
  return answer;
}

// --- audit ---------------------------------------------------------------------------------------

// The variable in which a process holds a value: what stands before it, back to a NUL byte.
std::string variable_before(const Finding& finding) {
  std::string_view before = finding.evidence.before;
  before = before.substr(before.rfind('\0') + 1);
  return std::string(before.substr(0, before.find('=')));
}

AuditItem outside_item(const Finding& finding, bool in_process) {
  AuditItem item;
  item.check = "outside";
  item.path = shown_path(finding.origin->path);
  item.line = in_process ? 0 : finding.place.line;
  item.name = finding.detail;
  item.detail = "stands outside the store";
  if (in_process) item.detail += ", in " + variable_before(finding);
  item.remedy = in_process ? "give it to the programs alone that need it"
                           : "take it out, and rotate it where others could read it";
  return item;
}

// Whether a file that cannot be read is the user's business: unit files and crontabs of others are
// looked at as far as they can be.
bool is_own_place(const std::string& path) {
  return shown_path(path).starts_with("~");
}

Result<void> look_in(Source& source, const Engine& engine, bool in_process, Answer& answer,
                     std::vector<AuditItem>& items) {
  auto result = run(source, engine, {}, {});
  if (!result) return std::move(result).error();
  for (const Finding& finding : result->report.findings) {
    items.push_back(outside_item(finding, in_process));
  }
  for (const Skipped& skipped : result->report.skipped) {
    if (is_own_place(skipped.path)) {
      answer.problems.push_back({shown_path(skipped.path), skipped.reason});
    } else {
      answer.notes.push_back("not looked at: " + skipped.path + ": " + skipped.reason);
    }
  }
  if (result->report.excluded > 0) {
    answer.notes.push_back(counted(result->report.excluded, "place") +
                           " may not be read by this user");
  }
  return {};
}

Result<void> look_outside(const Options& options, const Store& store, Answer& answer,
                          std::vector<AuditItem>& items) {
  const auto book = std::make_shared<const KnownBook>(known_values_of(store));
  auto engine = Engine::create({}, book);
  if (!engine) return std::move(engine).error();
  std::set<std::string> own;
  for (const StoreFile& file : store.files) own.insert(file.path);
  std::vector<std::string> unreadable;
  std::vector<FileRoot> roots;
  for (const std::string& place : usual_places(unreadable)) {
    if (!own.contains(place)) roots.push_back({place, place, "", nullptr});
  }
  for (const std::string& place : unreadable) {
    answer.notes.push_back("not looked at: " + place + ": may not be read by this user");
  }
  FileSource files(std::move(roots));
  if (auto ok = look_in(files, *engine, false, answer, items); !ok) return ok;
  if (!options.processes) return {};
  ProcessSource processes;
  return look_in(processes, *engine, true, answer, items);
}

std::string rendered(const AuditItem& item) {
  std::string text = item.path;
  if (item.line > 0) text += ':' + std::to_string(item.line);
  text += "  " + item.check + "  ";
  if (!item.name.empty()) text += item.name + ' ';
  return escaped_at_line_start(text + item.detail) +
         "\n  now: " + escaped_for_terminal(item.remedy) + '\n';
}

Json as_json(const AuditItem& item) {
  Json object = Json::object();
  object["check"] = item.check;
  object["file"] = item.path;
  if (item.line > 0) object["line"] = item.line;
  if (!item.name.empty()) object["name"] = item.name;
  object["detail"] = item.detail;
  object["remedy"] = item.remedy;
  return object;
}

std::string rendered_as_json(const std::vector<AuditItem>& items, const Answer& answer) {
  Json report = Json::object();
  report["audit"] = Json::array();
  for (const AuditItem& item : items) report["audit"].push_back(as_json(item));
  report["skipped"] = Json::array();
  for (const StoreProblem& problem : answer.problems) {
    report["skipped"].push_back(Json{{"path", problem.path}, {"reason", problem.reason}});
  }
  report["complete"] = answer.problems.empty();
  return escaped_in_json(to_json_pretty(report)) + '\n';
}

Result<Answer> audit(const Options& options, const Store& store) {
  Answer answer;
  answer.problems = store.problems;
  std::vector<AuditItem> items =
      audit_store(store, {static_cast<int64_t>(std::time(nullptr)), options.most_days});
  if (auto ok = look_outside(options, store, answer, items); !ok) return std::move(ok).error();
  answer.has_findings = !items.empty();
  if (options.format == "json") {
    answer.text = rendered_as_json(items, answer);
  } else {
    for (const AuditItem& item : items) answer.text += rendered(item);
    answer.notes.push_back(counted(items.size(), "finding") + "; " + summary_of(store));
  }
  return answer;
}

Result<Answer> answer_to(const Options& options) {
  auto request = known_request(options);
  if (!request) return std::move(request).error();
  if (request->paths.empty()) request->paths.emplace_back(kStandardPlaces);
  const Store store = read_store(*request);
  if (options.command == Command::kKnownAudit) return audit(options, store);
  Answer answer = options.command == Command::kKnownList ? list(store) : check(store);
  answer.problems = store.problems;
  return answer;
}

}  // namespace

int run_known_command(const Options& options) {
  auto answer = answer_to(options);
  if (!answer) {
    complain(answer.error().message());
    return exit_code_of(answer.error());
  }
  if (auto ok = write_all(STDOUT_FILENO, answer->text); !ok) {
    complain(ok.error().message());
    return kExitInternal;
  }
  for (const StoreProblem& problem : answer->problems) {
    complain("not read: " + problem.path + ": " + problem.reason);
  }
  for (const std::string& note : answer->notes) complain(note);
  if (answer->has_findings) return kExitFindings;
  return answer->problems.empty() ? kExitClean : kExitIncomplete;
}

}  // namespace aegis

#include <unistd.h>

#include "scanner/cli/commands.h"
#include "scanner/cli/engine_setup.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/output.h"
#include "scanner/cli/rule_description.h"
#include "scanner/cli/rule_listing.h"
#include "scanner/cli/rule_tests.h"
#include "scanner/detect/rule_check.h"
#include "scanner/detect/rule_conflicts.h"
#include "scanner/rule/rule_file.h"

namespace aegis {

namespace {

struct Answer {
  std::string text;
  int code = kExitClean;
};

Result<std::string> check(const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths) {
    auto set = load_rules_from(path);
    if (!set) return std::move(set).error();
    if (auto ok = check_rules(*set); !ok) return std::move(ok).error().in(path);
    auto beside = built_in_rules_beside(*set);
    if (!beside) return std::move(beside).error();
    auto ok = check_conflicts(*set, *std::move(beside));
    if (!ok) return std::move(ok).error().in(path);
    text += path + ": " + std::to_string(set->rules.size() + set->file_rules.size()) +
            " rules, all find their own examples, none is in the way of another\n";
  }
  return text;
}

// What is expected of rules, and whether it holds.
Result<Answer> test(Options options) {
  const auto file = load_rule_tests(options.paths.front());
  if (!file) return file.error();
  options.rules.insert(options.rules.end(), file->rules.begin(), file->rules.end());
  std::vector<std::string> notes;
  const auto engine = set_up_engine(options, Config{}, nullptr, notes);
  if (!engine) return engine.error();
  auto result = run_rule_tests(*file, *engine);
  if (!result) return std::move(result).error().in(options.paths.front());
  return Answer{std::move(result->text), result->failed > 0 ? kExitFindings : kExitClean};
}

Result<std::string> describe(const Options& options) {
  if (options.command == Command::kRulesCheck) return check(options.paths);
  std::vector<std::string> notes;
  auto engine = set_up_engine(options, Config{}, nullptr, notes);
  if (!engine) return std::move(engine).error();
  const bool is_json = options.format == "json";
  if (options.command == Command::kRulesShow) {
    return is_json ? describe_rule_as_json(*engine, options.rule_id)
                   : describe_rule(*engine, options.rule_id);
  }
  if (is_json) return list_rules_as_json(*engine);
  return options.counts ? count_rules(*engine) : list_rules(*engine);
}

Result<Answer> answer(const Options& options) {
  if (options.command == Command::kRulesTest) return test(options);
  auto text = describe(options);
  if (!text) return std::move(text).error();
  return Answer{*std::move(text)};
}

}  // namespace

int run_rules_command(const Options& options) {
  const auto said = answer(options);
  if (!said) {
    complain(said.error().message());
    return exit_code_of(said.error());
  }
  if (auto ok = write_all(STDOUT_FILENO, said->text); !ok) {
    complain(ok.error().message());
    return kExitInternal;
  }
  return said->code;
}

}  // namespace aegis

#include <unistd.h>

#include <algorithm>
#include <map>

#include "scanner/cli/commands.h"
#include "scanner/cli/engine_setup.h"
#include "scanner/cli/exit_code.h"
#include "scanner/cli/output.h"
#include "scanner/detect/rule_check.h"
#include "scanner/rule/rule_file.h"
#include "scanner/rule/rule_names.h"
#include "scanner/rule/sample.h"

namespace aegis {

namespace {

std::string padded(std::string text, size_t width) {
  text.resize(std::max(width, text.size() + 1), ' ');
  return text;
}

// How a finding of the rule is proven at best.
const char* proof_of(const Rule& rule) {
  if (rule.kind == MatchKind::kFile) return "context";
  if (rule.match.find("{crc32") != std::string::npos) return "checksum";
  switch (rule.check) {
    case Check::kGrafanaCrc32:
    case Check::kGitlabRoutable:
    case Check::kAzureIdentifiable:
    case Check::kConfluentCrc32:
    case Check::kHexCrc32:
    case Check::kAgeBech32:
    case Check::kGithubFineGrained:
    case Check::kGithubCrc32:
    case Check::kNkey:
    case Check::kAzureCask:
    case Check::kEntraSecret:
      return "checksum";
    case Check::kJwt:
    case Check::kGrafanaJson:
    case Check::kDiscordBot:
    case Check::kPypiMacaroon:
    case Check::kGoogleServiceAccount:
    case Check::kBasicCredentials:
      return "structure";
    default:
      break;
  }
  if (!rule.with.empty()) return "pair";
  if (rule.kind == MatchKind::kGrammar)
    return rule.match == "private-key" ? "structure" : "context";
  return rule.near.empty() ? "shape" : "shape, named";
}

std::string listing(const Engine& engine) {
  std::string text;
  size_t rules = 0;
  size_t providers = 0;
  std::map<std::string, size_t> by_proof;
  const auto add = [&](const RuleSet& set, const Rule& rule) {
    ++rules;
    ++by_proof[proof_of(rule)];
    text += padded(rule.id, 44) + padded(name_of(rule.severity), 10) + padded(proof_of(rule), 14) +
            set.provider_of(rule).name + " " + rule.what + "\n";
  };
  for (const RuleBook& book : engine.books()) {
    providers += book.set.providers.size();
    for (const Rule& rule : book.set.rules) add(book.set, rule);
    for (const FileRule& rule : book.set.file_rules) add(book.set, rule.rule);
  }
  text +=
      std::to_string(rules) + " rules of " + std::to_string(providers) + " providers; proven by";
  const char* separator = " ";
  for (const auto& [proof, count] : by_proof) {
    text += separator + std::string(proof) + ": " + std::to_string(count);
    separator = "; ";
  }
  return text + "\n";
}

void add_field(std::string& text, const char* name, const std::string& value) {
  if (!value.empty()) text += padded(name, 12) + value + "\n";
}

std::string list_of(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

// Examples are shown masked: a terminal's scrollback and a CI log are read by scanners too.
std::string examples_of(const Rule& rule) {
  const auto shape = rule.kind == MatchKind::kGrammar ? Result<Shape>(Shape{}) : shape_of(rule);
  if (!shape) return {};
  SampleRandom random(seed_of(rule));
  std::string text;
  for (size_t i = 0; i < std::min<size_t>(shape->variants.size(), 3); ++i) {
    const auto example = make_example(rule, shape->variants[i], random);
    if (!example) continue;
    const std::string prefix(shape->variants[i].prefix());
    text +=
        padded("example", 12) + prefix + std::string(example->size() - prefix.size(), '*') + "\n";
  }
  return text;
}

std::string description(const RuleSet& set, const Rule& rule) {
  const Provider& provider = set.provider_of(rule);
  std::string text = rule.id + "\n";
  add_field(text, "provider", provider.name);
  add_field(text, "what", rule.what);
  add_field(text, "severity", name_of(rule.severity));
  add_field(text, "confidence", name_of(rule.confidence));
  add_field(text, "proven by", proof_of(rule));
  const char* kinds[] = {"shape", "pattern", "grammar", "file"};
  add_field(text, kinds[static_cast<size_t>(rule.kind)], rule.match);
  add_field(text, "words", list_of(rule.words));
  add_field(text, "near", list_of(rule.near));
  if (!rule.with.empty()) {
    add_field(text, "with", rule.with + " within " + std::to_string(rule.within) + " lines");
  }
  if (rule.entropy > 0) add_field(text, "entropy", std::to_string(rule.entropy).substr(0, 4));
  if (rule.check != Check::kNone) add_field(text, "check", name_of(rule.check));
  add_field(text, "files", list_of(rule.files));
  add_field(text, "rotate", provider.rotate);
  add_field(text, "check use", provider.check_use);
  add_field(text, "now", rule.now);
  add_field(text, "source", rule.source);
  return text;
}

std::string description(const RuleSet& set, const FileRule& rule) {
  std::string text = description(set, rule.rule);
  add_field(text, "names", list_of(rule.names));
  add_field(text, "except", list_of(rule.except));
  add_field(text, "", list_of(set.provider_of(rule.rule).except));
  add_field(text, "content", name_of(rule.content));
  return text;
}

Result<std::string> show(const Engine& engine, const std::string& id) {
  for (const RuleBook& book : engine.books()) {
    if (const Rule* rule = book.set.find(id))
      return description(book.set, *rule) + examples_of(*rule);
    if (const FileRule* rule = book.set.find_file_rule(id)) return description(book.set, *rule);
  }
  return usage_error("no rule " + id + "; `aegis rules list` names them all");
}

Result<std::string> check(const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths) {
    auto set = load_rules_from(path);
    if (!set) return std::move(set).error();
    if (auto ok = check_rules(*set); !ok) return std::move(ok).error().in(path);
    text += path + ": " + std::to_string(set->rules.size() + set->file_rules.size()) +
            " rules, all find their own examples\n";
  }
  return text;
}

Result<std::string> answer(const Options& options) {
  if (options.command == Command::kRulesCheck) return check(options.paths);
  std::vector<std::string> notes;
  auto engine = set_up_engine(options, Config{}, nullptr, notes);
  if (!engine) return std::move(engine).error();
  if (options.command == Command::kRulesShow) return show(*engine, options.rule_id);
  return listing(*engine);
}

}  // namespace

int run_rules_command(const Options& options) {
  auto text = answer(options);
  if (!text) {
    complain(text.error().message());
    return exit_code_of(text.error());
  }
  if (auto ok = write_all(STDOUT_FILENO, *text); !ok) {
    complain(ok.error().message());
    return kExitInternal;
  }
  return kExitClean;
}

}  // namespace aegis

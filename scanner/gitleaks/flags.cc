#include "scanner/gitleaks/flags.h"

#include <algorithm>
#include <charconv>
#include <span>
#include <variant>

#include "scanner/base/ascii.h"
#include "scanner/gitleaks/report.h"

namespace aegis::gitleaks {

namespace {

// What the flags say, before it is known what they mean together.
struct Typed : Flags {
  std::string command;
  std::vector<std::string> arguments;
  bool help = false;
  bool no_git = false;
  bool pipe = false;
  bool pre_commit = false;
  bool staged = false;
  bool follow_symlinks = false;
  bool no_banner = false;
  bool no_color = false;
  int64_t archive_depth = 0;
  int64_t timeout = 0;
  std::string redact = "100";
  std::string report_template;
  std::string platform;
  std::string diagnostics;
  std::string diagnostics_dir;
};

using Member = std::variant<bool Typed::*, int64_t Typed::*, std::string Typed::*,
                            std::vector<std::string> Typed::*>;

struct FlagRule {
  const char* name;
  char letter;  // 0: none
  Member member;
  const char* commands;  // those that know it; empty: all
  const char* help;      // empty: an old spelling, or one that changes nothing
};

const FlagRule kFlags[] = {
    {"baseline-path", 'b', &Typed::baseline_path, "", "a JSON report whose leaks are known"},
    {"config", 'c', &Typed::config, "",
     "the configuration; else $GITLEAKS_CONFIG, the text in "
     "$GITLEAKS_CONFIG_TOML, .gitleaks.toml in the target"},
    {"enable-rule", 0, &Typed::enable_rules, "", "only this rule; may be given more than once"},
    {"exit-code", 0, &Typed::exit_code, "", "exit code where there are leaks (1)"},
    {"gitleaks-ignore-path", 'i', &Typed::ignore_path, "", "a .gitleaksignore, or its folder"},
    {"ignore-gitleaks-allow", 0, &Typed::ignore_allow_comments, "", "heed no gitleaks:allow"},
    {"log-level", 'l', &Typed::log_level, "", "error: only errors are told"},
    {"max-archive-depth", 0, &Typed::archive_depth, "", ""},
    {"max-decode-depth", 0, &Typed::decode_depth, "",
     "passes in which what is encoded is decoded (5)"},
    {"max-target-megabytes", 0, &Typed::most_megabytes, "", "larger files are not scanned"},
    {"redact", 0, &Typed::redact, "", "secrets are always redacted, in full"},
    {"report-format", 'f', &Typed::report_format, "", "json, csv, junit or sarif"},
    {"report-path", 'r', &Typed::report_path, "", "where the report goes; - is standard output"},
    {"report-template", 0, &Typed::report_template, "", ""},
    {"timeout", 0, &Typed::timeout, "", ""},
    {"verbose", 'v', &Typed::verbose, "", "print each leak"},
    {"help", 'h', &Typed::help, "", ""},
    {"no-banner", 0, &Typed::no_banner, "", ""},
    {"no-color", 0, &Typed::no_color, "", ""},
    {"diagnostics", 0, &Typed::diagnostics, "", ""},
    {"diagnostics-dir", 0, &Typed::diagnostics_dir, "", ""},
    {"log-opts", 0, &Typed::log_opts, "git detect protect", "which commits: \"main..HEAD\""},
    {"platform", 0, &Typed::platform, "git detect", ""},
    {"pre-commit", 0, &Typed::pre_commit, "git", "what is about to be committed, with --staged"},
    {"staged", 0, &Typed::staged, "git protect", "what is staged"},
    {"follow-symlinks", 0, &Typed::follow_symlinks, "dir detect", ""},
    {"no-git", 0, &Typed::no_git, "detect", ""},
    {"pipe", 0, &Typed::pipe, "detect", ""},
    {"source", 's', &Typed::source, "detect protect", ""},
};

constexpr const char* kUsage =
    "aegis gitleaks git [flags] [repository]   scans the commits of a repository\n"
    "aegis gitleaks dir [flags] [path]         scans files and folders\n"
    "aegis gitleaks stdin [flags]              scans standard input\n"
    "detect and protect are the older spellings of these.\n\nFlags:\n";

bool is_in(const std::string& word, const char* list) {
  const std::string padded = std::string(" ") + list + " ";
  return padded.find(" " + word + " ") != std::string::npos;
}

std::string help() {
  std::string text = kUsage;
  for (const FlagRule& rule : kFlags) {
    if (rule.help[0] == '\0') continue;
    const std::string letter = rule.letter == 0 ? "    " : std::string("-") + rule.letter + ", ";
    std::string name = "  " + letter + "--" + rule.name;
    name.resize(std::max<size_t>(name.size() + 1, 32), ' ');
    text += name + rule.help + "\n";
  }
  return text;
}

// Words, one after another.
class Reader {
 public:
  explicit Reader(std::span<const std::string> words) : words_(words) {}

  // An error of kind kUsage; that of a flag that is not known is told apart by is_unknown().
  Result<void> read(Typed& typed) {
    while (at_ < words_.size()) {
      const std::string& word = words_[at_++];
      if (word == "--") {
        while (at_ < words_.size()) argument(words_[at_++], typed);
      } else if (word.size() < 2 || word[0] != '-') {
        argument(word, typed);
      } else if (auto ok = word[1] == '-' ? long_flag(word.substr(2), typed)
                                          : short_flags(word.substr(1), typed);
                 !ok) {
        return ok;
      }
    }
    return check_commands(typed);
  }

  bool is_unknown() const { return is_unknown_; }

 private:
  static void argument(const std::string& word, Typed& typed) {
    if (typed.command.empty()) {
      typed.command = word == "file" || word == "directory" ? "dir" : word;
    } else {
      typed.arguments.push_back(word);
    }
  }

  Error unknown(const std::string& flag) {
    is_unknown_ = true;
    return usage_error("unknown flag: " + flag);
  }

  Result<void> long_flag(const std::string& word, Typed& typed) {
    const size_t sign = word.find('=');
    const std::string name = word.substr(0, sign);
    for (const FlagRule& rule : kFlags) {
      if (name != rule.name) continue;
      if (sign != std::string::npos) return set(rule, word.substr(sign + 1), typed);
      return set_from_next(rule, typed);
    }
    return unknown("--" + name);
  }

  // "-vr report.json", "-rreport.json", "-r=report.json"
  Result<void> short_flags(std::string letters, Typed& typed) {
    while (!letters.empty()) {
      const char letter = letters[0];
      letters.erase(0, 1);
      const auto rule = std::find_if(std::begin(kFlags), std::end(kFlags),
                                     [&](const FlagRule& one) { return one.letter == letter; });
      if (rule == std::end(kFlags)) return unknown(std::string("-") + letter);
      const bool is_switch = std::holds_alternative<bool Typed::*>(rule->member);
      if (is_switch || letters.empty()) {
        if (auto ok = set_from_next(*rule, typed); !ok) return ok;
        continue;
      }
      if (letters[0] == '=') letters.erase(0, 1);
      return set(*rule, letters, typed);
    }
    return {};
  }

  Result<void> set_from_next(const FlagRule& rule, Typed& typed) {
    used_.push_back(&rule);
    if (const auto* flag = std::get_if<bool Typed::*>(&rule.member)) {
      typed.*(*flag) = true;
      return {};
    }
    if (std::string(rule.name) == "redact") return {};  // its value needs a sign
    if (at_ == words_.size()) return usage_error(std::string("--") + rule.name + " needs a value");
    return set(rule, words_[at_++], typed);
  }

  Result<void> set(const FlagRule& rule, const std::string& value, Typed& typed) {
    used_.push_back(&rule);
    if (const auto* flag = std::get_if<bool Typed::*>(&rule.member)) {
      typed.*(*flag) = value == "true" || value == "1";
    } else if (const auto* text = std::get_if<std::string Typed::*>(&rule.member)) {
      typed.*(*text) = value;
    } else if (const auto* list = std::get_if<std::vector<std::string> Typed::*>(&rule.member)) {
      add_parts(value, typed.*(*list));
    } else {
      const char* end = value.data() + value.size();
      auto& number = typed.*std::get<int64_t Typed::*>(rule.member);
      const auto [stop, error] = std::from_chars(value.data(), end, number);
      if (error != std::errc() || stop != end) {
        return usage_error(std::string("--") + rule.name + ": '" + value + "' is no number");
      }
    }
    return {};
  }

  static void add_parts(const std::string& value, std::vector<std::string>& list) {
    for (size_t begin = 0; begin <= value.size();) {
      const size_t end = std::min(value.find(',', begin), value.size());
      list.push_back(value.substr(begin, end - begin));
      begin = end + 1;
    }
  }

  Result<void> check_commands(const Typed& typed) {
    for (const FlagRule* rule : used_) {
      if (rule->commands[0] == '\0' || typed.command.empty()) continue;
      if (!is_in(typed.command, rule->commands)) return unknown(std::string("--") + rule->name);
    }
    return {};
  }

  std::span<const std::string> words_;
  size_t at_ = 0;
  std::vector<const FlagRule*> used_;
  bool is_unknown_ = false;
};

// What is asked for and cannot be done is refused where leaks could be missed for it.
Result<void> check_honoured(Typed& typed) {
  if (typed.archive_depth > 0) {
    return usage_error(
        "--max-archive-depth: archives are not unpacked; leave it out, and unpack"
        " them before");
  }
  if (!typed.report_template.empty() || typed.report_format == "template") {
    return usage_error("--report-template: there are no templates; use json, csv, junit or sarif");
  }
  if (typed.follow_symlinks) {
    return usage_error("--follow-symlinks: links are not followed; name what they lead to");
  }
  if (!typed.diagnostics.empty() || !typed.diagnostics_dir.empty()) {
    typed.notes.push_back("--diagnostics: there are none");
  }
  if (typed.timeout > 0) typed.notes.push_back("--timeout is not heeded: the scan goes to its end");
  if (!typed.platform.empty() && typed.platform != "none") {
    typed.notes.push_back("--platform: reports have no links to a platform");
  }
  if (typed.redact != "100") {
    typed.notes.push_back("--redact: secrets are always redacted, in full");
  }
  return {};
}

Result<void> settle_mode(Typed& typed) {
  const size_t most = typed.command == "git" || typed.command == "dir" ? 1 : 0;
  if (typed.arguments.size() > most) {
    return usage_error(typed.command + " takes " + (most == 1 ? "one path" : "no path") + ", not " +
                       std::to_string(typed.arguments.size()));
  }
  if (!typed.arguments.empty() && !typed.arguments[0].empty()) typed.source = typed.arguments[0];
  if (typed.command == "dir" || (typed.command == "detect" && typed.no_git)) {
    typed.mode = Mode::kDir;
  } else if (typed.command == "stdin" || (typed.command == "detect" && typed.pipe)) {
    typed.mode = Mode::kStdin;
  } else if (typed.staged) {
    typed.mode = Mode::kStaged;
  } else if (typed.pre_commit || typed.command == "protect") {
    typed.mode = Mode::kUnstaged;
  }
  return {};
}

// The format, from the report's name where it is not given.
Result<void> settle_format(Typed& typed) {
  if (typed.report_path.empty()) return {};
  std::string& format = typed.report_format;
  format = lowered(format);
  if (format.empty()) {
    const size_t dot = typed.report_path.rfind('.');
    format = dot == std::string::npos ? "" : lowered(typed.report_path.substr(dot + 1));
    if (format == "junit") format.clear();  // no file is named so
  }
  if (report_format_from(format)) return {};
  return usage_error("--report-format: name json, csv, junit or sarif");
}

Result<void> settle(Typed& typed) {
  if (!is_in(typed.command, "git dir stdin detect protect")) {
    return usage_error("'" + typed.command +
                       "' is no command of gitleaks; those are git, dir,"
                       " stdin, detect and protect");
  }
  if (auto ok = check_honoured(typed); !ok) return ok;
  if (auto ok = settle_mode(typed); !ok) return ok;
  return settle_format(typed);
}

}  // namespace

ParsedFlags parse_flags(const std::vector<std::string>& words) {
  Typed typed;
  Reader reader(words);
  auto status = reader.read(typed);
  if (status && (typed.help || typed.command.empty())) return {std::nullopt, help(), 0};
  if (status) status = settle(typed);
  if (status) return {std::move(typed), {}, 0};
  const int code = reader.is_unknown() ? kExitUnknownFlag : kExitWrongUsage;
  return {std::nullopt, "aegis: gitleaks: " + status.error().message() + "\n", code};
}

}  // namespace aegis::gitleaks

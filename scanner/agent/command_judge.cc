#include "scanner/agent/command_judge.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "scanner/agent/command_words.h"
#include "scanner/agent/destructive.h"
#include "scanner/agent/git_rules.h"
#include "scanner/agent/path_words.h"
#include "scanner/agent/shell_parser.h"
#include "scanner/agent/shell_values.h"

namespace aegis::agent {

namespace {

using Objection = std::optional<std::string>;

constexpr int kDeepestScript = 16;       // scripts that run scripts
constexpr size_t kMostBytes = 32 << 20;  // of all of them
constexpr size_t kMostWrapped = 64;      // arguments of a wrapper that may name its command
constexpr const char* kTooComplex = "it is too entangled to be judged; write it more plainly";

// Why a word NAME=value must not be.
Objection setting_objection(const std::string& word) {
  const size_t equals = word.find('=');
  if (equals == std::string::npos) return std::nullopt;
  return variable_objection(word.substr(0, equals), word.substr(equals + 1));
}

// One command with all that is known of it.
struct Step {
  std::vector<Argument> words;
  std::string input;               // what it reads, as far as it is known
  std::string producer;            // the program whose output it reads
  std::vector<Argument> upstream;  // arguments of all commands before it in the pipe
};

class Judge {
 public:
  Judge(const ProtectedPaths& paths, const std::string& folder)
      : paths_(paths), values_(paths.home(), folder) {}

  Objection text(std::string_view script);

 private:
  Objection commands(const std::vector<ShellCommand>& all);
  Objection inner(const std::vector<WordPart>& parts);
  Objection command(const ShellCommand& command, Step& step);
  Objection redirection(const Redirection& redirection, Step& step);
  Objection assignments(const ShellCommand& command, size_t& first);
  Objection simple(Words words, const Step& step, int depth);
  Objection wrapped(Words words, const Step& step, int depth);
  Objection runs_text(Words words, const Step& step);
  Objection shell_text(Words words, const Step& step);
  Objection code_text(Words words, const Step& step);
  Objection files(Words words, const Step& step);
  Objection tree(const Argument& word) const;
  Objection trees(Words words, Words inside, const std::vector<Argument>& named) const;
  Objection file(const Argument& word, Access access);
  Objection disabling(Words words) const;
  void follow(Words words, const Step& step);

  const ProtectedPaths& paths_;
  ShellValues values_;
  int depth_ = 0;
  size_t left_ = kMostBytes;
};

Objection Judge::text(std::string_view script) {
  if (depth_ >= kDeepestScript || script.size() > left_) return kTooComplex;
  left_ -= script.size();
  ++depth_;
  const ShellScript parsed = parse_shell(script);
  auto why = commands(parsed.commands);
  --depth_;
  if (why) return why;
  if (!parsed.is_whole || values_.is_exhausted()) return kTooComplex;
  return std::nullopt;
}

Objection Judge::commands(const std::vector<ShellCommand>& all) {
  std::vector<Argument> upstream;
  std::string producer;
  std::string output;
  for (const ShellCommand& one : all) {
    Step step;
    if (one.reads_pipe) {
      step.upstream = std::move(upstream);
      step.input = std::move(output);
      step.producer = std::move(producer);
    }
    if (auto why = command(one, step)) return why;
    upstream = std::move(step.upstream);
    producer = program_of(step.words);
    output = values_.printed(step.words);
    upstream.insert(upstream.end(), step.words.begin() + (step.words.empty() ? 0 : 1),
                    step.words.end());
  }
  return std::nullopt;
}

// What stands in substitutions is run whatever becomes of it.
Objection Judge::inner(const std::vector<WordPart>& parts) {
  for (const WordPart& part : parts) {
    if (auto why = commands(part.commands)) return why;
    if (auto why = inner(part.instead)) return why;
  }
  return std::nullopt;
}

Objection Judge::command(const ShellCommand& command, Step& step) {
  for (const ShellWord& word : command.words) {
    if (auto why = inner(word.parts)) return why;
  }
  for (const Redirection& one : command.redirections) {
    if (auto why = redirection(one, step)) return why;
  }
  size_t first = 0;
  if (auto why = assignments(command, first)) return why;
  for (size_t i = first; i < command.words.size(); ++i) {
    std::vector<Argument> some = values_.expand(command.words[i]);
    std::move(some.begin(), some.end(), std::back_inserter(step.words));
  }
  if (step.words.empty()) return std::nullopt;
  if (auto why = simple(step.words, step, 0)) return why;
  follow(step.words, step);
  return std::nullopt;
}

Objection Judge::redirection(const Redirection& redirection, Step& step) {
  if (auto why = inner(redirection.target.parts)) return why;
  if (redirection.kind == Redirection::Kind::kText) {
    step.input += values_.text_of(redirection.target.parts) + '\n';
    return std::nullopt;
  }
  const Access access =
      redirection.kind == Redirection::Kind::kWrite ? Access::kWrite : Access::kRead;
  for (const Argument& target : values_.expand(redirection.target)) {
    if (auto why = file(target, access)) return why;
    const std::vector<Argument> copy = {{"tee", false}, target};
    if (access == Access::kRead) continue;
    if (auto why = destructive_objection(copy, values_.folder(), values_.home())) return why;
  }
  return std::nullopt;
}

Objection Judge::assignments(const ShellCommand& command, size_t& first) {
  for (; first < command.words.size(); ++first) {
    const auto assignment = ShellValues::assignment_in(command.words[first]);
    if (!assignment) break;
    std::string value = values_.text_of(assignment->value.parts);
    if (auto why = variable_objection(assignment->name, value)) return why;
    values_.assign(assignment->name, {std::move(value)});
  }
  return std::nullopt;
}

// What a command changes for those after it.
void Judge::follow(Words words, const Step& step) {
  const std::string_view program = program_of(words);
  if (program == "cd" || program == "pushd") {
    const std::vector<Argument> to = operands_of(words);
    values_.set_folder(to.empty() ? values_.home()
                                  : normal_path(to[0].text, values_.folder(), values_.home()));
  } else if (program == "for" && words.size() > 3) {
    std::vector<std::string> values;
    for (const Argument& word : words.subspan(3)) values.push_back(word.text);
    values_.assign(words[1].text, std::move(values));
  } else if (program == "read" && !step.upstream.empty()) {
    std::vector<std::string> values;
    for (const Argument& word : step.upstream) values.push_back(word.text);
    for (const Argument& name : operands_of(words)) values_.assign(name.text, values);
  } else if (is_declaration(program)) {
    for (const Argument& word : operands_of(words)) {
      const size_t equals = word.text.find('=');
      if (equals == std::string::npos) continue;
      values_.assign(word.text.substr(0, equals), {word.text.substr(equals + 1)});
    }
  }
}

Objection Judge::simple(Words words, const Step& step, int depth) {
  if (auto why = destructive_objection(words, values_.folder(), values_.home())) return why;
  if (auto why = git_objection(words)) return why;
  if (auto why = disabling(words)) return why;
  if (auto why = runs_text(words, step)) return why;
  if (auto why = files(words, step)) return why;
  if (is_wrapper(program_of(words))) return wrapped(words, step, depth);
  return std::nullopt;
}

// Any argument of a wrapper may be the command that it runs; what it pipes in are more arguments.
Objection Judge::wrapped(Words words, const Step& step, int depth) {
  if (depth > 8) return kTooComplex;
  std::vector<Argument> all(words.begin(), words.end());
  const std::string_view program = program_of(words);
  if (program == "xargs" || program == "parallel") {
    all.insert(all.end(), step.upstream.begin(), step.upstream.end());
  }
  for (size_t i = 1; i < std::min(words.size(), kMostWrapped); ++i) {
    const Words rest = Words(all).subspan(i);
    if (const auto assignment = all[i].text.find('='); assignment != std::string::npos) {
      auto why =
          variable_objection(all[i].text.substr(0, assignment), all[i].text.substr(assignment + 1));
      if (why) return why;
    }
    if (all[i].text.starts_with('-')) continue;
    // What follows an option may be its value.
    const bool is_program = !all[i - 1].text.starts_with('-');
    if (is_program && only_names_files(rest) && program_of(rest) != "find") return std::nullopt;
    if (auto why = destructive_objection(rest, values_.folder(), values_.home())) return why;
    if (auto why = git_objection(rest)) return why;
    if (auto why = disabling(rest)) return why;
    if (auto why = runs_text(rest, step)) return why;
    if (is_wrapper(program_of(rest))) return wrapped(rest, step, depth + 1);
  }
  return std::nullopt;
}

// Programs that run a text: shells, interpreters, eval and what takes a whole command as one word.
Objection Judge::runs_text(Words words, const Step& step) {
  const std::string_view program = program_of(words);
  if (is_shell(program)) return shell_text(words, step);
  if (is_interpreter(program)) return code_text(words, step);
  if (!is_wrapper(program)) return std::nullopt;
  std::string joined;
  for (const Argument& word : words.subspan(1)) {
    const bool is_script = word.text.find_first_of(" ;|&<>") != std::string::npos;
    if (is_script && program != "find") {
      if (auto why = text(word.text)) return why;
    }
    joined += word.text + ' ';
  }
  return program == "eval" ? text(joined) : std::nullopt;
}

Objection Judge::shell_text(Words words, const Step& step) {
  for (size_t i = 1; i + 1 < words.size(); ++i) {
    const std::string_view option = words[i].text;
    const bool is_command = option.starts_with('-') && !option.starts_with("--") &&
                            option.find('c') != std::string_view::npos;
    if (is_command) return text(words[i + 1].text);
  }
  const bool reads_input = operands_of(words).empty() || has_option(words, 's', "");
  if (!reads_input) return std::nullopt;
  if (decodes(step.producer)) return "it runs what it decodes, which cannot be judged";
  return text(step.input);
}

Objection Judge::code_text(Words words, const Step& step) {
  std::string code = step.input;
  for (const Argument& word : words.subspan(1)) code += '\n' + word.text;
  const bool starts_programs = may_start_programs(code);
  for (const std::string& string : strings_in_code(code)) {
    if (auto why = file({string, false}, Access::kWrite)) return why;
    const bool may_be_script = starts_programs && string.find(' ') != std::string::npos;
    if (!may_be_script) continue;
    if (auto why = text(string)) return why;
  }
  return std::nullopt;
}

Objection Judge::files(Words words, const Step& step) {
  const bool feeds_xargs = program_of(words) == "xargs" || program_of(words) == "parallel";
  if (feeds_xargs) {
    for (const Argument& word : step.upstream) {
      if (auto why = file(word, Access::kWrite)) return why;
    }
  }
  const Words inside = wrapped_command(words);
  if (only_names_files(inside)) return std::nullopt;
  const bool is_git = program_of(inside) == "git";
  const std::vector<Argument> named = is_git ? git_file_words(inside) : file_words(inside);
  const bool reads = only_reads_files(program_of(inside));
  if (!is_git) {
    if (auto why = file(inside[0], Access::kRead)) return why;
  }
  for (const Argument& word : named) {
    if (auto why = file(word, reads ? Access::kRead : Access::kWrite)) return why;
  }
  return trees(words, inside, named);
}

// The home folder, and each one above it, holds what is protected.
Objection Judge::tree(const Argument& word) const {
  for (const std::string& path : paths_in(word.text)) {
    const bool is_relative = path[0] != '/' && path[0] != '~' && !path.starts_with("..");
    if (path[0] == '-' || (is_relative && path != word.text)) continue;
    const std::string normal = normal_path(path, values_.folder(), values_.home());
    const bool is_above = normal == "/" || (values_.home() + "/").starts_with(normal + "/");
    if (is_above) return normal + " holds files that are protected; name what is needed of it";
  }
  return std::nullopt;
}

// `named` are the words that may be files of the program that is run.
Objection Judge::trees(Words words, Words inside, const std::vector<Argument>& named) const {
  if (!takes_whole_trees(inside) && !takes_whole_trees(words)) return std::nullopt;
  const size_t count = named.size() - (ends_with_target(inside) && !named.empty() ? 1 : 0);
  for (size_t i = 0; i < count; ++i) {
    if (auto why = tree(named[i])) return why;
  }
  return std::nullopt;
}

Objection Judge::file(const Argument& word, Access access) {
  std::vector<std::string> all = paths_in(word.text);
  if (word.has_glob) {
    std::vector<std::string> matching = files_matching(word.text, values_.folder(), values_.home());
    std::move(matching.begin(), matching.end(), std::back_inserter(all));
  }
  for (const std::string& path : all) {
    if (auto why = paths_.objection(path, values_.folder(), access)) return why;
  }
  return std::nullopt;
}

Objection Judge::disabling(Words words) const {
  const std::string_view program = program_of(words);
  if (is_declaration(program)) {
    for (const Argument& word : words.subspan(1)) {
      if (auto why = setting_objection(word.text)) return why;
    }
  }
  const bool is_aegis = program == "aegis";
  if (is_aegis && has_word(words, "uninstall")) return "it would take Aegis away";
  const bool kills = program == "pkill" || program == "killall";
  if (kills && has_word(words, "aegis")) return "it would stop Aegis";
  const bool renames = program == "alias" || program == "function" || program == "hash";
  if (renames && std::any_of(words.begin() + 1, words.end(), [](const Argument& word) {
        return word.text.starts_with("aegis") || word.text.starts_with("git=");
      })) {
    return "it would put something else in place of aegis or git";
  }
  const bool uninstalls =
      (program == "pre-commit" || program == "lefthook") && has_word(words, "uninstall");
  if (uninstalls) return "it would take git's hooks away";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> script_objection(std::string_view script, const std::string& folder,
                                            const ProtectedPaths& paths) {
  return Judge(paths, folder).text(script);
}

}  // namespace aegis::agent

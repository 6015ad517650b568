// agent: what a coding agent asks before and after it uses a tool.
//
// Whatever goes wrong here must be an answer. An agent that gets none, or an exit status that it
// does not know, goes on.
#include <unistd.h>

#include <csignal>
#include <new>
#include <optional>
#include <utility>

#include "scanner/agent/deadline.h"
#include "scanner/agent/guard.h"
#include "scanner/agent/hook_answer.h"
#include "scanner/agent/hook_input.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/engine_setup.h"
#include "scanner/cli/home_folder.h"
#include "scanner/cli/known_setup.h"
#include "scanner/scan/roots.h"
#include "scanner/scan/user_config.h"

namespace aegis {

namespace {

using agent::Client;
using agent::HookAnswer;
using agent::HookInput;
using agent::Moment;
using agent::Verdict;

std::string own_folder() {
  std::string folder(4096, '\0');
  return ::getcwd(folder.data(), folder.size()) != nullptr ? std::string(folder.c_str()) : "/";
}

Verdict block(const std::string& why) {
  return {Verdict::Kind::kBlock, "Aegis blocked this: " + why, {}};
}

// The answer where none could be found.
Verdict verdict_on(const Error& error, const Result<UserConfig>& config) {
  if (!config || config->agent.block_on_error) return block(error.message());
  return {Verdict::Kind::kPass, "Aegis let this pass unseen: " + error.message(), {}};
}

Result<std::string> read_input() {
  std::string text(64 * 1024, '\0');
  size_t filled = 0;
  for (;;) {
    auto size = read_fully(STDIN_FILENO, std::span(text).subspan(filled));
    if (!size) return std::move(size).error().in("standard input");
    filled += *size;
    if (filled < text.size()) break;
    if (filled > agent::kMostHookInput) return usage_error("standard input is over 8 MiB");
    text.resize(std::min(text.size() * 2, agent::kMostHookInput + 1));
  }
  text.resize(filled);
  return text;
}

// What a file is called by fingerprints: its path below the top of its repository. It need not be
// there yet.
std::string identity_of(const std::string& path, const std::string& folder) {
  const std::string whole = path.starts_with('/') ? path : folder + "/" + path;
  const size_t slash = whole.rfind('/');
  const std::string base = whole.substr(slash + 1);
  const RootFolder root = root_of(slash == 0 ? "/" : whole.substr(0, slash));
  return root.identity.empty() ? base : root.identity + "/" + base;
}

// Rules are no files for an agent to write, either.
std::vector<std::string> protected_by(const UserConfig& config) {
  std::vector<std::string> globs = config.agent.protect;
  for (const std::string& path : config.rules) {
    const std::string glob = path.substr(path.find_first_not_of('/'));
    globs.insert(globs.end(), {glob, glob + "/**"});
  }
  return globs;
}

Result<Verdict> judge(const HookInput& input, const UserConfig& config) {
  Options options;
  std::vector<Skipped> unknown;
  auto known = set_up_known(options, unknown);
  if (!known) return std::move(known).error();
  if (!unknown.empty()) return unreadable(unknown.front().path + ": " + unknown.front().reason);
  std::vector<std::string> notes;
  auto engine = set_up_engine(options, Config{}, *std::move(known), notes);
  // Rules that cannot be used are a mistake in the configuration, whatever on_error says.
  if (!engine) return block(engine.error().message());
  const auto& allowed = config.agent.allow_findings;
  auto secrets = agent::SecretScan::create(
      *engine, {{allowed.begin(), allowed.end()},
                [&](const std::string& path) { return identity_of(path, input.folder); }});
  if (!secrets) return std::move(secrets).error();
  const agent::ProtectedPaths paths(
      protected_by(config), config.agent.allow, home_folder(),
      [&](std::string_view path) { return engine->file_rules().watches(path); });
  return agent::Guard(paths, *secrets).judge(input);
}

HookAnswer judged(const HookInput& input, const Result<UserConfig>& config) {
  if (input.moment == Moment::kOther) return answer_to(input, Verdict{});
  if (!config) return answer_to(input, verdict_on(config.error(), config));
  auto verdict = judge(input, *config);
  return answer_to(input, verdict ? *verdict : verdict_on(verdict.error(), config));
}

int answer(const Options& options, agent::Speaker& speaker) {
  const auto end = std::chrono::steady_clock::now() + agent::kMostTime;
  std::optional<Client> client;
  if (!options.client.empty()) {
    client = agent::client_from(options.client);
    if (!client) {
      const Verdict no = block("--client: '" + options.client + "' is no agent that is known");
      return speaker.say_or_wait(answer_to_unread(client, no));
    }
  }
  const auto config = load_user_config();
  const Verdict late = verdict_on(internal_error("it took more than two seconds to judge"), config);
  Result<HookInput> input = internal_error("");
  {
    const agent::Deadline deadline(end, answer_to_unread(client, late), speaker);
    auto text = read_input();
    input =
        text ? agent::read_hook_input(*text, client) : Result<HookInput>(std::move(text).error());
  }
  if (!input) {
    const Error error = Error(input.error()).in("the hook's input");
    return speaker.say_or_wait(answer_to_unread(client, verdict_on(error, config)));
  }
  if (input->folder.empty()) input->folder = own_folder();
  const agent::Deadline deadline(end, answer_to(*input, late), speaker);
  return speaker.say_or_wait(judged(*input, config));
}

}  // namespace

int run_agent_command(const Options& options) {
  std::signal(SIGPIPE, SIG_IGN);
  agent::answer_crashes();
  agent::Speaker speaker;
  try {
    return answer(options, speaker);
  } catch (const std::bad_alloc&) {
    return speaker.say_or_wait({{}, "Aegis blocked this: out of memory\n", agent::kExitBlocked});
  }
}

}  // namespace aegis

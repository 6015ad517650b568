#include "scanner/alert/delivery.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "scanner/base/program.h"

namespace aegis {

namespace {

constexpr size_t kMostOfAnswer = 200;

// A value in curl's configuration: in quotes, in which a backslash takes the meaning of what
// follows.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '"':
        out += "\\\"";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += c;
    }
  }
  return out + "\"";
}

std::string configuration(const Sink& sink, const std::string& body) {
  const std::string seconds = std::to_string(std::max<int64_t>(sink.deadline.count(), 1));
  std::string text;
  text += "url = " + quoted(sink.url) + "\n";
  text += "header = \"Content-Type: application/json\"\n";
  text += "user-agent = \"aegis\"\n";
  text += "data-raw = " + quoted(body) + "\n";
  text += "proto = \"=https,http\"\n";
  text += "silent\nshow-error\n";
  text += "connect-timeout = 10\n";
  text += "max-time = " + seconds + "\n";
  text += "retry = 2\nretry-max-time = " + seconds + "\n";
  text += "write-out = \"\\n%{http_code}\"\n";
  return text;
}

std::string without(std::string text, std::string_view secret) {
  for (size_t at = text.find(secret); !secret.empty() && at != std::string::npos;
       at = text.find(secret, at)) {
    text.replace(at, secret.size(), "...");
  }
  return text;
}

// One line that is safe to show, of what a program or a server said last.
std::string last_words(std::string_view text, const Sink& sink) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) {
    text.remove_suffix(1);
  }
  text.remove_prefix(std::min(text.size(), text.rfind('\n') + 1));
  std::string line(text.substr(0, kMostOfAnswer));
  for (char& c : line) {
    if (c < ' ' || c > '~') c = '?';
  }
  const size_t scheme = sink.url.find("://");
  const size_t path = scheme == std::string::npos ? 0 : sink.url.find('/', scheme + 3);
  return without(std::move(line), path == std::string::npos
                                      ? std::string_view(sink.url)
                                      : std::string_view(sink.url).substr(path));
}

Result<ProgramRun> run(const Sink& sink, std::vector<std::string> words, std::string_view input) {
  Program program;
  program.words = std::move(words);
  program.input = input;
  program.variables = own_variables();
  program.deadline = sink.deadline + std::chrono::seconds(1);
  auto done = run_program(program);
  if (!done) return unreadable(done.error().message());
  if (done->is_late) {
    return unreadable("no end after " + std::to_string(sink.deadline.count()) + " seconds");
  }
  return done;
}

Result<void> post(const Sink& sink, const std::string& body) {
  const auto curl = run(sink, {"curl", "--disable", "--config", "-"}, configuration(sink, body));
  if (!curl) return curl.error();
  if (curl->code != 0) {
    // What it adds below is advice.
    std::string_view said = curl->errors;
    said.remove_prefix(std::min(said.find("curl: ("), said.size()));
    return unreadable(last_words(said.substr(0, said.find('\n')), sink));
  }
  const std::string_view answer = curl->output;
  const size_t line = answer.rfind('\n');
  const std::string_view status = answer.substr(line == std::string_view::npos ? 0 : line + 1);
  if (status.size() == 3 && status[0] == '2') return {};
  const std::string said = last_words(answer.substr(0, std::min(line, answer.size())), sink);
  return unreadable("answered " + std::string(status) + (said.empty() ? "" : ": " + said));
}

Result<void> hand_to(const Sink& sink, const std::string& text) {
  const auto program = run(sink, sink.command, text);
  if (!program) return program.error();
  if (program->code == 0) return {};
  const std::string said = last_words(program->errors, sink);
  return unreadable(sink.command.front() + " ended with " + std::to_string(program->code) +
                    (said.empty() ? "" : ": " + said));
}

}  // namespace

Result<void> deliver(const Sink& sink, std::span<const Incident> incidents, const Teller& teller) {
  switch (sink.kind) {
    case SinkKind::kDiscord:
      return post(sink, discord_message(incidents, teller));
    case SinkKind::kSlack:
      return post(sink, slack_message(incidents, teller));
    case SinkKind::kJson:
      return post(sink, json_message(incidents, teller));
    case SinkKind::kCommand:
      break;
  }
  return hand_to(sink, sink.preface + text_message(incidents, teller));
}

}  // namespace aegis

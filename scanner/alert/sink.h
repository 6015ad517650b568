// Where alerts go.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace aegis {

enum class SinkKind {
  kDiscord,  // a webhook of a Discord channel
  kSlack,    // an incoming webhook of Slack, or of what takes the same
  kJson,     // any address that takes a POST of this program's own JSON (message.h)
  kCommand,  // a program that reads the text from its standard input: sendmail, say
};

struct Sink {
  std::string name;  // unique in a configuration; the queue knows it by this
  SinkKind kind = SinkKind::kCommand;
  std::string url;                   // a credential: of no report, log or process list
  std::vector<std::string> command;  // program and arguments; no shell
  std::string preface;               // what a command is given before the text: mail headers, say
  std::chrono::seconds deadline{30};
};

}  // namespace aegis

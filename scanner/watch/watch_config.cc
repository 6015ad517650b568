#include "scanner/watch/watch_config.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/base/json.h"

namespace aegis {

namespace {

constexpr uint64_t kMostBytes = 1 << 20;
constexpr int64_t kMostMinutes = 24 * 60;
constexpr int64_t kMostSeconds = 600;

bool is_own(int fd, mode_t forbidden) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return false;
  return (info.st_uid == ::geteuid() || info.st_uid == 0) && (info.st_mode & forbidden) == 0;
}

// A file of the user's own in which none of the rights `forbidden` is given.
Result<std::string> read_own(const std::string& path, mode_t forbidden, const char* remedy) {
  const auto file = open_regular(path, FinalSymlink::kFollow);
  if (!file) return usage_error(file.error().message()).in(path);
  if (!is_own(file->fd.get(), forbidden)) return usage_error(remedy).in(path);
  if (file->size > kMostBytes) return usage_error("is larger than 1 MiB").in(path);
  std::string text(file->size, '\0');
  const auto size = read_fully(file->fd.get(), text);
  if (!size) return usage_error(size.error().message()).in(path);
  text.resize(*size);
  return text;
}

std::string without_space_around(std::string text) {
  const char* const kSpace = " \t\r\n";
  text.erase(text.find_last_not_of(kSpace) + 1);
  return text.erase(0, std::min(text.size(), text.find_first_not_of(kSpace)));
}

bool is_list_of_strings(const Json& value) {
  return value.is_array() &&
         std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); });
}

// One reading of a configuration: its text, for the lines in errors, and what has come of it.
class Reader {
 public:
  Reader(const std::string& text, const Places& places) : text_(text), places_(places) {
    config_.state = places.state;
  }

  Result<WatchConfig> read(const Json& json) {
    if (!json.is_object()) return usage_error("must be an object");
    for (const auto& [key, value] : json.items()) {
      if (auto done = member(key, value); !done) return std::move(done).error();
    }
    return std::move(config_);
  }

 private:
  Error blame(const std::string& key, const std::string& what) const {
    return usage_error("line " + std::to_string(line_of(text_, '"' + key + '"')) + ": " + what);
  }

  Result<void> member(const std::string& key, const Json& value) {
    if (key == "$schema") return {};
    if (key == "repositories") return paths(key, value, config_.repositories);
    if (key == "under") return paths(key, value, config_.under);
    if (key == "logs") return paths(key, value, config_.logs);
    if (key == "state") return path(key, value, config_.state);
    if (key == "journal") return path(key, value, config_.journal);
    if (key == "alerts") return sinks(value);
    if (key == "known") {
      config_.audits_known = value != false;
      if (value.is_boolean()) return {};
      return paths(key, value, config_.known);
    }
    if (key == "confidence") {
      if (value != "low" && value != "medium" && value != "high") {
        return blame(key, "confidence must be low, medium or high");
      }
      config_.confidence = value.get<std::string>();
      return {};
    }
    if (key == "deadline_minutes") return time(key, value, kMostMinutes, 60, config_.deadline);
    return blame(key, "unknown key \"" + key +
                          "\"; known are repositories, under, logs, known, confidence, "
                          "deadline_minutes, state, journal and alerts");
  }

  // In `unit`s of seconds.
  Result<void> time(const std::string& key, const Json& value, int64_t most, int64_t unit,
                    std::chrono::seconds& into) const {
    const int64_t number = value.is_number_integer() ? value.get<int64_t>() : 0;
    if (number < 1 || number > most) {
      return blame(key, key + " must be a whole number from 1 to " + std::to_string(most));
    }
    into = std::chrono::seconds(number * unit);
    return {};
  }

  std::string expanded(const std::string& path) const {
    if (path == "~" || path.starts_with("~/")) return places_.home + path.substr(1);
    return path;
  }

  Result<void> path(const std::string& key, const Json& value, std::string& into) const {
    if (!value.is_string()) return blame(key, key + " must be a path");
    into = expanded(value.get<std::string>());
    if (!into.starts_with('/')) return blame(key, key + " must begin with / or ~/");
    return {};
  }

  Result<void> paths(const std::string& key, const Json& value,
                     std::vector<std::string>& into) const {
    if (!is_list_of_strings(value)) return blame(key, key + " must be a list of paths");
    for (const Json& item : value) {
      std::string one;
      if (auto done = path(key, item, one); !done) return done;
      into.push_back(std::move(one));
    }
    return {};
  }

  Result<void> sinks(const Json& value) {
    if (!value.is_array()) return blame("alerts", "alerts must be a list");
    for (const Json& item : value) {
      auto one = sink(item);
      if (!one) return std::move(one).error();
      const auto has_its_name = [&](const Sink& other) { return other.name == one->name; };
      if (std::any_of(config_.sinks.begin(), config_.sinks.end(), has_its_name)) {
        return blame(one->name, "two alerts are named \"" + one->name + "\"; each needs its own");
      }
      config_.sinks.push_back(*std::move(one));
    }
    return {};
  }

  Result<Sink> sink(const Json& value) const {
    if (!value.is_object()) return blame("alerts", "each of alerts must be an object");
    Sink sink;
    int ways = 0;
    for (const auto& [key, member] : value.items()) {
      auto done = sink_member(key, member, sink, ways);
      if (!done) return std::move(done).error();
    }
    if (sink.name.empty() || sink.name == "journal") {
      return blame("alerts", "each alert needs a \"name\", and not \"journal\"");
    }
    if (ways != 1) {
      return blame(sink.name,
                   "alert \"" + sink.name + "\" needs one of discord, slack, json and command");
    }
    return sink;
  }

  Result<void> sink_member(const std::string& key, const Json& value, Sink& sink, int& ways) const {
    if (key == "name" || key == "preface") {
      if (!value.is_string()) return blame(key, key + " must be a text");
      (key == "name" ? sink.name : sink.preface) = value.get<std::string>();
      return {};
    }
    if (key == "deadline_seconds") return time(key, value, kMostSeconds, 1, sink.deadline);
    if (key == "command") {
      if (!is_list_of_strings(value) || value.empty()) {
        return blame(key, "command must be a list: the program, then its arguments");
      }
      ++ways;
      sink.kind = SinkKind::kCommand;
      sink.command = value.get<std::vector<std::string>>();
      sink.command.front() = expanded(sink.command.front());
      return {};
    }
    if (key != "discord" && key != "slack" && key != "json") {
      return blame(key, "unknown key \"" + key +
                            "\"; known are name, discord, slack, json, command, preface and "
                            "deadline_seconds");
    }
    ++ways;
    sink.kind = key == "discord" ? SinkKind::kDiscord
                : key == "slack" ? SinkKind::kSlack
                                 : SinkKind::kJson;
    return address(key, value, sink.url);
  }

  Result<void> address(const std::string& key, const Json& value, std::string& into) const {
    const bool is_one = value.is_object() && value.size() == 1 && value.begin()->is_string();
    const std::string way = is_one ? value.begin().key() : "";
    if (way != "file" && way != "env") {
      return blame(key,
                   key + R"( must be {"file": "PATH"} or {"env": "NAME"}: where the address is)");
    }
    const std::string place = value.begin()->get<std::string>();
    if (way == "env") {
      const char* const variable = std::getenv(place.c_str());
      if (variable == nullptr)
        return blame(key, "the environment variable " + place + " is not set");
      into = without_space_around(variable);
    } else {
      auto text = read_own(expanded(place), 077, "others may read it; `chmod 600` it");
      if (!text) return blame(key, text.error().message());
      into = without_space_around(*std::move(text));
    }
    const bool is_address =
        (into.starts_with("https://") || into.starts_with("http://")) &&
        std::all_of(into.begin(), into.end(), [](char c) { return c > ' ' && c <= '~'; });
    if (!is_address)
      return blame(key, place + " does not hold an address that begins with https://");
    return {};
  }

  const std::string& text_;
  const Places& places_;
  WatchConfig config_;
};

}  // namespace

Result<WatchConfig> load_watch_config(const std::string& path, const Places& places) {
  if (!exists(path)) {
    return usage_error(path + ": there is no such file; `aegis watch --init` writes one");
  }
  const auto text = read_own(path, 022, "others may write it; make it your own: chmod 600");
  if (!text) return text.error();
  auto json = parse_json(*text);
  if (!json) return std::move(json).error().in(path);
  auto config = Reader(*text, places).read(*json);
  if (!config) return std::move(config).error().in(path);
  config->path = path;
  return config;
}

}  // namespace aegis

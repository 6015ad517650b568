#include "scanner/alert/message.h"

#include <algorithm>
#include <string_view>

#include "scanner/base/json.h"
#include "scanner/incident/steps.h"

namespace aegis {

namespace {

constexpr size_t kTold = 5;        // in full, in a message for people
constexpr size_t kListed = 100;    // in one for programs
constexpr size_t kDiscord = 2000;  // characters of a message's content
constexpr size_t kSlack = 4000;    // characters that Slack shows before it folds
constexpr size_t kMostOfText = 160;

std::string counted(size_t count) {
  return count == 1 ? "1 credential" : std::to_string(count) + " credentials";
}

// No more than `most` bytes, cut where a character begins.
std::string_view shortened(std::string_view text, size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (text[most] & '\xc0') == '\x80') --most;
  return text.substr(0, most);
}

std::string as_it_is(std::string_view text) {
  return std::string(text);
}

// Discord shows Markdown; a backslash before each mark makes it a mere character. Mentions are shut
// off in the message itself.
std::string for_discord(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\*_~`|>#[]()<@:-").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string for_slack(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

template <typename Escape>
std::string told(const Incident& incident, const Escape& escape) {
  const Sighting& seen = incident.sighting;
  const auto line = [&](std::string_view text) {
    return escape(shortened(text, kMostOfText)) + "\n";
  };
  std::string text =
      line("#" + std::to_string(incident.id) + " " + seen.title + " (" + seen.severity + ")");
  text += line("in " + incident.source + ": " + seen.place);
  size_t number = 0;
  for (const std::string& step : steps_of(incident)) {
    text += line("  " + std::to_string(++number) + ". " + step);
  }
  return text;
}

// As many as `most` bytes hold, and at least the first line.
template <typename Escape>
std::string message(std::span<const Incident> incidents, const Teller& teller, size_t most,
                    const Escape& escape) {
  std::string text = escape("Aegis found " + counted(incidents.size()) + " on " +
                            std::string(shortened(teller.host, kMostOfText)) + "\n");
  const std::string more = escape("see them all: aegis incidents list\n");
  constexpr size_t kCount = 40;
  size_t count = 0;
  for (const Incident& incident : incidents.first(std::min(kTold, incidents.size()))) {
    std::string one = "\n" + told(incident, escape);
    if (text.size() + one.size() + more.size() + kCount > most) break;
    text += one;
    ++count;
  }
  if (count < incidents.size()) {
    text +=
        "\n" + escape("and " + std::to_string(incidents.size() - count) + " more") + "; " + more;
  }
  return text;
}

}  // namespace

std::string text_message(std::span<const Incident> incidents, const Teller& teller) {
  return message(incidents, teller, SIZE_MAX, as_it_is);
}

std::string discord_message(std::span<const Incident> incidents, const Teller& teller) {
  Json json;
  json["content"] = message(incidents, teller, kDiscord, for_discord);
  json["allowed_mentions"]["parse"] = Json::array();
  constexpr int kNoPreviews = 1 << 2;  // SUPPRESS_EMBEDS: a link that is told is not fetched
  json["flags"] = kNoPreviews;
  return to_json_line(json);
}

std::string slack_message(std::span<const Incident> incidents, const Teller& teller) {
  Json json;
  json["text"] = message(incidents, teller, kSlack, for_slack);
  json["mrkdwn"] = false;
  json["unfurl_links"] = false;
  return to_json_line(json);
}

std::string json_message(std::span<const Incident> incidents, const Teller& teller) {
  Json json;
  json["version"] = 1;
  json["host"] = teller.host;
  json["aegis"] = teller.version;
  json["total"] = incidents.size();
  json["incidents"] = Json::array();
  for (const Incident& incident : incidents.first(std::min(kListed, incidents.size()))) {
    const Sighting& seen = incident.sighting;
    Json one;
    one["id"] = incident.id;
    one["source"] = incident.source;
    one["title"] = seen.title;
    one["rule"] = seen.rule;
    one["severity"] = seen.severity;
    one["place"] = seen.place;
    one["detail"] = seen.detail;
    one["fingerprint"] = seen.fingerprint;
    one["first_seen"] = incident.first_seen;
    one["steps"] = steps_of(incident);
    json["incidents"].push_back(std::move(one));
  }
  return to_json_line(json);
}

}  // namespace aegis

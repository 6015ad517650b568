// What an alert says, in each sink's form.
//
// One message a run and sink, however many incidents: the first few in full, the rest counted. No
// secret is in it. What incidents say is hostile: nothing in it is markup, a mention or a link.
#pragma once

#include <span>
#include <string>

#include "scanner/alert/sink.h"
#include "scanner/incident/incident.h"

namespace aegis {

// Who tells: what a reader who has several machines must know.
struct Teller {
  std::string host;
  std::string version;  // of this program
};

// Plain text: for people, mail and the journal of a command.
std::string text_message(std::span<const Incident> incidents, const Teller& teller);

// Discord's "Execute Webhook": at most 2000 characters of content, and nobody is mentioned.
// https://discord.com/developers/docs/resources/webhook#execute-webhook
std::string discord_message(std::span<const Incident> incidents, const Teller& teller);

// Slack's incoming webhooks: text in which &, < and > are escaped, so that nothing in it is a link
// or a mention. https://api.slack.com/messaging/webhooks
std::string slack_message(std::span<const Incident> incidents, const Teller& teller);

// {"version": 1, "host": ..., "aegis": ..., "total": n, "incidents": [{"id", "source", "title",
// "rule", "severity", "place", "detail", "fingerprint", "first_seen", "steps"}]}; at most 100 of
// them.
std::string json_message(std::span<const Incident> incidents, const Teller& teller);

}  // namespace aegis

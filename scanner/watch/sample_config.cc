#include "scanner/watch/watch_config.h"

namespace aegis {

std::string_view sample_watch_config() {
  return R"json(// What `aegis watch` looks at, and whom it tells. Take the // away from what you need.
{
  // Repositories: folders and globs. All they have ever held is scanned, and after the first run
  // what is new since.
  "repositories": [
    // "~/src/shop", "/srv/git/*.git"
  ],

  // Every repository below these folders, however deep.
  "under": [
    // "~/src"
  ],

  // Logs: files, globs and folders. Rotated and compressed ones are followed.
  "logs": [
    // "/var/log/nginx/*.log"
  ],

  // Whether your own secrets are looked after, too: who may read them, how old they are, where else
  // they stand. true: those that "known" in config.json names; or a list of more files and folders,
  // which all scans then look for.
  "known": false,

  // The least confidence that becomes an incident: low, medium or high.
  "confidence": "medium",

  // A run is ended after so many minutes; what it did not come to is said.
  "deadline_minutes": 60,

  // Where everything is remembered. Default: $XDG_STATE_HOME/aegis, or ~/.local/state/aegis
  // "state": "~/.local/state/aegis",

  // Each new incident is written down at the end of this file.
  // "journal": "~/incidents.md",

  // Who is told of new incidents, one message a run. An address is a credential: it stands in a
  // file of its own, or in an environment variable.
  "alerts": [
    // { "name": "ops", "discord": { "file": "~/.secure/discord_webhook" } },
    // { "name": "team", "slack": { "env": "SLACK_WEBHOOK_URL" } },
    // { "name": "siem", "json": { "file": "~/.secure/siem_url" }, "deadline_seconds": 10 },
    // { "name": "mail", "command": ["mail", "-s", "Aegis", "root"] },
    // { "name": "sendmail", "command": ["sendmail", "-t"], "preface": "To: root\nSubject: Aegis\n\n" }
  ]
}
)json";
}

}  // namespace aegis

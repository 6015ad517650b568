// An agent's own settings: whether they make it ask Aegis, and how to have it so.
//
// Only the text is looked at and made here. All that is in the settings and not ours stays, in its
// order.
#pragma once

#include <string>
#include <string_view>

#include "scanner/agent/client.h"
#include "scanner/base/result.h"

namespace aegis::agent {

// The file that a user's agent reads, below the home folder.
std::string settings_path(Client client, const std::string& home);

// The settings with hooks that run `program agent --client CLIENT`, in place of earlier ones of
// ours. An empty text is that of a new file. What is no JSON object, has comments, which would be
// lost, or has hooks of a form that the agent does not have is an error that says the line or the
// member.
Result<std::string> with_hooks(Client client, std::string_view text, const std::string& program);

// The settings without them.
Result<std::string> without_hooks(Client client, std::string_view text);

// How many of the moments that are judged the agent asks about, of how many.
struct HookCount {
  size_t there = 0;
  size_t all = 0;
};
Result<HookCount> count_hooks(Client client, std::string_view text);

// What is left for the user to do after the settings were written; a sentence.
std::string after_install(Client client);

}  // namespace aegis::agent

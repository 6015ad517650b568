// Sends what is due.
#pragma once

#include <span>
#include <string>

#include "scanner/alert/message.h"
#include "scanner/alert/sink.h"
#include "scanner/base/result.h"
#include "scanner/incident/incident.h"

namespace aegis {

// Tells `sink` of `incidents`, of which there is at least one. Waits no longer than the sink's
// deadline. An error, of kind kUnreadable, says what went wrong; it holds neither the address nor
// anything that could be a secret in it.
//
// An address is posted to by the program curl, which is told it, and the message, on its standard
// input: neither is in a list of processes. Redirections are not followed. It tries again where
// that may help (408, 429, 500, 502, 503, 504, time over), as the answer's Retry-After says, twice
// at most.
Result<void> deliver(const Sink& sink, std::span<const Incident> incidents, const Teller& teller);

}  // namespace aegis

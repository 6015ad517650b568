// What to do about an incident, in order.
#pragma once

#include <string>
#include <vector>

#include "scanner/incident/incident.h"

namespace aegis {

// Its own steps, and to say that it is done. Sentences without an end mark.
std::vector<std::string> steps_of(const Incident& incident);

}  // namespace aegis

#include "scanner/incident/steps.h"

namespace aegis {

std::vector<std::string> steps_of(const Incident& incident) {
  const Sighting& seen = incident.sighting;
  std::vector<std::string> steps;
  for (const std::string& step : {seen.first_step, seen.check_use, seen.clean_up}) {
    if (!step.empty()) steps.push_back(step);
  }
  steps.push_back("when that is done: aegis incidents resolve " + std::to_string(incident.id));
  return steps;
}

}  // namespace aegis

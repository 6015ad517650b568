// Incidents, for people and for programs.
#pragma once

#include <span>
#include <string>

#include "scanner/incident/incident.h"

namespace aegis {

// A line each: number, status, severity, title, place.
std::string incidents_text(std::span<const Incident> incidents);
std::string incidents_json(std::span<const Incident> incidents);

// One, with what to do and what has happened.
std::string incident_text(const Incident& incident, std::span<const IncidentEvent> events);
std::string incident_json(const Incident& incident, std::span<const IncidentEvent> events);

}  // namespace aegis

#include "scanner/rule/fields.h"

#include <algorithm>

namespace aegis {

void Fields::text(const char* key, std::string& out) {
  read(
      key, "a string", [](const Json& v) { return v.is_string(); },
      [&](const Json& v) { out = v.get<std::string>(); });
}

void Fields::number(const char* key, double low, double high, double& out) {
  read(
      key, "a number in range",
      [&](const Json& v) {
        return v.is_number() && v.get<double>() >= low && v.get<double>() <= high;
      },
      [&](const Json& v) { out = v.get<double>(); });
}

void Fields::list(const char* key, std::vector<std::string>& out) {
  read(
      key, "a list of strings, none empty",
      [](const Json& v) {
        return v.is_array() && !v.empty() && std::all_of(v.begin(), v.end(), [](const Json& item) {
                 return item.is_string() && !item.get_ref<const std::string&>().empty();
               });
      },
      [&](const Json& v) { out = v.get<std::vector<std::string>>(); });
}

const Json* Fields::object(const char* key) {
  const Json* found = nullptr;
  read(
      key, "an object", [](const Json& v) { return v.is_object(); },
      [&](const Json& v) { found = &v; });
  return found;
}

const Json* Fields::array(const char* key) {
  const Json* found = nullptr;
  read(
      key, "a list, not empty", [](const Json& v) { return v.is_array() && !v.empty(); },
      [&](const Json& v) { found = &v; });
  return found;
}

void Fields::complain(const std::string& key, const std::string& what) {
  if (!complaint_.empty()) return;
  complaint_ = what;
  key_ = key;
}

const std::string& Fields::complaint() {
  for (const auto& [key, value] : object_.items()) {
    if (!known_.contains(key)) complain(key, "unknown key \"" + key + '"');
  }
  return complaint_;
}

void Fields::read(const char* key, const char* wanted, const std::function<bool(const Json&)>& fits,
                  const std::function<void(const Json&)>& take) {
  known_.insert(key);
  const auto at = object_.find(key);
  if (at == object_.end()) return;
  if (fits(*at)) {
    take(*at);
  } else {
    complain(key, std::string(key) + " must be " + wanted);
  }
}

}  // namespace aegis

// The fields of one JSON object of a rule file, read strictly.
//
// Each call reads one field, if it is there, into `out`. A wrong type is a complaint, and so is a
// field that no call asked for. The first complaint is kept.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/json.h"

namespace aegis {

// REQUIRES: the object outlives it.
class Fields {
 public:
  explicit Fields(const Json& object) : object_(object) {}

  bool has(const char* key) const { return object_.contains(key); }

  void text(const char* key, std::string& out);
  void number(const char* key, double low, double high, double& out);
  void list(const char* key, std::vector<std::string>& out);
  template <typename T>
  void name(const char* key, std::optional<T> (*from_name)(std::string_view), T& out) {
    std::string name;
    text(key, name);
    if (!has(key)) return;
    const auto value = from_name(name);
    if (value) {
      out = *value;
    } else {
      complain(key, "unknown " + std::string(key) + " \"" + name + '"');
    }
  }
  // nullptr where there is none.
  const Json* object(const char* key);
  const Json* array(const char* key);

  void complain(const std::string& key, const std::string& what);

  // The first complaint, unknown keys last; empty when there is none. `key()` is what it is about.
  const std::string& complaint();
  const std::string& key() const { return key_; }

 private:
  void read(const char* key, const char* wanted, const std::function<bool(const Json&)>& fits,
            const std::function<void(const Json&)>& take);

  const Json& object_;
  std::set<std::string> known_;
  std::string complaint_;
  std::string key_;
};

}  // namespace aegis

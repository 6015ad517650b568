#include "scanner/gitleaks/toml_reader.h"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <algorithm>
#include <set>
#include <utility>

#include "scanner/base/ascii.h"

namespace aegis::gitleaks {

struct TomlTable::State {
  toml::table root;
  std::optional<Error> error;
  std::set<const void*> read;    // values that somebody asked for
  std::set<const void*> tables;  // whose keys somebody asked for
};

namespace {

std::string at_line(const toml::source_region& source) {
  return "line " + std::to_string(source.begin.line);
}

void add_unread(const toml::table& table, const std::set<const void*>& read,
                const std::set<const void*>& tables, std::vector<std::string>& out) {
  for (const auto& [key, value] : table) {
    if (read.count(&value) == 0) {
      out.push_back(at_line(key.source()) + ": " + std::string(key.str()));
    } else if (const toml::table* inner = value.as_table()) {
      if (tables.count(inner) != 0) add_unread(*inner, read, tables, out);
    } else if (const toml::array* list = value.as_array()) {
      for (const toml::node& item : *list) {
        const toml::table* one = item.as_table();
        if (one != nullptr && tables.count(one) != 0) add_unread(*one, read, tables, out);
      }
    }
  }
}

}  // namespace

// Of keys that differ in case only one counts; the others are taken for read.
const void* TomlTable::find(std::string_view key) const {
  const toml::node* found = nullptr;
  for (const auto& [name, value] : *static_cast<const toml::table*>(table_)) {
    if (!equals_ignoring_case(name.str(), key)) continue;
    state_->read.insert(&value);
    found = &value;
  }
  return found;
}

void TomlTable::object(const void* node, std::string_view key, const char* wanted) const {
  if (state_->error) return;
  const auto& source = static_cast<const toml::node*>(node)->source();
  state_->error = usage_error(at_line(source) + ": " + std::string(key) + " must be " + wanted);
}

std::string TomlTable::text(std::string_view key) const {
  const auto* node = static_cast<const toml::node*>(find(key));
  if (node == nullptr) return {};
  if (const auto* value = node->as_string()) return value->get();
  object(node, key, "a text");
  return {};
}

bool TomlTable::truth(std::string_view key) const {
  const auto* node = static_cast<const toml::node*>(find(key));
  if (node == nullptr) return false;
  if (const auto* value = node->as_boolean()) return value->get();
  object(node, key, "true or false");
  return false;
}

double TomlTable::number(std::string_view key) const {
  const auto* node = static_cast<const toml::node*>(find(key));
  if (node == nullptr) return 0;
  if (const auto value = node->value<double>()) return *value;
  object(node, key, "a number");
  return 0;
}

std::optional<int64_t> TomlTable::integer(std::string_view key) const {
  const auto* node = static_cast<const toml::node*>(find(key));
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_integer()) return value->get();
  object(node, key, "a whole number");
  return std::nullopt;
}

std::vector<std::string> TomlTable::texts(std::string_view key) const {
  std::vector<std::string> all;
  const auto* node = static_cast<const toml::node*>(find(key));
  if (node == nullptr) return all;
  // A single text stands for a list of one, as in gitleaks.
  if (const auto* value = node->as_string()) return {value->get()};
  const toml::array* list = node->as_array();
  if (list == nullptr) object(node, key, "a list of texts");
  if (list == nullptr) return all;
  for (const toml::node& item : *list) {
    if (const auto* value = item.as_string()) {
      all.push_back(value->get());
    } else {
      object(&item, key, "a list of texts");
    }
  }
  return all;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) const {
  const auto* node = static_cast<const toml::node*>(find(key));
  if (node == nullptr) return std::nullopt;
  const toml::table* table = node->as_table();
  if (table == nullptr) object(node, key, "a table");
  if (table == nullptr) return std::nullopt;
  state_->tables.insert(table);
  return TomlTable(table, state_);
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) const {
  const auto* node = static_cast<const toml::node*>(find(key));
  if (node == nullptr) return {};
  if (node->is_table()) return {*table(key)};
  std::vector<TomlTable> all;
  const toml::array* list = node->as_array();
  if (list == nullptr) object(node, key, "a list of tables");
  if (list == nullptr) return all;
  for (const toml::node& item : *list) {
    if (const toml::table* one = item.as_table()) {
      state_->tables.insert(one);
      all.push_back(TomlTable(one, state_));
    } else {
      object(&item, key, "a list of tables");
    }
  }
  return all;
}

uint32_t TomlTable::line() const {
  return static_cast<const toml::table*>(table_)->source().begin.line;
}

TomlFile::TomlFile(std::unique_ptr<TomlTable::State> state) : state_(std::move(state)) {}
TomlFile::TomlFile(TomlFile&&) noexcept = default;
TomlFile& TomlFile::operator=(TomlFile&&) noexcept = default;
TomlFile::~TomlFile() = default;

Result<TomlFile> TomlFile::parse(std::string_view text) {
  toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    return usage_error(at_line(parsed.error().source()) + ": " +
                       std::string(parsed.error().description()));
  }
  auto state = std::make_unique<TomlTable::State>();
  state->root = std::move(parsed).table();
  return TomlFile(std::move(state));
}

TomlTable TomlFile::root() const {
  return TomlTable(&state_->root, state_.get());
}

std::optional<Error> TomlFile::error() const {
  return state_->error;
}

std::vector<std::string> TomlFile::unknown_keys() const {
  std::vector<std::string> all;
  add_unread(state_->root, state_->read, state_->tables, all);
  return all;
}

}  // namespace aegis::gitleaks

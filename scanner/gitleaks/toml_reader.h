// Reads tables of a TOML file as gitleaks does: names of keys in any case, and keys that nobody
// asks for are no error. They are remembered, with their lines, for whoever should be told.
//
// toml++'s types stop here: a TomlTable is a view of a TomlFile and lives no longer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace aegis::gitleaks {

// One table. Each accessor gives nothing where the key is not there. The first value that is of
// another kind than asked for is kept as the file's error, and given as nothing.
class TomlTable {
 public:
  std::string text(std::string_view key) const;
  bool truth(std::string_view key) const;
  double number(std::string_view key) const;
  std::optional<int64_t> integer(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;
  std::optional<TomlTable> table(std::string_view key) const;
  // An array of tables; a single table counts as one of one.
  std::vector<TomlTable> tables(std::string_view key) const;

  uint32_t line() const;  // of the table's beginning

 private:
  friend class TomlFile;
  struct State;
  TomlTable(const void* table, State* state) : table_(table), state_(state) {}

  const void* find(std::string_view key) const;
  void object(const void* node, std::string_view key, const char* wanted) const;

  const void* table_;  // toml::table
  State* state_;
};

class TomlFile {
 public:
  // An error says the line.
  static Result<TomlFile> parse(std::string_view text);
  TomlFile(TomlFile&&) noexcept;
  TomlFile& operator=(TomlFile&&) noexcept;
  ~TomlFile();

  TomlTable root() const;

  // After all has been read: what could not be, or else keys that nobody asked for, "line 3:
  // regexs".
  std::optional<Error> error() const;
  std::vector<std::string> unknown_keys() const;

 private:
  explicit TomlFile(std::unique_ptr<TomlTable::State> state);
  std::unique_ptr<TomlTable::State> state_;
};

}  // namespace aegis::gitleaks

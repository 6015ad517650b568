// SQLite, with failures as values.
//
// The library's types stay behind this header. A database belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace aegis {

// A prepared statement that is run once. Parameters count from 1, columns from 0. What is bound is
// copied; texts may hold any bytes but NUL, at which SQLite's own tools would stop reading.
class Statement {
 public:
  Statement& bind(int parameter, int64_t value);
  Statement& bind(int parameter, std::string_view value);

  // Runs to the next row; false: there is none. What was not bound is NULL.
  Result<bool> next();
  // Runs to the end, past whatever rows there are.
  Result<void> run();

  int64_t integer(int column) const;
  std::string text(int column) const;
  bool is_null(int column) const;

 private:
  friend class Database;
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
};

class Database {
 public:
  // Opens the file, made if there is none; only its owner may read it, or it is refused. It keeps a
  // write-ahead log beside it: what is committed survives a kill at any point, and the loss of
  // power. Another process that writes is waited for, five seconds at most. An error names the
  // file; a file that is damaged, or no database, is an error of kind kUnreadable with the remedy.
  static Result<Database> open(const std::string& path);

  Result<Statement> prepare(std::string_view sql) const;
  // One or several statements without parameters.
  Result<void> execute(const std::string& sql) const;
  // Of the row that was inserted last.
  int64_t last_row() const;
  // How many rows the last statement changed.
  int64_t changes() const;

 private:
  struct Closer {
    void operator()(sqlite3* connection) const;
  };
  explicit Database(sqlite3* connection) : connection_(connection) {}

  std::unique_ptr<sqlite3, Closer> connection_;
};

// Everything between its making and commit(), or nothing of it.
class Transaction {
 public:
  static Result<Transaction> begin(const Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  // Undoes it, unless it was committed.
  ~Transaction();

  Result<void> commit();

 private:
  explicit Transaction(const Database& database) : database_(&database) {}

  const Database* database_;
};

}  // namespace aegis

#include "scanner/incident/database.h"

#include <fcntl.h>
#include <sqlite3.h>

#include "scanner/state/private_file.h"

namespace aegis {

namespace {

constexpr int kPatience = 5000;  // milliseconds

Error worded(int code, const std::string& message) {
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return unreadable("is damaged (" + message +
                        "); move it away and run again: what is open is found anew");
    case SQLITE_BUSY:
      return unreadable("another run is using it; wait for its end");
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
      return unreadable("cannot be written (" + message + ")");
    default:
      return internal_error(message);
  }
}

// Of the last thing done.
Error failure_of(sqlite3* connection) {
  return worded(sqlite3_errcode(connection), sqlite3_errmsg(connection))
      .in(sqlite3_db_filename(connection, "main"));
}

}  // namespace

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement& Statement::bind(int parameter, int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, value);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view value) {
  sqlite3_bind_text64(statement_.get(), parameter, value.data() != nullptr ? value.data() : "",
                      value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Result<bool> Statement::next() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return failure_of(sqlite3_db_handle(statement_.get()));
}

Result<void> Statement::run() {
  for (;;) {
    auto row = next();
    if (!row) return std::move(row).error();
    if (!*row) return {};
  }
}

int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const unsigned char* const text = sqlite3_column_text(statement_.get(), column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),
          static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void Database::Closer::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

Result<Database> Database::open(const std::string& path) {
  // SQLite gives its other files the rights of this one.
  if (auto made = open_private(path, O_RDWR | O_CREAT); !made) return std::move(made).error();
  sqlite3* connection = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &connection, flags, nullptr);
  if (connection == nullptr) return internal_error(path + ": no memory to open it");
  Database database(connection);
  if (code != SQLITE_OK) return failure_of(connection);
  sqlite3_busy_timeout(connection, kPatience);
  // A file that somebody else prepared must not make functions of this program run.
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  auto ready = database.execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
  if (!ready) return std::move(ready).error();
  return database;
}

Result<Statement> Database::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                      &statement, nullptr);
  if (code != SQLITE_OK) return failure_of(connection_.get());
  return Statement(statement);
}

Result<void> Database::execute(const std::string& sql) const {
  if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return failure_of(connection_.get());
  }
  return {};
}

int64_t Database::last_row() const {
  return sqlite3_last_insert_rowid(connection_.get());
}

int64_t Database::changes() const {
  return sqlite3_changes64(connection_.get());
}

Result<Transaction> Transaction::begin(const Database& database) {
  // At once a writer: a reader that becomes one may be told to try again.
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) return std::move(begun).error();
  return Transaction(database);
}

Transaction::~Transaction() {
  // SQLite undoes by itself what failed badly enough; then this fails, and there is nothing to do.
  if (database_ != nullptr) (void)database_->execute("ROLLBACK");
}

Result<void> Transaction::commit() {
  auto done = database_->execute("COMMIT");
  if (done) database_ = nullptr;
  return done;
}

}  // namespace aegis

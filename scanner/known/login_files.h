// Files in which clients look up a password by host and user: ~/.netrc and ~/.pgpass.
#pragma once

#include <string_view>

#include "scanner/known/stored_value.h"

namespace aegis {

// Passwords and accounts, named "machine HOST password". Macros are passed over; quoted words are
// read as curl reads them.
StoredValues read_netrc(std::string_view text);

// host:port:database:user:password, a line each; `\` takes the next character as it is. Named by
// the four first.
StoredValues read_pgpass(std::string_view text);

}  // namespace aegis

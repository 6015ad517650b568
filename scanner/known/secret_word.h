// Whether a name says that what it names is secret.
#pragma once

#include <string_view>

namespace aegis {

// "DB_PASSWORD", "apiKey", "credentials.client"; not "TOKEN_URL" or "key_file".
bool says_secret(std::string_view name);

}  // namespace aegis

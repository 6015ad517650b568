#include "scanner/known/secret_word.h"

#include <algorithm>
#include <iterator>

#include "scanner/base/ascii.h"
#include "scanner/detect/secret_name.h"

namespace aegis {

bool says_secret(std::string_view name) {
  constexpr std::string_view kWords[] = {"pass",    "pwd",     "secret",  "token", "key",
                                         "cred",    "auth",    "private", "salt",  "cookie",
                                         "session", "webhook", "dsn",     "bearer"};
  return !name_denies_secret(name) &&
         std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return contains_ignoring_case(name, word); });
}

}  // namespace aegis

#include "scanner/base/result.h"

#include <system_error>

namespace aegis {

Error system_error(ErrorKind kind, std::string_view what, int error_number) {
  // std::generic_category, not strerror: the latter shares one buffer among threads.
  return {kind,
          std::string(what).append(": ").append(std::generic_category().message(error_number))};
}

}  // namespace aegis

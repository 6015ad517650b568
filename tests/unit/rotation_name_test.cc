#include "scanner/logs/rotation_name.h"

#include <catch2/catch.hpp>
#include <string>

namespace aegis {

TEST_CASE("A rotated log has the name of the log that it was") {
  for (const char* name :
       {"app.log", "app.log.1", "app.log.12.gz", "app.log-20261124", "app.log-20261124.zst",
        "app-20261124.log", "app.2026-11-24.log.xz", "app.log.2026-11-24", "app.log-1795514400",
        "app.log_20261124", "app.log-2026112410.bz2", "/var/log/app.log.1"}) {
    INFO(name);
    CHECK(name_before_rotation(name) == "app.log");
  }
}

TEST_CASE("What looks like a part of a name stays") {
  for (const char* name : {"app-2.log", "web-01.log", "log.txt", "2026", "1", ".1",
                           "a-99999999.log", "node.12345678901234567.log", ""}) {
    INFO(name);
    CHECK(name_before_rotation(name) == name);
  }
}

}  // namespace aegis

#include "scanner/detect/source_language.h"

#include <catch2/catch.hpp>

namespace aegis {

TEST_CASE("Program source is known by the end of its name") {
  for (const char* path : {"a.py", "src/A.JAVA", "x.test.ts", "lib/x.d"})
    CHECK(is_program_source(path));
  for (const char* path :
       {"a.yaml", "Makefile", ".env", "a.py.txt", "config.json", "dir.py/file"}) {
    INFO(path);
    CHECK_FALSE(is_program_source(path));
  }
}

}  // namespace aegis

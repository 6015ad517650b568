// The main of aegis_tests where Catch2's package brings none.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>

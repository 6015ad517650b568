#include "scanner/detect/secret_name.h"

#include <catch2/catch.hpp>
#include <string>

#include "tests/support/samples.h"

namespace aegis {

TEST_CASE("Names of ids, hashes and places are told by their last word") {
  for (const char* name : {"instance_id", "meta_scaleway_image_id", "sha256", "gitCommit",
                           "user.uuid", "imageDigest", "resolved", "X-Request-Id"}) {
    INFO(name);
    CHECK(name_is_of_identifier(name));
  }
  for (const char* name : {"", "api_key", "secret", "idToken", "grid", "sha256_key", "token"}) {
    INFO(name);
    CHECK_FALSE(name_is_of_identifier(name));
  }
}

TEST_CASE("Names that say what a value is about deny that it is a secret") {
  for (const char* name :
       {"password_file", "passwordField", "token_type", "secretName", "key-path", "TOKEN_URL",
        "password.length", "token_expires", "passwordHint", "secret_id", "\"tokenEndpoint\""}) {
    INFO(name);
    CHECK(name_denies_secret(name));
  }
  for (const char* name : {"password", "db_password", "apiToken", "clientSecret", "SECRET_KEY",
                           "profile", "idea", "filepassword", "", "ModelToken"}) {
    INFO(name);
    CHECK_FALSE(name_denies_secret(name));
  }
}

TEST_CASE("A value that says no more than its name repeats it") {
  CHECK(name_repeats("password", "Password1"));
  CHECK(name_repeats("db_password", "password"));
  CHECK(name_repeats("addPassword", "#add-password"));
  CHECK(name_repeats("password", "application_password"));
  SampleRandom random(test_seed());
  CHECK_FALSE(name_repeats("token", "token_" + random_of(kBase62Letters, 24, random)));
  CHECK_FALSE(name_repeats("password", "hunter2"));
  CHECK_FALSE(name_repeats("", "hunter2"));
  CHECK_FALSE(name_repeats("password", "--"));
}

}  // namespace aegis

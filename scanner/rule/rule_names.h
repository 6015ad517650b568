// The names that rule files use for values of enumerations.
#pragma once

#include <optional>
#include <string_view>

#include "scanner/rule/rule.h"

namespace aegis {

std::optional<Severity> severity_from(std::string_view name);
std::optional<Confidence> confidence_from(std::string_view name);
std::optional<Check> check_from(std::string_view name);
const char* name_of(Check check);
std::optional<FileContent> file_content_from(std::string_view name);
const char* name_of(FileContent content);

// Whether `name` is a construct that the engine knows:
//
//   assignment        a name of `words` is given a value
//   url-password      scheme://user:password@host, the scheme one of `words` (none: any other one)
//   basic-auth        Authorization: Basic <base64 of user:password>
//   bearer-auth       Authorization: Bearer <token>
//   command-password  a user:password or password argument of the commands in `words`
//   docker-auth       "auth": "<base64 of user:password>"
//   netrc             machine ... password ...
//   pgpass            host:port:database:user:password lines
//   private-key       -----BEGIN ... PRIVATE KEY-----, the label's first word one of `words`
//   random-value      a name of `words` is given a value that looks random
bool is_grammar(std::string_view name);

}  // namespace aegis

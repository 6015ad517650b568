// Parts of names and addresses that look as if a machine had drawn them.
#pragma once

#include <string>
#include <string_view>

namespace aegis {

// At least 16 characters that are like no word: a token in a URL, say.
bool looks_random(std::string_view part);

// `name` with eight stars for each of its parts that looks random: a key of JSON may be a secret.
std::string without_random_parts(std::string name);

}  // namespace aegis

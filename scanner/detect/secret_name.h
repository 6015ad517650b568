// What a name says of the value that it names.
#pragma once

#include <string_view>

namespace aegis {

// The name says that the value is no secret: `token_type`, `password_field`, `secretName`,
// `key_file`.
bool name_denies_secret(std::string_view name);

// Whether the last word of a name says that its value identifies something: an id, a hash, a place.
bool name_is_of_identifier(std::string_view name);

// The name says that the value is not one that would be accepted: `BAD_KEY`, `wrong_password`.
bool name_says_invalid(std::string_view name);

// Whether a text is itself the name of a secret, in several words: `real_key`, `db-password`.
bool is_name_of_secret(std::string_view text);

// Stands in a page for the browser to send back, or says where a list goes on; gives nothing to who
// reads it.
bool is_form_token(std::string_view name);

// Whether what the name names may be chosen by a person or a framework, of any characters.
bool name_allows_any_characters(std::string_view name);

// Whether the value says no more than the name: it stands in it, or adds a few characters or words,
// whatever the case and the separators: `password = "password1"`, `addPassword = "#add-password"`.
bool name_repeats(std::string_view name, std::string_view text);

}  // namespace aegis

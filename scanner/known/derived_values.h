// The secrets within a stored value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/known/stored_value.h"

namespace aegis {

// The value itself, white space at its ends taken off, and what else is one where it stands:
//   a private key in it            instead of the text around it
//   the strings of JSON in it      instead of it: "NAME.private_key"
//   the secret parts of a URL      "NAME (URL's password)"
//   what follows Bearer, Bot, Token or Basic; the password in Basic and in a name that ends in auth
//                                  (docker's auth, npm's _auth), which are user:password in base64
//   the password of a connection string (password=...;)
std::vector<StoredValue> with_derived(const StoredValue& stored);

}  // namespace aegis

// Private keys in PEM form, within a text.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/secret.h"

namespace aegis {

// Cuts every PEM block out of `text`, line feeds left in its place, and gives those that hold a
// secret, with line feeds for `\n` written out: certificates and public keys are none. A block
// without an end goes to the end of the text.
std::vector<Secret> take_private_keys(std::string& text);

}  // namespace aegis

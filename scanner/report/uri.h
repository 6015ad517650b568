// Paths as URIs (RFC 3986).
#pragma once

#include <string>
#include <string_view>

namespace aegis {

// A relative reference, or a file:// URI for an absolute path. Byte for byte: what is not UTF-8 is
// percent-encoded like anything else that may not stand in a path.
std::string path_as_uri(std::string_view path);

}  // namespace aegis

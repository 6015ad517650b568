// What a multi-pack-index says of a folder of packs.
//
// No object is looked up in it. Each pack has an index of its own beside it, and where that is
// missing, its objects are found in the pack itself; so nothing is to be gained by it but a faster
// search among many packs, and an object could hide behind one that is stale or lies. What it alone
// can tell is that a pack is gone, with all that only this pack held: nothing else would ask for
// what no ref leads to. It is believed that far whether its checksum is right or not, for a lie
// makes a scan incomplete and never clean. One that is damaged beyond that tells nothing; git does
// without it, too, and makes it anew.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aegis::git {

// The packs that such a file names, without ".idx"; none if it is damaged. Takes any bytes.
std::vector<std::string> packs_named_in(std::string_view multi_pack_index);

// The packs that the multi-pack-index of a pack folder names, or the parts of one that is written
// in parts; none where there is no such file.
std::vector<std::string> packs_indexed_in(const std::string& folder);

}  // namespace aegis::git

// Where secrets end up that should stand in a store only.
#pragma once

#include <string>
#include <vector>

#include "scanner/source/source.h"

namespace aegis {

// Files and folders that are there: histories and start-up files of shells and clients, crontabs,
// unit files, environment files. Those outside the home folder that the user may not read are left
// out and named in `unreadable`.
std::vector<std::string> usual_places(std::vector<std::string>& unreadable);

// The environments of running processes, as documents "/proc/42/environ (name)". One that may not
// be read is excluded; one that ends meanwhile is none.
class ProcessSource : public Source {
 public:
  Result<void> list(DocumentSink& sink) override;
};

}  // namespace aegis

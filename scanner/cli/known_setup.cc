#include "scanner/cli/known_setup.h"

#include "scanner/known/known_values.h"
#include "scanner/scan/user_config.h"

namespace aegis {

Result<StoreRequest> known_request(const Options& options) {
  StoreRequest request;
  request.paths = options.known;
  request.allow_readable = options.allow_readable;
  if (options.no_known) return request;
  auto config = load_user_config();
  if (!config) return std::move(config).error();
  request.paths.insert(request.paths.end(), config->known_from.begin(), config->known_from.end());
  request.except = std::move(config->known_except);
  request.ignore = std::move(config->known_ignore);
  request.allow_readable = request.allow_readable || config->known_allow_readable;
  return request;
}

Result<std::shared_ptr<const KnownBook>> set_up_known(const Options& options,
                                                      std::vector<Skipped>& skipped) {
  auto request = known_request(options);
  if (!request) return std::move(request).error();
  if (request->paths.empty()) return std::shared_ptr<const KnownBook>();
  const Store store = read_store(*request);
  for (const StoreProblem& problem : store.problems) {
    skipped.push_back({problem.path, "known secrets: " + problem.reason});
  }
  return std::make_shared<const KnownBook>(known_values_of(store));
}

}  // namespace aegis

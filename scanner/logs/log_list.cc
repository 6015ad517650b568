#include "scanner/logs/log_list.h"

#include <sys/stat.h>

#include <cstdlib>
#include <memory>
#include <set>

#include "scanner/source/file_source.h"
#include "scanner/source/glob_paths.h"

namespace aegis {

namespace {

class Listing : public DocumentSink {
 public:
  void add_word(const std::string& word) {
    word_ = &word;
    if (word != kStandardInput && !exists(word) && is_glob(word)) {
      add_matches(word);
    } else {
      add_path(word);
    }
  }

  void document(std::unique_ptr<Document> document) override {
    add(document->origin()->path, FinalSymlink::kRefuse);
  }
  void skipped(std::string path, Error error) override {
    list_.skipped.push_back({std::move(path), error.message()});
  }
  void excluded(std::string) override {}

  LogList take() { return std::move(list_); }

 private:
  void add_matches(const std::string& pattern) {
    auto paths = glob_paths(pattern);
    if (!paths) {
      skipped(pattern, std::move(paths).error());
    } else if (paths->empty()) {
      skipped(pattern, unreadable("matches no file"));
    } else {
      for (const std::string& path : *paths) add_path(path);
    }
  }

  void add_path(const std::string& path) {
    struct stat info {};
    const bool is_folder =
        path != kStandardInput && ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
    if (!is_folder) {
      add(path, FinalSymlink::kFollow);
      return;
    }
    // Errors are the sink's; listing as a whole cannot fail.
    (void)FileSource({FileRoot{path, "", path, nullptr}}).list(*this);
  }

  void add(const std::string& path, FinalSymlink symlink) {
    if (seen_.insert(path).second)
      list_.files.push_back({path, symlink, *word_, Journal::kNone, ""});
  }

  LogList list_;
  std::set<std::string> seen_;
  const std::string* word_ = nullptr;
};

}  // namespace

LogList list_logs(const std::vector<std::string>& words) {
  Listing listing;
  for (const std::string& word : words) listing.add_word(word);
  return listing.take();
}

std::string real_path_of(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr),
                                                         &std::free);
  return real ? real.get() : path;
}

}  // namespace aegis

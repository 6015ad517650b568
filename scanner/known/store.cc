#include "scanner/known/store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "scanner/base/fd.h"
#include "scanner/base/glob.h"
#include "scanner/known/derived_values.h"
#include "scanner/known/file_format.h"
#include "scanner/known/random_part.h"
#include "scanner/known/store_walk.h"
#include "scanner/known/text_file.h"
#include "scanner/known/weakness.h"

namespace aegis {

namespace {

constexpr uint64_t kMostBytes = 16 << 20;
constexpr size_t kMostValues = 100'000;

class StoreReading {
 public:
  StoreReading(const StoreRequest& request, Store& store) : request_(request), store_(store) {}

  void read(const StoreFile& file) {
    auto opened = open_regular(file.path, FinalSymlink::kFollow);
    if (!opened) return blame(file, opened.error().message());
    // Of what was opened, not of what stood there before.
    struct stat info {};
    if (::fstat(opened->fd.get(), &info) != 0) return blame(file, "cannot be looked at");
    const std::string folder = file.path.substr(0, file.path.rfind('/'));
    const bool is_credential = is_systemd_credentials(folder);
    if (!request_.allow_readable && is_open_to_others(info, is_credential)) {
      return blame(file, "can be read by others; chmod 600 it, or allow it (--allow-readable)");
    }
    if (opened->size > kMostBytes) return blame(file, "is larger than 16 MiB");
    std::string text(opened->size + 1, '\0');
    const auto size = read_fully(opened->fd.get(), text);
    if (!size || *size != opened->size) {
      blame(file, size ? "changed while it was read" : size.error().message());
    } else {
      text.resize(*size);
      take_values(file, text, is_credential);
    }
    wipe(text);
  }

 private:
  static bool is_open_to_others(const struct stat& info, bool is_credential) {
    if (::geteuid() != 0 && info.st_uid != ::geteuid() && info.st_uid != 0) return true;
    // systemd grants a service's user its credentials by an ACL, which shows as the group's mode.
    return (info.st_mode & (is_credential ? 007 : 077)) != 0;
  }

  void take_values(const StoreFile& file, const std::string& text, bool is_credential) {
    if (text.find('\0') != std::string::npos) {
      return blame(file, "is binary; a value of it is known when it stands in a text file");
    }
    const StoreReader reader = is_credential ? read_whole_file : reader_for(file.path, text);
    if (reader == nullptr) {
      return blame(file,
                   "is of no format that is known; name it as what it is (.env, .json, .yaml, "
                   ".ini, .txt), or name it under \"ignore\" in your own configuration");
    }
    StoredValues found = reader(text);
    if (found.problem) blame(file, *found.problem);
    for (const StoredValue& stored : found.values) {
      for (StoredValue& value : with_derived(stored)) add(file, std::move(value));
    }
  }

  void add(const StoreFile& file, StoredValue value) {
    if (store_.entries.size() >= kMostValues) {
      if (store_.entries.size() == kMostValues && !full_) {
        blame(file, "holds more than the 100,000 values that are read");
      }
      full_ = true;
      return;
    }
    value.name = without_random_parts(std::move(value.name));
    std::string weakness(weakness_of(value.name, value.value.reveal()));
    const bool excepted =
        std::any_of(request_.except.begin(), request_.except.end(),
                    [&](const std::string& glob) { return glob_matches(glob, value.name); });
    if (excepted) weakness = "excepted";
    store_.entries.push_back(
        {std::move(value.name), file.shown, std::move(value.value), std::move(weakness)});
  }

  void blame(const StoreFile& file, std::string reason) {
    store_.problems.push_back({file.shown, std::move(reason)});
  }

  const StoreRequest& request_;
  Store& store_;
  bool full_ = false;
};

}  // namespace

Store read_store(const StoreRequest& request) {
  Store store;
  list_files(request, store);
  StoreReading reading(request, store);
  for (const StoreFile& file : store.files) {
    if (!file.is_folder) reading.read(file);
  }
  return store;
}

}  // namespace aegis

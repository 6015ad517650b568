#include "scanner/source/file_source.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <set>

#include "scanner/base/fd.h"
#include "scanner/source/chunker.h"

namespace aegis {

namespace {

class FileDocument : public Document {
 public:
  FileDocument(std::shared_ptr<const Origin> origin, FinalSymlink symlink)
      : origin_(std::move(origin)), symlink_(symlink) {}

  std::shared_ptr<const Origin> origin() const override { return origin_; }

  Result<void> read(size_t core, const ChunkVisitor& visit) override {
    auto file = open_regular(origin_->path, symlink_);
    if (!file) return std::move(file).error();
    const int fd = file->fd.get();
    return visit_stream(
        origin_, [fd](std::span<char> buffer) { return read_fully(fd, buffer); }, core, file->size,
        visit);
  }

 private:
  std::shared_ptr<const Origin> origin_;
  FinalSymlink symlink_;
};

class StreamDocument : public Document {
 public:
  StreamDocument(int fd, const std::string& name)
      : fd_(fd), origin_(std::make_shared<Origin>(Origin{name, name, {}})) {}

  std::shared_ptr<const Origin> origin() const override { return origin_; }

  Result<void> read(size_t core, const ChunkVisitor& visit) override {
    return visit_stream(
        origin_, [this](std::span<char> buffer) { return read_fully(fd_, buffer); }, core, 0,
        visit);
  }

 private:
  int fd_;
  std::shared_ptr<const Origin> origin_;
};

std::string joined(const std::string& folder, const std::string& name) {
  if (folder.empty()) return name;
  return folder.back() == '/' ? folder + name : folder + "/" + name;
}

struct Entry {
  std::string name;
  unsigned char type;  // DT_...
};

// One walk below one root. The stack holds folders that are still to be read, so depth costs no
// recursion and no open descriptors.
class Walk {
 public:
  // `seen` holds what other roots' walks have pushed already.
  Walk(const FileRoot& root, std::set<std::string>* seen, DocumentSink& sink)
      : root_(root), seen_(seen), sink_(sink) {}

  void run() {
    struct stat info {};
    if (::stat(root_.path.c_str(), &info) != 0) {
      sink_.skipped(root_.path, system_error(ErrorKind::kUnreadable, "cannot open", errno));
    } else if (S_ISDIR(info.st_mode)) {
      folders_.push_back({root_.path, root_.identity});
      while (!folders_.empty()) {
        const Folder folder = std::move(folders_.back());
        folders_.pop_back();
        visit(folder);
      }
    } else {
      push(root_.path, root_.identity, FinalSymlink::kFollow);
    }
  }

 private:
  struct Folder {
    std::string path;
    std::string identity;
  };

  void push(const std::string& path, const std::string& identity, FinalSymlink symlink) {
    if (seen_ != nullptr && !seen_->insert(joined(root_.folder, identity)).second) return;
    sink_.document(std::make_unique<FileDocument>(
        std::make_shared<Origin>(Origin{path, identity, {}}), symlink));
  }

  std::optional<size_t> ignoring(const std::string& identity, PathKind kind) const {
    return root_.ignore != nullptr ? root_.ignore->ignoring(identity, kind) : std::nullopt;
  }

  void visit(const Folder& folder) {
    const int fd = ::open(folder.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
    DIR* handle = fd >= 0 ? ::fdopendir(fd) : nullptr;
    if (handle == nullptr) {
      sink_.skipped(folder.path,
                    system_error(ErrorKind::kUnreadable, "cannot open the folder", errno));
      return;
    }
    std::vector<Entry> entries;
    errno = 0;
    while (const dirent* entry = ::readdir(handle)) {
      const std::string name = entry->d_name;
      if (name != "." && name != "..") entries.push_back({name, type_of(fd, *entry)});
    }
    const int problem = errno;
    ::closedir(handle);
    if (problem != 0) {
      sink_.skipped(folder.path,
                    system_error(ErrorKind::kUnreadable, "cannot read the folder", problem));
    }
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.name < b.name; });
    for (const Entry& entry : entries) visit(folder, entry);
  }

  static unsigned char type_of(int fd, const dirent& entry) {
    if (entry.d_type != DT_UNKNOWN) return entry.d_type;
    struct stat info {};
    if (::fstatat(fd, entry.d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) return DT_REG;
    return IFTODT(info.st_mode);
  }

  void visit(const Folder& folder, const Entry& entry) {
    const std::string path = joined(folder.path, entry.name);
    const std::string identity = joined(folder.identity, entry.name);
    const PathKind kind = entry.type == DT_DIR ? PathKind::kFolder : PathKind::kFile;
    if (entry.type == DT_LNK) return;  // what it points to is scanned where it stands
    if (const auto rule = ignoring(identity, kind)) {
      sink_.ignored(path, *root_.ignore, *rule);
    } else if (is_object_store(folder, entry)) {
      sink_.excluded(path);
    } else if (entry.type == DT_DIR) {
      folders_.push_back({path, identity});
    } else {
      push(path, identity, FinalSymlink::kRefuse);  // opening says when it is no regular file
    }
  }

  // The compressed objects of a git repository, bare or not.
  static bool is_object_store(const Folder& folder, const Entry& entry) {
    if (entry.type != DT_DIR || entry.name != "objects") return false;
    return exists(joined(folder.path, "HEAD")) && exists(joined(folder.path, "refs"));
  }

  const FileRoot& root_;
  std::set<std::string>* seen_;
  DocumentSink& sink_;
  std::vector<Folder> folders_;
};

}  // namespace

Result<void> FileSource::list(DocumentSink& sink) {
  std::set<std::string> seen;
  for (const FileRoot& root : roots_) Walk(root, roots_.size() > 1 ? &seen : nullptr, sink).run();
  return {};
}

Result<void> StreamSource::list(DocumentSink& sink) {
  sink.document(std::make_unique<StreamDocument>(fd_, name_));
  return {};
}

}  // namespace aegis

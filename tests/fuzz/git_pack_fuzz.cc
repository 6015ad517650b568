// A pack told line by line, walked: whatever it holds, each object is shown or fails, once.
//
//   w TEXT      a whole blob          c TEXT      a commit, t TEXT a tree, of these bytes
//   o N HEX     a delta on the entry N lines up    n N HEX     the same on line N, by its name
//   x HEX       these very bytes as an entry       s N         the last entry declares N bytes
//
// In a delta, the sizes that it begins with are put there; HEX is the rest, its instructions.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "scanner/git/object_walk.h"
#include "scanner/git/tree_links.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/git_bytes.h"

namespace {

using namespace aegis::git;
using aegis::big_endian;
using aegis::stored;

constexpr uint32_t kMostEntries = 60;

std::string bytes_of(std::string_view hex) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    const size_t high = kDigits.find(hex[i]);
    const size_t low = kDigits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) break;
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

std::string varint(uint64_t size) {
  std::string out;
  for (; size > 127; size >>= 7) out += static_cast<char>(size | 0x80);
  return out + static_cast<char>(size);
}

std::string name_of_entry(size_t number) {
  return std::string(16, static_cast<char>(number * 37)) + big_endian(number, 4);
}

std::string header(unsigned type, uint64_t size) {
  std::string out(1, static_cast<char>(type << 4 | (size & 15)));
  for (size >>= 4; size > 0; size >>= 7) {
    out.back() = static_cast<char>(out.back() | 0x80);
    out += static_cast<char>(size & 0x7f);
  }
  return out;
}

class ToldPack {
 public:
  void add(std::string_view line) {
    if (line.size() < 2 || offsets_.size() >= kMostEntries) return;
    const std::string_view rest = line.substr(2, 60000);
    char* end = nullptr;
    const std::string text(rest);
    const auto number = std::strtoull(text.c_str(), &end, 10);
    const std::string_view hex = end != nullptr && *end == ' ' ? end + 1 : "";
    switch (line[0]) {
      case 'w':
        return put(header(3, rest.size()) + stored(rest), rest.size());
      case 'c':
        return put(header(1, rest.size()) + stored(rest), rest.size());
      case 't': {
        const std::string tree = bytes_of(rest);
        return put(header(2, tree.size()) + stored(tree), tree.size());
      }
      case 'o':
      case 'n': {
        const size_t own = offsets_.size();
        const size_t base = line[0] == 'o' ? own - std::min<size_t>(number, own) : number;
        const uint64_t base_size = base < own ? sizes_[base] : 4;
        const std::string steps = bytes_of(hex);
        const uint64_t size = result_size(steps);
        const std::string delta = varint(base_size) + varint(size) + steps;
        std::string entry = header(line[0] == 'o' ? 6 : 7, delta.size());
        if (line[0] == 'o') {
          entry += distance(base < own ? pack_.size() - offsets_[base] : number);
        } else {
          entry += name_of_entry(base);
        }
        return put(entry + stored(delta), size);
      }
      case 's':
        if (!offsets_.empty()) pack_.replace(offsets_.back(), 1, header(3, number));
        return;
      case 'x':
        return put(bytes_of(rest), 0);
      default:
        return;
    }
  }

  void write(const std::string& folder) const {
    std::string pack = pack_;
    pack.replace(8, 4, big_endian(offsets_.size(), 4));
    const std::string checksum(20, 'x');
    std::vector<std::pair<std::string, uint64_t>> names;
    for (size_t i = 0; i < offsets_.size(); ++i) names.emplace_back(name_of_entry(i), offsets_[i]);
    std::sort(names.begin(), names.end());
    std::string index("\377tOc", 4);
    index += big_endian(2, 4);
    for (unsigned first = 0; first < 256; ++first) {
      const auto count = std::count_if(names.begin(), names.end(), [&](const auto& name) {
        return static_cast<unsigned char>(name.first[0]) <= first;
      });
      index += big_endian(static_cast<uint64_t>(count), 4);
    }
    for (const auto& name : names) index += name.first;
    for (const auto& name : names) index += big_endian(crc32_of(entry_at(name.second)), 4);
    for (const auto& name : names) index += big_endian(name.second, 4);
    std::ofstream(folder + "/pack-f.pack", std::ios::binary) << pack << checksum;
    std::ofstream(folder + "/pack-f.idx", std::ios::binary) << index << checksum << checksum;
  }

 private:
  std::string_view entry_at(uint64_t offset) const {
    const auto next = std::upper_bound(offsets_.begin(), offsets_.end(), offset);
    const uint64_t end = next == offsets_.end() ? pack_.size() : *next;
    return std::string_view(pack_).substr(offset, end - offset);
  }

  void put(const std::string& entry, uint64_t size) {
    offsets_.push_back(pack_.size());
    sizes_.push_back(size);
    pack_ += entry;
  }

  static std::string distance(uint64_t distance) {
    std::string out(1, static_cast<char>(distance & 0x7f));
    while ((distance >>= 7) != 0) {
      --distance;
      out.insert(out.begin(), static_cast<char>(0x80 | (distance & 0x7f)));
    }
    return out;
  }

  // Of what plain inserts and copies of one length byte make; anything else is a lie, or damaged.
  static uint64_t result_size(std::string_view steps) {
    uint64_t size = 0;
    for (size_t at = 0; at < steps.size();) {
      const auto code = static_cast<unsigned char>(steps[at++]);
      if ((code & 0x80) == 0) {
        size += code;
        at += code;
        continue;
      }
      uint64_t length = 0;
      for (unsigned bit = 0; bit < 7; ++bit) {
        if ((code >> bit & 1) == 0 || at >= steps.size()) continue;
        const uint64_t byte = static_cast<unsigned char>(steps[at++]);
        if (bit >= 4) length |= byte << (8 * (bit - 4));
      }
      size += length == 0 ? 0x10000 : length;
    }
    return size;
  }

  std::string pack_ = "PACK" + big_endian(2, 4) + big_endian(0, 4);
  std::vector<uint64_t> offsets_;
  std::vector<uint64_t> sizes_;
};

struct Seen : ObjectVisitor {
  explicit Seen(const ObjectCatalog& of) : catalog(of) {}
  VisitTag visit(const VisitedObject& object) override {
    aegis::must(names.insert(catalog.oid(object.number)).second);
    uint64_t size = 0;
    for (const aegis::Piece& piece : object.revision().pieces) size += piece.size;
    aegis::must(!object.has_base || size == object.bytes().size());
    return 7;
  }
  aegis::Result<void> visit_large(ObjectNumber number, uint64_t,
                                  const aegis::ByteReader& read) override {
    std::string buffer(1 << 16, '\0');
    for (;;) {
      auto count = read(buffer);
      if (!count) return std::move(count).error();
      if (*count < buffer.size()) break;
    }
    aegis::must(names.insert(catalog.oid(number)).second);
    return {};
  }
  const ObjectCatalog& catalog;
  std::set<Oid> names;
};

// A bare repository that goes with the process.
class Folder {
 public:
  Folder() {
    char pattern[] = "/tmp/aegis-pack-fuzz-XXXXXX";
    aegis::must(::mkdtemp(pattern) != nullptr);
    path_ = pattern;
    for (const char* const below : {"/refs", "/objects", "/objects/pack"}) {
      ::mkdir((path_ + below).c_str(), 0700);
    }
    std::ofstream(path_ + "/HEAD") << "ref: refs/heads/main\n";
  }
  ~Folder() {
    for (const char* const below : {"/objects/pack/pack-f.pack", "/objects/pack/pack-f.idx",
                                    "/objects/pack", "/objects", "/refs", "/HEAD", ""}) {
      std::remove((path_ + below).c_str());
    }
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Folder folder;
  ToldPack pack;
  std::string_view text = aegis::as_text(data, size);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    pack.add(line);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  pack.write(folder.path() + "/objects/pack");
  const auto repository = Repository::open(folder.path(), {});
  aegis::must(static_cast<bool>(repository));
  const auto store = ObjectStore::open(*repository, 1 << 20);
  aegis::must(static_cast<bool>(store));
  const auto catalog = ObjectCatalog::make(*store);
  aegis::must(static_cast<bool>(catalog));
  for (const uint64_t kept : {uint64_t{1}, uint64_t{1} << 20}) {
    Seen seen(*catalog);
    ObjectVisitor* visitors[] = {&seen};
    WalkOptions options;
    options.kept_bytes = kept;
    const WalkResult result = walk_objects(*store, *catalog, options, visitors);
    for (const WalkFailure& failure : result.failures) {
      aegis::must(seen.names.insert(failure.oid).second);
    }
    aegis::must(seen.names.size() == catalog->size());
  }
  const WantedBlobs wanted(*catalog, {}, {"*"});
  TreeLinks links(*catalog, wanted, HashKind::kSha1);
  ObjectVisitor* visitors[] = {&links};
  (void)walk_objects(*store, *catalog, {}, visitors);
  links.finish();
  return 0;
}

#include "scanner/git/loose.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <utility>

#include "scanner/base/fd.h"
#include "scanner/git/paths.h"

namespace aegis::git {

namespace {

constexpr size_t kMaxHeader = 32;  // as in git
// Deflate stores what it cannot compress with five bytes more for each 16 KiB; this is far above
// it.
constexpr uint64_t kMaxOverhead = 1024 * 1024;

struct Header {
  ObjectType type = ObjectType::kBlob;
  uint64_t size = 0;
  size_t length = 0;  // of the header, its NUL included
};

std::optional<ObjectType> parse_type(std::string_view name) {
  for (const ObjectType type :
       {ObjectType::kCommit, ObjectType::kTree, ObjectType::kBlob, ObjectType::kTag}) {
    if (name_of(type) == name) return type;
  }
  return std::nullopt;
}

// Decimal digits only, no leading zero, and too few to overflow.
std::optional<uint64_t> parse_size(std::string_view digits) {
  if (digits.empty() || digits.size() > 18 || (digits[0] == '0' && digits.size() > 1)) {
    return std::nullopt;
  }
  uint64_t size = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    size = size * 10 + static_cast<uint64_t>(c - '0');
  }
  return size;
}

Result<Header> parse_header(std::string_view compressed) {
  auto beginning = inflate_beginning(compressed, kMaxHeader);
  if (!beginning) return std::move(beginning).error();
  const std::string_view bytes = *beginning;
  const size_t end = bytes.find('\0');
  const size_t space = bytes.find(' ');
  if (end == std::string_view::npos || space == std::string_view::npos || space > end) {
    return unreadable("loose object is damaged: it does not begin with a type and a size");
  }
  const auto type = parse_type(bytes.substr(0, space));
  if (!type) return unreadable("loose object is of an unknown type");
  const auto size = parse_size(bytes.substr(space + 1, end - space - 1));
  if (!size) return unreadable("loose object is damaged: its size is not a number");
  return Header{*type, *size, end + 1};
}

Result<Object> parse_loose(std::string_view compressed, uint64_t limit, Inflater& inflater) {
  auto header = parse_header(compressed);
  if (!header) return std::move(header).error();
  if (header->size > limit) {
    return unreadable("is larger than the " + std::to_string(limit) +
                      " bytes allowed for an object");
  }
  auto inflated = inflater.inflate(compressed, header->length + header->size);
  if (!inflated) return std::move(inflated).error();
  if (inflated->compressed_size != compressed.size()) {
    return unreadable("loose object is followed by bytes that do not belong to it");
  }
  inflated->bytes.erase(0, header->length);
  return Object{header->type, std::move(inflated->bytes)};
}

std::string path_of(const std::string& objects, const Oid& oid) {
  const std::string hex = oid.hex();
  std::string path = objects;
  return path.append("/").append(hex, 0, 2).append("/").append(hex, 2);
}

}  // namespace

Result<std::optional<Object>> read_loose(const std::string& objects, const Oid& oid, uint64_t limit,
                                         Inflater& inflater) {
  const std::string path = path_of(objects, oid);
  if (is_absent(path)) return std::optional<Object>();
  // No link is followed: git makes none here, and one could lead anywhere.
  auto compressed = read_file(path, limit + limit / 1024 + kMaxOverhead, FinalSymlink::kRefuse);
  if (!compressed) return std::move(compressed).error().in(path);
  auto object = parse_loose(*compressed, limit, inflater);
  if (!object) return std::move(object).error().in(path);
  return std::optional<Object>(*std::move(object));
}

bool may_be_large(const std::string& objects, const Oid& oid, uint64_t size) {
  struct stat status;
  return stat(path_of(objects, oid).c_str(), &status) == 0 &&
         may_hold(static_cast<uint64_t>(status.st_size), size);
}

struct LooseStream::File {
  RegularFile file;
  std::array<char, size_t{256} << 10> buffer;

  Result<std::string_view> next() {
    auto size = read_fully(file.fd.get(), buffer);
    if (!size) return std::move(size).error();
    return std::string_view(buffer.data(), *size);
  }
};

Result<LooseStream> LooseStream::open(const std::string& objects, const Oid& oid) {
  LooseStream stream;
  stream.path_ = path_of(objects, oid);
  auto file = open_regular(stream.path_, FinalSymlink::kRefuse);
  if (!file) return std::move(file).error().in(stream.path_);
  stream.file_ = std::make_shared_for_overwrite<File>();  // its buffer need not be zeros
  stream.file_->file = *std::move(file);
  auto first = stream.file_->next();
  if (!first) return std::move(first).error().in(stream.path_);
  auto header = parse_header(*first);
  if (!header) return std::move(header).error().in(stream.path_);
  stream.type_ = header->type;
  stream.size_ = header->size;
  auto inflating = std::make_unique<ZlibStream>(
      [source = stream.file_.get(), piece = std::optional(*first)]() mutable {
        if (!piece) return source->next();
        return Result<std::string_view>(*std::exchange(piece, std::nullopt));
      });
  std::array<char, kMaxHeader> head;
  auto skipped = inflating->read(std::span(head).first(header->length));
  if (!skipped) return std::move(skipped).error().in(stream.path_);
  stream.stream_.emplace(std::move(inflating), stream.size_);
  return stream;
}

Result<size_t> LooseStream::read(std::span<char> out) {
  auto count = stream_->read(out);
  if (!count) return std::move(count).error().in(path_);
  return count;
}

}  // namespace aegis::git

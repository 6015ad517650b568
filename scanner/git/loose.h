// A loose object: one file, compressed, that begins with its type and size.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "scanner/base/result.h"
#include "scanner/git/inflate.h"
#include "scanner/git/object.h"
#include "scanner/git/object_stream.h"
#include "scanner/git/oid.h"

namespace aegis::git {

// The object `oid` below `objects`, or nothing if there is no such file. The file must be a regular
// one and hold the object, of at most `limit` bytes, and not one byte else. Errors are of kind
// kUnreadable and name the file.
Result<std::optional<Object>> read_loose(const std::string& objects, const Oid& oid, uint64_t limit,
                                         Inflater& inflater);

// Whether a loose object of that name, if there is one, may hold more than `size` bytes, by what
// its file takes: one that is not opened for nothing.
bool may_be_large(const std::string& objects, const Oid& oid, uint64_t size);

// A loose object read piece by piece. One thread at a time; errors as those of read_loose.
class LooseStream {
 public:
  // An error as well: there is no such file.
  static Result<LooseStream> open(const std::string& objects, const Oid& oid);

  ObjectType type() const { return type_; }
  uint64_t size() const { return size_; }  // as declared

  // Fills `out` from its beginning and says how many bytes came; fewer only at the end of the
  // object, which then has been found to be whole.
  Result<size_t> read(std::span<char> out);

 private:
  struct File;  // what the decompression reads from; stays where it is
  LooseStream() = default;

  ObjectType type_ = ObjectType::kBlob;
  uint64_t size_ = 0;
  std::string path_;
  std::shared_ptr<File> file_;
  std::optional<ObjectStream> stream_;
};

}  // namespace aegis::git

// A loose object, read whole and piece by piece: what the one takes the other takes, and gives the
// same.
//
//   z ...     all that follows, as zlib stores it
//   else      hex: the file's very bytes; what is no hex digit is passed over
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "scanner/git/loose.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/git_bytes.h"

namespace {

using namespace aegis::git;
using aegis::stored;

constexpr uint64_t kLimit = 1 << 16;
const std::string kName(40, '1');

// An object directory for one object; it goes with the process.
class Folder {
 public:
  Folder() {
    char pattern[] = "/tmp/aegis-loose-fuzz-XXXXXX";
    aegis::must(::mkdtemp(pattern) != nullptr);
    path_ = pattern;
    ::mkdir((path_ + "/11").c_str(), 0700);
  }
  ~Folder() {
    std::remove(file().c_str());
    std::remove((path_ + "/11").c_str());
    std::remove(path_.c_str());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }
  std::string file() const { return path_ + "/11/" + kName.substr(2); }

 private:
  std::string path_;
};

std::string bytes_of(std::string_view hex) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string bytes;
  int high = -1;
  for (const char c : hex) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) continue;
    if (high >= 0) bytes += static_cast<char>(high << 4 | static_cast<int>(digit));
    high = high >= 0 ? -1 : static_cast<int>(digit);
  }
  return bytes;
}

// Nothing if it cannot be read to its end.
std::optional<Object> streamed(const std::string& objects, const Oid& oid, size_t piece) {
  auto stream = LooseStream::open(objects, oid);
  if (!stream) return std::nullopt;
  Object object{stream->type(), {}};
  std::string buffer(piece, '\0');
  for (;;) {
    const auto count = stream->read(buffer);
    if (!count) return std::nullopt;
    aegis::must(*count <= piece);
    object.bytes.append(buffer, 0, *count);
    aegis::must(object.bytes.size() <= stream->size());
    if (*count < piece || object.bytes.size() > kLimit) break;
  }
  aegis::must(object.bytes.size() > kLimit || object.bytes.size() == stream->size());
  return object;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Folder folder;
  const std::string_view text = aegis::as_text(data, size);
  const std::string file =
      text.starts_with("z ") ? stored(text.substr(2, UINT16_MAX)) : bytes_of(text);
  std::ofstream(folder.file(), std::ios::binary | std::ios::trunc) << file;
  const Oid oid = *Oid::from_hex(kName, HashKind::kSha1);
  Inflater inflater;
  const auto whole = read_loose(folder.path(), oid, kLimit, inflater);
  if (whole) aegis::must(whole->has_value() && (*whole)->bytes.size() <= kLimit);
  for (const size_t piece : {size_t{1} << 17, size_t{7}}) {
    const auto pieces = streamed(folder.path(), oid, piece);
    if (!whole) continue;
    aegis::must(pieces && pieces->type == (*whole)->type && pieces->bytes == (*whole)->bytes);
  }
  return 0;
}

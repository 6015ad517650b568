#include "scanner/git/multi_pack_index.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "scanner/base/lines.h"
#include "scanner/git/byte_cursor.h"
#include "scanner/git/mapped_file.h"

namespace aegis::git {

namespace {

constexpr size_t kHeaderSize = 12;
constexpr size_t kTocEntrySize = 12;
constexpr uint32_t kPackNames = 0x504e414d;  // "PNAM"
constexpr size_t kMostParts = 1000;

// The chunk of that name: it ends where the next one begins.
std::optional<std::string_view> chunk_of(std::string_view bytes, uint32_t name) {
  const auto count = load_big_endian<uint8_t>(bytes, 6);
  ByteCursor toc(bytes.substr(kHeaderSize));
  for (unsigned i = 0; i < count; ++i) {
    const auto entry = toc.take(kTocEntrySize);
    if (!entry || toc.rest().size() < kTocEntrySize) return std::nullopt;
    if (load_big_endian<uint32_t>(*entry, 0) != name) continue;
    const auto begin = load_big_endian<uint64_t>(*entry, 4);
    const auto end = load_big_endian<uint64_t>(toc.rest(), 4);
    if (begin > end || end > bytes.size()) return std::nullopt;
    return bytes.substr(begin, end - begin);
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> packs_named_in(std::string_view bytes) {
  if (bytes.size() < kHeaderSize || !bytes.starts_with("MIDX")) return {};
  const auto chunk = chunk_of(bytes, kPackNames);
  if (!chunk) return {};
  const auto count = load_big_endian<uint32_t>(bytes, 8);
  std::vector<std::string> packs;
  ByteCursor names(*chunk);
  for (uint32_t i = 0; i < count; ++i) {
    const auto name = names.take_until('\0');
    if (!name || !name->ends_with(".idx") || name->find('/') != std::string_view::npos) return {};
    packs.emplace_back(name->substr(0, name->size() - 4));
  }
  return packs;
}

std::vector<std::string> packs_indexed_in(const std::string& folder) {
  std::vector<std::string> packs;
  const auto add = [&](const std::string& path) {
    const auto file = MappedFile::open(path);
    if (!file) return;
    const std::vector<std::string> named = packs_named_in(file->bytes());
    packs.insert(packs.end(), named.begin(), named.end());
  };
  add(folder + "/multi-pack-index");
  const std::string parts = folder + "/multi-pack-index.d/multi-pack-index-";
  if (const auto chain = MappedFile::open(parts + "chain")) {
    std::string_view rest = chain->bytes();
    for (size_t i = 0; i < kMostParts && !rest.empty(); ++i) {
      const std::string_view name = take_line(rest);
      if (name.find('/') == std::string_view::npos) add(parts + std::string(name) + ".midx");
    }
  }
  std::sort(packs.begin(), packs.end());
  packs.erase(std::unique(packs.begin(), packs.end()), packs.end());
  return packs;
}

}  // namespace aegis::git

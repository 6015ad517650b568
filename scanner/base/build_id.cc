#include "scanner/base/build_id.h"

#include <elf.h>
#include <link.h>

#include <cstddef>

// Where the program's own image begins; the linker defines it.
extern "C" const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));

namespace aegis {

namespace {

size_t padded(size_t size) {
  return (size + 3) & ~size_t{3};
}

std::string_view id_in(std::string_view notes) {
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    const auto& note = *reinterpret_cast<const ElfW(Nhdr)*>(notes.data());
    const size_t name_end = sizeof note + padded(note.n_namesz);
    const size_t end = name_end + padded(note.n_descsz);
    if (end > notes.size()) return {};
    const std::string_view name = notes.substr(sizeof note, note.n_namesz);
    if (note.n_type == NT_GNU_BUILD_ID && name == std::string_view("GNU\0", 4)) {
      return notes.substr(name_end, note.n_descsz);
    }
    notes.remove_prefix(end);
  }
  return {};
}

}  // namespace

std::string_view build_id() {
  const auto* const image = reinterpret_cast<const char*>(&__ehdr_start);
  const auto* const segments = reinterpret_cast<const ElfW(Phdr)*>(image + __ehdr_start.e_phoff);
  for (size_t i = 0; i < __ehdr_start.e_phnum; ++i) {
    if (segments[i].p_type != PT_NOTE) continue;
    const std::string_view id = id_in({image + segments[i].p_offset, segments[i].p_filesz});
    if (!id.empty()) return id;
  }
  return {};
}

}  // namespace aegis

#include "scanner/base/build_id.h"

#include <elf.h>
#include <link.h>

#include <cstddef>

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

// The program itself comes before its libraries: no other one is looked at.
int find_id(dl_phdr_info* program, size_t, void* id) {
  for (size_t i = 0; i < program->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = program->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    // Where the linker says that the program stands.
    const auto* const notes = reinterpret_cast<const char*>(program->dlpi_addr + segment.p_vaddr);
    const std::string_view found = id_in({notes, segment.p_memsz});
    if (found.empty()) continue;
    *static_cast<std::string_view*>(id) = found;
    break;
  }
  return 1;
}

}  // namespace

std::string_view build_id() {
  std::string_view id;
  ::dl_iterate_phdr(find_id, &id);
  return id;
}

}  // namespace aegis

// Repositories for tests: made by git itself in a folder of their own, or by hand where git would
// not.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/sha.h"
#include "scanner/git/inflate.h"
#include "scanner/git/oid.h"
#include "scanner/git/repository.h"

namespace aegis::git {

// A temporary folder that goes when the test does. Git run in it sees no configuration but its own.
class Sandbox {
 public:
  Sandbox() {
    char pattern[] = "/tmp/aegis-git-test-XXXXXX";
    REQUIRE(::mkdtemp(pattern) != nullptr);
    path_ = pattern;
  }
  ~Sandbox() { shell("chmod -R u+rwx . && rm -rf \"$PWD\""); }
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  const std::string& path() const { return path_; }
  std::string path(const std::string& below) const { return path_ + "/" + below; }

  // Runs a script with /bin/sh in `folder` below the sandbox and gives what it prints. It must
  // succeed.
  std::string run(const std::string& script, const std::string& folder = ".") const {
    const auto [output, status] = shell("set -e; cd '" + folder + "'; " + script);
    INFO(script << "\n" << output);
    REQUIRE(status == 0);
    return output;
  }

  // The same, without the newline at the end: for one object's name.
  std::string line(const std::string& script, const std::string& folder = ".") const {
    std::string output = run(script, folder);
    while (output.ends_with('\n')) output.pop_back();
    return output;
  }

  void write(const std::string& file, std::string_view bytes) const {
    std::ofstream out(path(file), std::ios::binary);
    out << bytes;
    out.close();
    REQUIRE(out.good());
  }

  std::string read(const std::string& file) const {
    std::ifstream in(path(file), std::ios::binary);
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

 private:
  struct Outcome {
    std::string output;
    int status = -1;
  };

  Outcome shell(const std::string& script) const {
    static constexpr const char* kClean =
        "unset $(env | sed -n 's/^\\(GIT_[A-Z_]*\\)=.*/\\1/p'); "
        "export HOME=\"$PWD\" XDG_CONFIG_HOME=\"$PWD\" GIT_CONFIG_NOSYSTEM=1 LC_ALL=C "
        "GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=c "
        "GIT_COMMITTER_EMAIL=c@example.com GIT_MERGE_AUTOEDIT=no; ";
    const std::string command =
        "cd '" + path_ + "' || exit 1; " + kClean + "{ " + script + "\n} 2>&1";
    Outcome outcome;
    FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return outcome;
    std::array<char, 65536> buffer;
    while (const size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
      outcome.output.append(buffer.data(), n);
    }
    const int status = ::pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
  }

  std::string path_;
};

// A freshly made repository at "repo" in a sandbox.
class RepositorySandbox : public Sandbox {
 public:
  explicit RepositorySandbox(const std::string& init_options = "") {
    run("git init -q -b main " + init_options + " repo");
  }

  std::string git(const std::string& script) const { return run(script, "repo"); }
  std::string git_line(const std::string& script) const { return line(script, "repo"); }
  Repository open(const Environment& environment = {}) const {
    auto repository = Repository::open(path("repo"), environment);
    if (!repository) FAIL(repository.error().message());
    return *std::move(repository);
  }
};

inline std::string big_endian(uint64_t number, int bytes) {
  std::string out;
  while (bytes-- > 0) out.push_back(static_cast<char>(number >> (8 * bytes)));
  return out;
}

// A zlib stream that stores its bytes as they are.
inline std::string zlib_stored(std::string_view bytes) {
  std::string out("\x78\x01", 2);
  uint32_t a = 1;
  uint32_t b = 0;
  for (const char c : bytes) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  do {
    const std::string_view block = bytes.substr(0, 65535);
    bytes.remove_prefix(block.size());
    const auto low = static_cast<char>(block.size());
    const auto high = static_cast<char>(block.size() >> 8);
    out.push_back(bytes.empty() ? '\1' : '\0');
    out.push_back(low);
    out.push_back(high);
    out.push_back(static_cast<char>(~low));
    out.push_back(static_cast<char>(~high));
    out += block;
  } while (!bytes.empty());
  return out + big_endian(b << 16 | a, 4);
}

inline std::string delta_size(uint64_t size) {
  std::string out;
  for (; size > 127; size >>= 7) out.push_back(static_cast<char>(size | 0x80));
  out.push_back(static_cast<char>(size));
  return out;
}

inline std::string delta_copy(uint32_t offset, uint32_t length) {
  std::string out(1, '\xff');
  for (int i = 0; i < 4; ++i) out.push_back(static_cast<char>(offset >> (8 * i)));
  for (int i = 0; i < 3; ++i) out.push_back(static_cast<char>(length >> (8 * i)));
  return out;
}

inline std::string delta_insert(std::string_view bytes) {
  return static_cast<char>(bytes.size()) + std::string(bytes);
}

// Writes a pack of SHA-1 objects with its index. Nothing is checked: names need not fit objects.
class PackWriter {
 public:
  static constexpr int kBlob = 3;
  static constexpr int kOffsetDelta = 6;
  static constexpr int kNamedDelta = 7;

  uint64_t next_offset() const { return pack_.size(); }

  // `base` stands between the entry's header and its compressed bytes. Gives the entry's offset.
  uint64_t add(const Oid& name, int type, uint64_t declared_size, std::string_view base,
               std::string_view compressed) {
    const uint64_t offset = pack_.size();
    auto byte = static_cast<unsigned>(type << 4) | static_cast<unsigned>(declared_size & 15);
    for (declared_size >>= 4; declared_size > 0; declared_size >>= 7) {
      pack_.push_back(static_cast<char>(byte | 0x80));
      byte = declared_size & 0x7f;
    }
    pack_.push_back(static_cast<char>(byte));
    pack_.append(base).append(compressed);
    index_.push_back({name, offset});
    return offset;
  }

  static std::string distance(uint64_t distance) {
    std::string out(1, static_cast<char>(distance & 0x7f));
    while ((distance >>= 7) != 0) {
      --distance;
      out.insert(out.begin(), static_cast<char>(0x80 | (distance & 0x7f)));
    }
    return out;
  }

  // Makes pack-<stem>.pack and .idx in `folder`.
  void write(const Sandbox& sandbox, const std::string& folder, const std::string& stem = "hand") {
    std::string pack = pack_;
    pack.replace(8, 4, big_endian(index_.size(), 4));
    pack += digest(pack);
    std::sort(index_.begin(), index_.end());
    std::string fanout;
    std::string names;
    std::string offsets;
    std::string large;
    for (unsigned first = 0; first < 256; ++first) {
      const auto count = std::count_if(index_.begin(), index_.end(), [&](const auto& entry) {
        return entry.first.first_byte() <= first;
      });
      fanout += big_endian(static_cast<uint64_t>(count), 4);
    }
    for (const auto& [name, offset] : index_) {
      names += name.bytes();
      const bool is_large = offset >= 0x80000000;
      offsets += big_endian(is_large ? 0x80000000 | large.size() / 8 : offset, 4);
      if (is_large) large += big_endian(offset, 8);
    }
    std::string idx = "\377tOc" + big_endian(2, 4) + fanout + names + checksums_of(pack) + offsets +
                      large + pack.substr(pack.size() - 20);
    idx += digest(idx);
    sandbox.write(folder + "/pack-" + stem + ".pack", pack);
    sandbox.write(folder + "/pack-" + stem + ".idx", idx);
  }

  // Makes the index tell another offset than add() gave.
  void misplace(const Oid& name, uint64_t offset) {
    for (auto& entry : index_) {
      if (entry.first == name) entry.second = offset;
    }
  }

 private:
  static std::string digest(std::string_view bytes) {
    const auto raw = sha1(bytes);
    return {raw.begin(), raw.end()};
  }

  // Of what stands where the index says that entries are, each up to where the next one is.
  std::string checksums_of(std::string_view pack) const {
    const uint64_t end = pack.size() - 20;
    std::vector<uint64_t> offsets{end};
    for (const auto& [name, offset] : index_) offsets.push_back(std::min(offset, end));
    std::sort(offsets.begin(), offsets.end());
    std::string checksums;
    for (const auto& [name, offset] : index_) {
      const uint64_t begin = std::min(offset, end);
      const uint64_t next = *std::upper_bound(offsets.begin(), offsets.end() - 1, begin);
      checksums += big_endian(crc32_of(pack.substr(begin, next - begin)), 4);
    }
    return checksums;
  }

  std::string pack_ = "PACK" + big_endian(2, 4) + big_endian(0, 4);
  std::vector<std::pair<Oid, uint64_t>> index_;
};

// The SHA-1 name whose digits all are `digit`, but for the number at the end.
inline Oid made_up_oid(char digit, uint32_t number = 0) {
  std::string raw(16,
                  static_cast<char>(digit >= 'a' ? (digit - 'a' + 10) * 17 : (digit - '0') * 17));
  return Oid::from_bytes(raw + big_endian(number, 4));
}

}  // namespace aegis::git

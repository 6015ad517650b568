// Packs and loose objects that no git writes. All must end in an error, soon and in little memory.
#include <catch2/catch.hpp>
#include <chrono>

#include "scanner/git/object_store.h"
#include "tests/unit/git_sandbox.h"

namespace aegis::git {

namespace {

constexpr const char* kPacks = "repo/.git/objects/pack";

// The error of reading `oid`, or what was read.
std::string outcome(const Sandbox& sandbox, const Oid& oid) {
  auto repository = Repository::open(sandbox.path("repo"), {});
  REQUIRE(repository);
  auto store = ObjectStore::open(*repository);
  REQUIRE(store);
  const auto begin = std::chrono::steady_clock::now();
  auto object = ObjectReader(*store).read(oid);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
  if (object) return "read: " + object->bytes.substr(0, 100);
  CHECK(object.error().kind() == ErrorKind::kUnreadable);
  return object.error().message();
}

bool contains(const std::string& text, const std::string& part) {
  INFO(text << "\nshould say: " << part);
  CHECK(text.find(part) != std::string::npos);
  return text.find(part) != std::string::npos;
}

std::string delta_of(size_t base_size, std::string_view result) {
  return delta_size(base_size) + delta_size(result.size()) + delta_insert(result);
}

std::string loose_path(const Oid& oid) {
  return "repo/.git/objects/" + oid.hex().substr(0, 2) + "/" + oid.hex().substr(2);
}

std::string hexless(std::string_view header, std::string_view body) {
  return std::string(header) + '\0' + std::string(body);
}

}  // namespace

TEST_CASE("A sound pack made by hand is read") {
  RepositorySandbox sandbox;
  PackWriter writer;
  const Oid base = made_up_oid('1');
  const Oid near = made_up_oid('2');
  const Oid named = made_up_oid('3');
  const uint64_t at = writer.add(base, PackWriter::kBlob, 4, "", zlib_stored("base"));
  const std::string delta = delta_size(4) + delta_size(5) + delta_copy(0, 4) + delta_insert("!");
  writer.add(near, PackWriter::kOffsetDelta, delta.size(),
             PackWriter::distance(writer.next_offset() - at), zlib_stored(delta));
  writer.add(named, PackWriter::kNamedDelta, delta.size(), base.bytes(), zlib_stored(delta));
  writer.write(sandbox, kPacks);
  CHECK(outcome(sandbox, base) == "read: base");
  CHECK(outcome(sandbox, near) == "read: base!");
  CHECK(outcome(sandbox, named) == "read: base!");
}

TEST_CASE("Deltas that are based on themselves end") {
  for (const uint32_t length : {1U, 2U, 3U, 1000U}) {
    INFO(length);
    RepositorySandbox sandbox;
    PackWriter writer;
    const std::string delta = delta_of(1, "x");
    for (uint32_t i = 0; i < length; ++i) {
      writer.add(made_up_oid('1', i), PackWriter::kNamedDelta, delta.size(),
                 made_up_oid('1', (i + 1) % length).bytes(), zlib_stored(delta));
    }
    // One that leads into the cycle without being in it.
    writer.add(made_up_oid('2'), PackWriter::kNamedDelta, delta.size(), made_up_oid('1', 0).bytes(),
               zlib_stored(delta));
    writer.write(sandbox, kPacks);
    contains(outcome(sandbox, made_up_oid('1', 0)), "based on itself");
    contains(outcome(sandbox, made_up_oid('2')), "based on itself");
  }
}

TEST_CASE("A chain of ten thousand deltas is read without recursion") {
  RepositorySandbox sandbox;
  PackWriter writer;
  uint64_t base = writer.add(made_up_oid('1', 0), PackWriter::kBlob, 4, "", zlib_stored("0000"));
  for (uint32_t i = 1; i <= 10'000; ++i) {
    const std::string delta = delta_size(4) + delta_size(4) + delta_copy(0, 3) + delta_insert("z");
    base = writer.add(made_up_oid('1', i), PackWriter::kOffsetDelta, delta.size(),
                      PackWriter::distance(writer.next_offset() - base), zlib_stored(delta));
  }
  writer.write(sandbox, kPacks);
  CHECK(outcome(sandbox, made_up_oid('1', 10'000)) == "read: 000z");
}

TEST_CASE("A delta without a base is an error") {
  RepositorySandbox sandbox;
  PackWriter writer;
  const std::string delta = delta_of(1, "x");
  const auto add = [&](char digit, uint64_t distance) {
    writer.add(made_up_oid(digit), PackWriter::kOffsetDelta, delta.size(),
               PackWriter::distance(distance), zlib_stored(delta));
  };
  add('1', 1);
  add('2', 0);
  add('3', 1 << 30);
  writer.add(made_up_oid('4'), PackWriter::kOffsetDelta, delta.size(), std::string(10, '\xff'), "");
  writer.add(made_up_oid('5'), PackWriter::kNamedDelta, delta.size(), made_up_oid('a').bytes(),
             zlib_stored(delta));
  writer.write(sandbox, kPacks);
  for (const char digit : {'1', '2', '3', '4'}) {
    contains(outcome(sandbox, made_up_oid(digit)), "damaged at offset");
  }
  contains(outcome(sandbox, made_up_oid('5')), made_up_oid('a').hex() + ", is not in the pack");
}

TEST_CASE("A declared size is not believed") {
  RepositorySandbox sandbox;
  PackWriter writer;
  const std::string body = zlib_stored("12345");
  const auto add = [&](char digit, uint64_t size) {
    writer.add(made_up_oid(digit), PackWriter::kBlob, size, "", body);
  };
  add('1', uint64_t{1} << 40);
  add('2', (uint64_t{1} << 60) - 1);
  add('3', uint64_t{1} << 29);
  add('4', 2);
  add('5', 6);
  writer.add(made_up_oid('6'), PackWriter::kBlob, UINT64_MAX, "", body);
  writer.write(sandbox, kPacks);
  contains(outcome(sandbox, made_up_oid('1')), "larger than");
  contains(outcome(sandbox, made_up_oid('2')), "larger than");
  contains(outcome(sandbox, made_up_oid('3')), "more than its compressed data can hold");
  contains(outcome(sandbox, made_up_oid('4')), "more bytes than it declares");
  contains(outcome(sandbox, made_up_oid('5')), "fewer bytes than it declares");
  contains(outcome(sandbox, made_up_oid('6')), "damaged at offset");
}

TEST_CASE("A delta that would grow without bound is refused before it is applied") {
  RepositorySandbox sandbox;
  PackWriter writer;
  const std::string base(16 << 20, 'x');
  const uint64_t at =
      writer.add(made_up_oid('1'), PackWriter::kBlob, base.size(), "", zlib_stored(base));
  std::string delta = delta_size(base.size()) + delta_size(256 * base.size());
  for (int i = 0; i < 257; ++i) delta += delta_copy(0, 0xffffff);
  writer.add(made_up_oid('2'), PackWriter::kOffsetDelta, delta.size(),
             PackWriter::distance(writer.next_offset() - at), zlib_stored(delta));
  writer.write(sandbox, kPacks);
  contains(outcome(sandbox, made_up_oid('2')), "larger than");
}

TEST_CASE("Offsets outside of the pack are errors") {
  for (const uint64_t offset :
       {uint64_t{0}, uint64_t{11}, uint64_t{0x7fffffff}, uint64_t{1} << 40, UINT64_MAX}) {
    INFO(offset);
    RepositorySandbox sandbox;
    PackWriter writer;
    writer.add(made_up_oid('1'), PackWriter::kBlob, 4, "", zlib_stored("base"));
    writer.misplace(made_up_oid('1'), offset);
    writer.write(sandbox, kPacks);
    contains(outcome(sandbox, made_up_oid('1')), "damaged at offset");
  }
}

TEST_CASE("An index that is damaged is reported, and the other packs are used") {
  RepositorySandbox sandbox;
  PackWriter good;
  good.add(made_up_oid('2'), PackWriter::kBlob, 4, "", zlib_stored("good"));
  good.write(sandbox, kPacks, "good");
  PackWriter writer;
  writer.add(made_up_oid('1'), PackWriter::kBlob, 4, "", zlib_stored("base"));
  writer.write(sandbox, kPacks, "bad");
  const std::string path = std::string(kPacks) + "/pack-bad.idx";
  const std::string sound = sandbox.read(path);
  std::string unsorted = sound;
  unsorted.replace(8 + 4 * 0x80, 4, 4, '\xff');
  std::string wrong_magic = sound;
  wrong_magic[0] = 'x';
  std::string wrong_version = sound;
  wrong_version[7] = 9;
  std::string wrong_offset = sound;
  wrong_offset.replace(8 + 1024 + 20 + 4, 4, "\x80\xff\xff\xff");
  for (const std::string& bytes :
       {unsorted, wrong_magic, wrong_version, wrong_offset, sound + "12345678901", std::string(),
        sound.substr(0, 4), sound.substr(0, 8 + 1023), sound.substr(0, sound.size() - 1)}) {
    sandbox.write(path, bytes);
    const std::string message = outcome(sandbox, made_up_oid('1'));
    contains(message, made_up_oid('1').hex());
    contains(message, "pack-bad");
    CHECK(outcome(sandbox, made_up_oid('2')) == "read: good");
  }
}

TEST_CASE("A pack cut short at any byte is an error and no crash") {
  RepositorySandbox sandbox;
  PackWriter writer;
  writer.add(made_up_oid('1'), PackWriter::kBlob, 40, "", zlib_stored(std::string(40, 'x')));
  writer.write(sandbox, kPacks);
  const std::string path = std::string(kPacks) + "/pack-hand.pack";
  const std::string sound = sandbox.read(path);
  for (size_t n = 0; n < sound.size(); ++n) {
    sandbox.write(path, sound.substr(0, n));
    contains(outcome(sandbox, made_up_oid('1')), "pack-hand.pack");
  }
}

TEST_CASE("Every byte of a pack and its index may be flipped") {
  RepositorySandbox sandbox;
  PackWriter writer;
  const uint64_t at = writer.add(made_up_oid('1'), PackWriter::kBlob, 4, "", zlib_stored("base"));
  const std::string delta = delta_size(4) + delta_size(5) + delta_copy(0, 4) + delta_insert("!");
  writer.add(made_up_oid('2'), PackWriter::kOffsetDelta, delta.size(),
             PackWriter::distance(writer.next_offset() - at), zlib_stored(delta));
  writer.write(sandbox, kPacks);
  const Repository repository = sandbox.open();
  for (const char* const ending : {"pack", "idx"}) {
    const std::string path = std::string(kPacks) + "/pack-hand." + ending;
    const std::string sound = sandbox.read(path);
    for (size_t i = 0; i < sound.size(); ++i) {
      std::string flipped = sound;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << i % 8));
      sandbox.write(path, flipped);
      auto store = ObjectStore::open(repository);
      REQUIRE(store);
      ObjectReader reader(*store);
      for (const char digit : {'1', '2'}) {
        auto object = reader.read(made_up_oid(digit));
        if (object) CHECK(object->bytes.size() < 6);
      }
    }
    sandbox.write(path, sound);
  }
}

TEST_CASE("A loose object that is not exactly one sound object is an error") {
  struct Case {
    std::string bytes;
    const char* says;
  };
  const std::string sound = zlib_stored(hexless("blob 5", "12345"));
  const Case kCases[] = {
      {sound, "read: 12345"},
      {"", "does not begin"},
      {"x", ""},
      {sound.substr(0, sound.size() - 1), "cut short"},
      {sound.substr(0, 12), ""},
      {sound + "junk", "do not belong"},
      {zlib_stored(hexless("blob 4", "12345")), "more bytes"},
      {zlib_stored(hexless("blob 6", "12345")), "fewer bytes"},
      {zlib_stored(hexless("blob 99999999999999999999", "12345")), "not a number"},
      {zlib_stored(hexless("blob 999999999999", "12345")), "larger than"},
      {zlib_stored(hexless("blob 900000000", "12345")), "more than its compressed data"},
      {zlib_stored(hexless("blob -5", "12345")), "not a number"},
      {zlib_stored(hexless("blob 05", "12345")), "not a number"},
      {zlib_stored(hexless("blob ", "12345")), "not a number"},
      {zlib_stored(hexless("blub 5", "12345")), "unknown type"},
      {zlib_stored(hexless("blob5", "12345")), "does not begin"},
      {zlib_stored(std::string(100, 'x')), "does not begin"},
      {"\x35" + sound, ""},  // the legacy form, with a header as in packs
  };
  for (const auto& [bytes, says] : kCases) {
    RepositorySandbox sandbox;
    const Oid oid = made_up_oid('1');
    sandbox.git("mkdir .git/objects/11");
    sandbox.write(loose_path(oid), bytes);
    const std::string message = outcome(sandbox, oid);
    contains(message, says);
    if (std::string_view(says).substr(0, 4) != "read") contains(message, loose_path(oid));
  }
}

TEST_CASE("A loose object that is no regular file is an error, never a wait") {
  struct Case {
    const char* make;
    const char* says;
  };
  for (const auto& [make, says] : {Case{"mkfifo $f", "FIFO"}, Case{"mkdir $f", "folder"},
                                   Case{"ln -s /dev/zero $f", "symbolic link"}}) {
    RepositorySandbox sandbox;
    const Oid oid = made_up_oid('1');
    sandbox.run("mkdir repo/.git/objects/11; f=" + loose_path(oid) + "; " + make);
    contains(outcome(sandbox, oid), says);
  }
}

TEST_CASE("A small loose object that inflates to a large one is refused by its size") {
  RepositorySandbox sandbox;
  const std::string hex =
      sandbox.git_line("head -c 20000000 /dev/zero | git hash-object -w --stdin");
  auto store = ObjectStore::open(sandbox.open(), 10'000'000);
  REQUIRE(store);
  auto object = ObjectReader(*store).read(*Oid::from_hex(hex, HashKind::kSha1));
  REQUIRE_FALSE(object);
  contains(object.error().message(), "larger than");
}

}  // namespace aegis::git

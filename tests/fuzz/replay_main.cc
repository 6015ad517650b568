// Runs a fuzz target without libFuzzer: over every file named, or in a folder named, and over
// mutations of each.
//
//   engine_fuzz [--mutations=N] [--verbose] PATH...
//
// Mutations are the same on every machine and in every run. --verbose names each input before it is
// tried: the last name printed is the one that crashed.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

namespace fs = std::filesystem;

struct Arguments {
  unsigned mutations = 0;
  bool verbose = false;
  std::vector<fs::path> files;
};

void add_files(std::vector<fs::path>& files, const fs::path& path) {
  if (!fs::is_directory(path)) {
    files.push_back(path);
    return;
  }
  const size_t before = files.size();
  for (const auto& entry : fs::directory_iterator(path)) files.push_back(entry.path());
  std::sort(files.begin() + static_cast<std::ptrdiff_t>(before), files.end());
}

Arguments parse(int argc, char** argv) {
  constexpr std::string_view kMutations = "--mutations=";
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--verbose") {
      arguments.verbose = true;
    } else if (argument.starts_with(kMutations)) {
      arguments.mutations = static_cast<unsigned>(std::atoi(argv[i] + kMutations.size()));
    } else {
      add_files(arguments.files, argument);
    }
  }
  return arguments;
}

// SplitMix64.
class Numbers {
 public:
  explicit Numbers(uint64_t seed) : state_(seed) {}
  size_t below(size_t bound) {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return static_cast<size_t>((z ^ (z >> 31)) % bound);
  }

 private:
  uint64_t state_;
};

// Pieces that parsers stumble over.
constexpr std::string_view kPieces[] = {
    "{",  "}",     "(",    ")",    "[", "]", "\"",   "\\",  "|",     "?",  "\n", "\r\n",
    "-1", "65536", "4097", "\xff", "=", ":", "\x80", "{,}", "00000", "\t", "0",  "fffffff"};

void mutate(std::string& text, Numbers& numbers) {
  const size_t at = numbers.below(text.size() + 1);
  const size_t length = std::min(numbers.below(16) + 1, text.size() - at);
  switch (numbers.below(6)) {
    case 0:
      text.erase(at, length);
      break;
    case 1:
      text.insert(at, kPieces[numbers.below(std::size(kPieces))]);
      break;
    case 2:
      text.insert(at, text.substr(at, length));
      break;
    case 3:
      text.insert(at, 1, static_cast<char>(numbers.below(256)));
      break;
    case 4:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << numbers.below(8)));
      break;
    default:
      text.insert(at, text.substr(numbers.below(text.size() + 1), 64));
      break;
  }
}

void try_input(const std::string& input, const std::string& name, const Arguments& arguments) {
  if (arguments.verbose) std::fprintf(stderr, "%s\n", name.c_str());
  // A copy of its very size, so that AddressSanitizer sees a read beyond it.
  const std::vector<uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

bool replay(const fs::path& path, const Arguments& arguments) {
  std::ifstream file(path, std::ios::binary);
  const std::string seed{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) return false;
  try_input(seed, path.string(), arguments);
  for (unsigned i = 0; i < arguments.mutations; ++i) {
    Numbers numbers(i);
    std::string input = seed;
    for (size_t changes = 1 + numbers.below(8); changes > 0; --changes) mutate(input, numbers);
    try_input(input, path.string() + ", mutation " + std::to_string(i), arguments);
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments = parse(argc, argv);
  for (const fs::path& file : arguments.files) {
    if (replay(file, arguments)) continue;
    std::fprintf(stderr, "cannot read %s\n", file.c_str());
    return 2;
  }
  std::printf("%zu inputs, %u mutations of each\n", arguments.files.size(), arguments.mutations);
  return arguments.files.empty() ? 2 : 0;
}

// All rules at once: one Hyperscan database that reports where a rule is worth trying.
//
// What the prefilter does not report cannot match. It reports ends only; the start is known from
// the expression's fixed width. A database is immutable and shared by all threads; a Scratch
// belongs to one thread at a time and to the database that made it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

struct hs_database;
struct hs_scratch;

namespace aegis {

struct Expression {
  std::string text;  // of fixed width, without a start or an end that is unbounded
  bool caseless = false;

  auto operator<=>(const Expression&) const = default;
};

struct RawMatch {
  uint32_t expression = 0;  // index into the list that the database was made of
  uint32_t end = 0;         // offset just past the match
};

class Prefilter {
 public:
  class Scratch {
   public:
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;
    ~Scratch();

   private:
    friend class Prefilter;
    explicit Scratch(hs_scratch* scratch);
    hs_scratch* scratch_;
  };

  // Compiles for the oldest processor that Hyperscan supports, so that the result can be embedded
  // in a program. An error names the expression.
  static Result<Prefilter> compile(const std::vector<Expression>& expressions);

  // Loads what serialize() gave. The bytes must come from this program's own build or from a cache
  // that nobody else can write: Hyperscan's own CRC is no protection. A database of another version
  // or processor is an error, after which compiling is the remedy.
  static Result<Prefilter> load(std::string_view serialized);
  Result<std::string> serialize() const;

  Prefilter(Prefilter&&) noexcept;
  Prefilter& operator=(Prefilter&&) noexcept;
  ~Prefilter();

  Result<Scratch> make_scratch() const;

  // Appends every match in `bytes` to `out`, in the order of their ends. REQUIRES: bytes are fewer
  // than 4 GiB.
  Result<void> scan(std::string_view bytes, Scratch& scratch, std::vector<RawMatch>& out) const;

  // Version of the library that does the work, for reports and cache keys.
  static std::string library_version();

 private:
  explicit Prefilter(hs_database* database);
  hs_database* database_;  // nullptr: no expressions, nothing matches
};

}  // namespace aegis

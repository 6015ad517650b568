#include "scanner/detect/prefilter.h"

#include <hs.h>

#include <cstdlib>
#include <utility>

namespace aegis {

namespace {

int append_match(unsigned id, unsigned long long, unsigned long long to, unsigned, void* context) {
  auto& out = *static_cast<std::vector<RawMatch>*>(context);
  out.push_back({id, static_cast<uint32_t>(to)});
  return 0;
}

// No HS_FLAG_SOM_LEFTMOST: it makes a third of ordinary rules too large to compile. No SINGLEMATCH:
// it loses later matches. The literal interface of 5.4.0 is broken for some sets, so literals are
// written as escaped expressions too.
unsigned flags_of(const Expression& expression) {
  return expression.caseless ? HS_FLAG_CASELESS : 0;
}

}  // namespace

Prefilter::Scratch::Scratch(hs_scratch* scratch) : scratch_(scratch) {}
Prefilter::Scratch::Scratch(Scratch&& other) noexcept
    : scratch_(std::exchange(other.scratch_, nullptr)) {}
Prefilter::Scratch& Prefilter::Scratch::operator=(Scratch&& other) noexcept {
  std::swap(scratch_, other.scratch_);
  return *this;
}
Prefilter::Scratch::~Scratch() {
  hs_free_scratch(scratch_);
}

Prefilter::Prefilter(hs_database* database) : database_(database) {}
Prefilter::Prefilter(Prefilter&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}
Prefilter& Prefilter::operator=(Prefilter&& other) noexcept {
  std::swap(database_, other.database_);
  return *this;
}
Prefilter::~Prefilter() {
  hs_free_database(database_);
}

Result<Prefilter> Prefilter::compile(const std::vector<Expression>& expressions) {
  if (hs_valid_platform() != HS_SUCCESS) {
    return internal_error("this processor lacks SSSE3, which Hyperscan needs");
  }
  std::vector<const char*> texts;
  std::vector<unsigned> flags;
  std::vector<unsigned> ids;
  for (const Expression& expression : expressions) {
    ids.push_back(static_cast<unsigned>(ids.size()));
    texts.push_back(expression.text.c_str());
    flags.push_back(flags_of(expression));
  }
  if (expressions.empty()) return Prefilter(nullptr);
  const hs_platform_info_t oldest{};
  hs_database_t* database = nullptr;
  hs_compile_error_t* problem = nullptr;
  const auto status =
      hs_compile_multi(texts.data(), flags.data(), ids.data(), static_cast<unsigned>(ids.size()),
                       HS_MODE_BLOCK, &oldest, &database, &problem);
  if (status == HS_SUCCESS) return Prefilter(database);
  const int which = problem->expression;
  std::string message = problem->message;
  hs_free_compile_error(problem);
  if (which >= 0) message += " in " + expressions[static_cast<size_t>(which)].text;
  return usage_error("Hyperscan cannot compile: " + message);
}

Result<Prefilter> Prefilter::load(std::string_view serialized) {
  if (serialized.empty()) return Prefilter(nullptr);
  hs_database_t* database = nullptr;
  const auto status = hs_deserialize_database(serialized.data(), serialized.size(), &database);
  if (status == HS_SUCCESS) return Prefilter(database);
  return internal_error("the compiled rules do not fit this Hyperscan (" + std::to_string(status) +
                        ")");
}

Result<std::string> Prefilter::serialize() const {
  if (database_ == nullptr) return std::string();
  char* bytes = nullptr;
  size_t size = 0;
  if (hs_serialize_database(database_, &bytes, &size) != HS_SUCCESS) {
    return internal_error("Hyperscan cannot serialize its database");
  }
  std::string serialized(bytes, size);
  std::free(bytes);
  return serialized;
}

Result<Prefilter::Scratch> Prefilter::make_scratch() const {
  if (database_ == nullptr) return Scratch(nullptr);
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(database_, &scratch) != HS_SUCCESS) {
    return internal_error("no memory for Hyperscan's scratch space");
  }
  return Scratch(scratch);
}

Result<void> Prefilter::scan(std::string_view bytes, Scratch& scratch,
                             std::vector<RawMatch>& out) const {
  if (database_ == nullptr) return {};
  const auto status = hs_scan(database_, bytes.data(), static_cast<unsigned>(bytes.size()), 0,
                              scratch.scratch_, append_match, &out);
  if (status == HS_SUCCESS) return {};
  return internal_error("Hyperscan failed with " + std::to_string(status));
}

std::string Prefilter::library_version() {
  return hs_version();
}

}  // namespace aegis

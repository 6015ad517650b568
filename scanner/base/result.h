// Failure as a value.
//
// An Error says what kind of failure it is, which decides the exit code, and carries a sentence
// that names the thing and, where there is one, the remedy. It gains context on its way up:
//
//   auto rules = load_rules(path);
//   if (!rules) return std::move(rules).error().in(path);   // "rules/aws.json: rule aws-key:
//   missing )"
//
// Values of these types belong to one thread at a time.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace aegis {

enum class ErrorKind {
  kUsage,       // a wrong flag, configuration or rule: exit code 2
  kUnreadable,  // something asked for could not be scanned: exit code 3
  kInternal,    // our own fault, or the machine's: exit code 4
};

class Error {
 public:
  Error(ErrorKind kind, std::string message) : kind_(kind), message_(std::move(message)) {}

  ErrorKind kind() const { return kind_; }
  const std::string& message() const { return message_; }

  // The same error, with "<context>: " before its message.
  Error in(std::string_view context) && {
    return Error(kind_, std::string(context).append(": ").append(message_));
  }

 private:
  ErrorKind kind_;
  std::string message_;
};

inline Error usage_error(std::string message) {
  return {ErrorKind::kUsage, std::move(message)};
}
inline Error unreadable(std::string message) {
  return {ErrorKind::kUnreadable, std::move(message)};
}
inline Error internal_error(std::string message) {
  return {ErrorKind::kInternal, std::move(message)};
}

// The message of `error_number` as the C library words it, after `what`: "opening: Permission
// denied".
Error system_error(ErrorKind kind, std::string_view what, int error_number);

// A T or an Error. REQUIRES, for `*` and `->`: the result holds a value.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & { return *std::get_if<0>(&state_); }
  const T& operator*() const& { return *std::get_if<0>(&state_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  const Error& error() const& { return *std::get_if<1>(&state_); }
  Error&& error() && { return std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  const Error& error() const& { return *std::get_if<1>(&state_); }
  Error&& error() && { return std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<std::monostate, Error> state_;
};

}  // namespace aegis

// What a file holds, as far as it speaks against what the file's name says.
#pragma once

#include <string>
#include <string_view>

#include "scanner/rule/rule.h"

namespace aegis {

// How much of a file is looked at.
inline constexpr size_t kFileHead = 32 * 1024;

struct ContentJudgement {
  // Why the file is no danger, or may be none: in one word or a few. Empty: nothing speaks for it.
  const char* objection = "";
  bool drop = false;  // certain, else it is only less likely
};

// `head` is the file's beginning: kFileHead bytes of it, or all it has. What is empty, or sealed by
// a tool that is meant for keeping secrets in repositories, is no danger, whatever it is called.
ContentJudgement judge_content(FileContent content, std::string_view head);

}  // namespace aegis

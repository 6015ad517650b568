// What is told of a text from an older one and the changes is what examining all of it tells.
#include "scanner/detect/revision_examiner.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "scanner/git/delta.h"
#include "tests/support/samples.h"
#include "tests/unit/git_sandbox.h"

namespace aegis {

namespace {

std::string example(SampleRandom& random) {
  const AnyExample any = any_example(random, 300);
  return random.below(2) == 0 ? any.token : planted(any, random);
}

// Parts of constructs that hold a credential; several in a row may make one whole.
std::string fragment(SampleRandom& random) {
  static const std::vector<std::string> kParts = {"password",
                                                  "api_key",
                                                  "secret",
                                                  "token",
                                                  " = ",
                                                  ": ",
                                                  "\"",
                                                  "'",
                                                  "`",
                                                  "\n",
                                                  "\n\n",
                                                  " ",
                                                  "curl ",
                                                  "-u ",
                                                  "user:",
                                                  "\\\n",
                                                  "machine ",
                                                  "host login me ",
                                                  "password ",
                                                  "\"auth\": ",
                                                  "{",
                                                  "}",
                                                  "--token ",
                                                  "mysql -p",
                                                  "https://me:",
                                                  "@db.internal",
                                                  "Bearer ",
                                                  "Basic ",
                                                  "twilio\n",
                                                  "zhipu ",
                                                  "-----BEGIN ",
                                                  "RSA ",
                                                  "PRIVATE KEY-----\n",
                                                  "redis-cli ",
                                                  "-a ",
                                                  "auth_token=`",
                                                  "${",
                                                  "wget ",
                                                  "sshpass ",
                                                  "-p ",
                                                  "\t"};
  switch (random.below(8)) {
    case 0:
      return random_of(kBase62Letters, 4 + random.below(60), random);
    case 1: {
      const std::string whole = example(random);
      const size_t cut = random.below(whole.size() + 1);
      return random.below(2) == 0 ? whole.substr(0, cut) : whole.substr(cut);
    }
    case 2:
      return random_of(kHexLetters, 8 + random.below(40), random);
    default:
      return kParts[random.below(kParts.size())];
  }
}

std::string text_of(size_t parts, SampleRandom& random) {
  std::string text;
  for (size_t i = 0; i < parts; ++i) {
    text += random.below(5) == 0 ? fragment(random) : line_of_text(random);
    if (random.below(60) == 0) text += random_of("ab ,;", random.below(9000), random);
  }
  return text;
}

struct Edit {
  std::string delta;
  std::string result;
};

// `base` with some stretches taken away, put in or moved.
Edit edited(const std::string& base, SampleRandom& random) {
  Edit edit;
  const auto copy = [&](size_t from, size_t length) {
    if (length == 0) return;
    edit.delta += git::delta_copy(static_cast<uint32_t>(from), static_cast<uint32_t>(length));
    edit.result.append(base, from, length);
  };
  const auto insert = [&](const std::string& text) {
    for (size_t at = 0; at < text.size(); at += 100) {
      edit.delta += git::delta_insert(text.substr(at, 100));
    }
    edit.result += text;
  };
  size_t at = 0;
  for (size_t i = 1 + random.below(4); i-- > 0 && at < base.size();) {
    const size_t length = random.below(base.size() - at) / (1 + random.below(8));
    copy(at, length);
    at += length;
    switch (random.below(4)) {
      case 0:  // away
        at += std::min<size_t>(random.below(200), base.size() - at);
        break;
      case 1: {  // from elsewhere
        const size_t from = random.below(base.size());
        copy(from, std::min<size_t>(random.below(300), base.size() - from));
        break;
      }
      default:
        insert(random.below(2) == 0 ? fragment(random) : fragment(random) + fragment(random));
    }
  }
  if (random.below(8) != 0) copy(at, base.size() - at);
  edit.delta = git::delta_size(base.size()) + git::delta_size(edit.result.size()) + edit.delta;
  return edit;
}

}  // namespace

TEST_CASE("A chain of revisions holds what each text holds by itself") {
  auto detector = Detector::create(built_in_engine());
  REQUIRE(detector);
  auto examiner = RevisionExaminer::create(Confidence::kMedium);
  REQUIRE(examiner);
  SampleRandom random(test_seed());
  size_t told = 0;
  size_t with_candidates = 0;
  for (int round = 0; round < 2500; ++round) {
    std::string text = text_of(1 + random.below(random.below(10) == 0 ? 600 : 40), random);
    Prospect old;
    REQUIRE(detector->examine(text, Confidence::kMedium, old));
    for (int step = 0; step < 3; ++step) {
      INFO("AEGIS_TEST_SEED=" << test_seed() << ", round " << round << ", step " << step);
      const Edit edit = edited(text, random);
      git::Delta delta;
      REQUIRE(delta.read(edit.delta, text, UINT32_MAX));
      std::string result(edit.result.size(), '\0');
      delta.apply(result.data());
      REQUIRE(result == edit.result);
      Prospect whole;
      REQUIRE(detector->examine(result, Confidence::kMedium, whole));
      Prospect from_changes;
      const auto enough = examiner->examine(*detector, delta.revision(), old, from_changes);
      REQUIRE(enough);
      if (*enough) {
        ++told;
        INFO("old:\n" << text << "\nnew:\n" << result);
        REQUIRE(from_changes.may_find == whole.may_find);
        whole.ties.erase(std::unique(whole.ties.begin(), whole.ties.end()), whole.ties.end());
        REQUIRE(std::includes(from_changes.ties.begin(), from_changes.ties.end(),
                              whole.ties.begin(), whole.ties.end()));
        if (whole.has_candidate()) ++with_candidates;
      }
      old = *enough ? from_changes : whole;
      text = result;
    }
  }
  CHECK(told > 1000);
  CHECK(with_candidates > 10);
}

}  // namespace aegis

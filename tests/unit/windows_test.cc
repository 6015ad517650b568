#include "scanner/detect/windows.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace aegis {

namespace {

// The windows of a text made of copies of `old` and new pieces, as texts.
class Edited {
 public:
  explicit Edited(std::string_view old) : old_(old) {}

  Edited& copy(size_t begin, size_t size) {
    pieces_.push_back(
        {old_.data() + begin, static_cast<uint32_t>(size), static_cast<uint32_t>(begin)});
    size_ += size;
    return *this;
  }
  Edited& put(std::string_view text) {
    pieces_.push_back({text.data(), static_cast<uint32_t>(text.size())});
    size_ += text.size();
    return *this;
  }

  std::vector<std::string> windows() const {
    const Revision revision{pieces_, size_, old_.size()};
    std::vector<Span> spans;
    find_windows(revision, spans);
    RevisionReader reader(revision);
    std::vector<std::string> texts;
    for (const Span span : spans) reader.append(span, texts.emplace_back());
    return texts;
  }

 private:
  std::string_view old_;
  std::vector<Piece> pieces_;
  size_t size_ = 0;
};

using Texts = std::vector<std::string>;

constexpr std::string_view kOld = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

}  // namespace

TEST_CASE("A change is looked at with its line and one to either side") {
  // thr[EE]e
  CHECK(Edited(kOld).copy(0, 11).put("EE").copy(13, 21).windows() == Texts{"two\nthrEE\nfour\n"});
  // A line put in.
  CHECK(Edited(kOld).copy(0, 8).put("new\n").copy(8, 26).windows() == Texts{"two\nnew\nthree\n"});
  // A line taken away.
  CHECK(Edited(kOld).copy(0, 8).copy(14, 20).windows() == Texts{"two\nfour\n"});
}

TEST_CASE("At the ends of a text, what is there is looked at") {
  CHECK(Edited(kOld).put("zero\n").copy(0, 34).windows() == Texts{"zero\none\n"});
  CHECK(Edited(kOld).copy(0, 34).put("eight").windows() == Texts{"seven\neight"});
  CHECK(Edited(kOld).copy(4, 30).windows() == Texts{"two\n"});
  CHECK(Edited(kOld).copy(0, 24).windows() == Texts{"five\n"});
  CHECK(Edited(kOld).copy(0, 34).windows().empty());
  CHECK(Edited(kOld).put("x").windows() == Texts{"x"});
  CHECK(Edited(kOld).windows().empty());
}

TEST_CASE("Changes on neighbouring lines are looked at together, others by themselves") {
  // t[W]o, thre[E]
  CHECK(Edited(kOld).copy(0, 5).put("W").copy(6, 6).put("E").copy(13, 21).windows() ==
        Texts{"one\ntWo\nthreE\nfour\n"});
  const std::string line(70, '-');
  const std::string old = "one\ntwo\n" + line + "\nfour\nfive\n";
  // t[W]o, f[O]ur: the line between is seen with both.
  CHECK(Edited(old).copy(0, 5).put("W").copy(6, 74).put("O").copy(81, 8).windows() ==
        Texts{"one\ntWo\n" + line + "\n", line + "\nfOur\nfive\n"});
}

TEST_CASE("What is left out between changes is worth it") {
  // t[W]o, f[O]ur
  CHECK(Edited(kOld).copy(0, 5).put("W").copy(6, 9).put("O").copy(16, 18).windows() ==
        Texts{"one\ntWo\nthree\nfOur\nfive\n"});
}

TEST_CASE("Of a long line, as much is looked at as the engine does") {
  const std::string old(100'000, 'x');
  const auto windows = Edited(old).copy(0, 50'000).put("y").copy(50'000, 50'000).windows();
  REQUIRE(windows.size() == 1);
  CHECK(windows[0].size() > 10'000);
  CHECK(windows[0].size() < 20'000);
}

TEST_CASE("Windows that overlap or touch become one") {
  std::vector<Span> windows{{50, 60}, {0, 10}, {8, 20}, {20, 30}, {52, 55}};
  merge_windows(windows);
  CHECK(windows == std::vector<Span>{{0, 30}, {50, 60}});
}

}  // namespace aegis

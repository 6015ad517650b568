"""`aegis range` on random histories, against an oracle made of git's own answers.

The oracle: for each commit of `git rev-list RANGE`, each path that `git diff-tree -m` lists against every
parent, each line of the new blob that stands in no parent's version of the path. Seeds are fixed; a failure
names the seed, the range and the repository's stream is made again from them.
"""

import random

from support import CLEAN, FINDINGS, AegisTest, github_token, main

PATHS = [f"{folder}file{i}" for i, folder in enumerate(("", "", "d/", "d/e/", "x/"))]
TOKENS = [github_token(f"random {i}") for i in range(9)]


def random_history(source, count, dates_lie):
    """A stream for git fast-import: `count` commits, many of them merges, of a few files whose lines come and go.

    A file's first line is its path, so that no file is another one moved."""
    out = []
    for mark in range(1, count + 1):
        date = source.randrange(1, 2**31) if dates_lie else 1_700_000_000 + 100 * mark
        out.append(f"reset refs/heads/x\ncommit refs/heads/c{mark}\nmark :{mark}\n"
                   f"committer C <c@example.invalid> {date} +0000\ndata 2\nm\n\n")
        parents = []
        if mark > 1 and source.random() > 0.06:
            recent = list(range(max(1, mark - 5), mark))
            parents = source.sample(recent, min(len(recent), source.choice((1, 1, 1, 2, 2, 3))))
        out += [f"{'merge' if i else 'from'} :{parent}\n" for i, parent in enumerate(parents)]
        for path in source.sample(PATHS, source.choice((0, 1, 1, 2, 3))):
            if source.random() < 0.15:
                out.append(f"D {path}\n")
                continue
            lines = [path] + [
                source.choice(TOKENS) if source.random() < 0.4 else f"line {source.randrange(9)}"
                for _ in range(source.randrange(5))]
            text = "".join(f"key = {line}\n" for line in lines)
            out.append(f"M 644 inline {path}\ndata {len(text)}\n{text}\n")
        out.append("\n")
    return "".join(out)


class RandomHistories(AegisTest):
    def lines(self, blob):
        """Of a blob, without repetitions."""
        if blob not in self.blobs:
            self.blobs[blob] = set(self.box.git("cat-file", "blob", blob).out.splitlines())
        return self.blobs[blob]

    def tree(self, commit):
        if commit not in self.trees:
            entries = self.box.git("ls-tree", "-r", commit).out.splitlines()
            self.trees[commit] = {
                entry.split("\t")[1]: entry.split("\t")[0].split()[2] for entry in entries}
        return self.trees[commit]

    def brought_by(self, commit, parents):
        """The (path, token) pairs that the commit has and none of its parents."""
        if commit not in self.brought:
            old = [self.tree(parent) for parent in parents]
            self.brought[commit] = {
                (path, token)
                for path, blob in self.tree(commit).items()
                if all(tree.get(path) != blob for tree in old)
                for token in TOKENS
                if f"key = {token}" in self.lines(blob)
                and not any(path in tree and f"key = {token}" in self.lines(tree[path]) for tree in old)
            }
        return self.brought[commit]

    def check(self, words):
        listed = self.box.git("rev-list", "--parents", *words).out.splitlines()
        commits = {line.split()[0]: line.split()[1:] for line in listed}
        expected = {}
        for commit, parents in commits.items():
            for pair in self.brought_by(commit, parents):
                expected.setdefault(pair, set()).add(commit)
        run = self.box.aegis("range", "--format", "json", *words)
        self.assert_code(FINDINGS if expected else CLEAN, run)
        found = {}
        for finding in run.findings:
            text = self.box.git("cat-file", "blob", finding["blob"]).out.splitlines()
            token = text[finding["line"] - 1].removeprefix("key = ")
            pair = (finding["file"], token)
            # The same line may stand in a file several times.
            found.setdefault(pair, set()).add(finding["commit"])
        self.assertEqual(set(found), set(expected), run)
        for pair, introduced_by in found.items():
            for commit in introduced_by:
                self.assertIn(commit, expected[pair], run)
            older = expected[pair] - introduced_by
            for commit in introduced_by:
                ancestors = set(self.box.git("rev-list", commit).out.split()) - {commit}
                self.assertFalse(ancestors & older, f"{pair} stands in an older commit than {commit}{run}")
        return len(found)

    def test_against_git(self):
        found = 0
        for seed in range(8):
            source = random.Random(f"range {seed}")
            self.box.close()
            self.setUp()
            self.box.git("init", "-q")
            self.blobs, self.trees, self.brought = {}, {}, {}
            count = 24
            self.box.git("fast-import", "--quiet", stdin=random_history(source, count, seed % 4 == 3))
            for _ in range(8):
                pick = lambda: f"refs/heads/c{source.randrange(1, count + 1)}"
                words = [pick() for _ in range(source.choice((1, 1, 2)))]
                words += ["^" + pick() for _ in range(source.randrange(4))]
                with self.subTest(seed=seed, words=words):
                    found += self.check(words)
        self.assertGreater(found, 200)  # or the histories are not worth looking at


if __name__ == "__main__":
    main()

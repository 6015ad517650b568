"""`aegis history` of commits, trees, tags and refs that no git writes."""

import os
import time

import hostile
from support import CLEAN, FINDINGS, INCOMPLETE, HistoryCase, github_token, main

TOKEN = github_token("hostile history")
OTHER = github_token("hostile other")
LINE = f"token = {TOKEN}\n"


class HostileTest(HistoryCase):
    tokens = (TOKEN, OTHER)

    def ref(self, name, oid):
        self.box.write(".git/" + name, oid + "\n")

    def one(self, run, complete=True):
        return super().one(run, complete)


class Commits(HostileTest):
    def put_commit(self, body, ref="refs/heads/odd"):
        oid = hostile.put(self.box, "commit", body)
        self.ref(ref, oid)
        return oid

    def test_commits_that_lack_or_repeat_what_git_writes(self):
        tree = hostile.put(self.box, "tree", hostile.tree(("100644", "f", hostile.put(self.box, "blob", LINE))))
        who = hostile.WHO
        for name, body in (
            ("no author", f"tree {tree}\n\nx\n"),
            ("nothing but a tree", f"tree {tree}"),
            ("no line feed at the end", hostile.commit(tree, message="x")),
            ("a date of twenty digits", hostile.commit(tree, who="A <a@b> 99999999999999999999 +0000")),
            ("a date below zero", hostile.commit(tree, who="A <a@b> -1 +0000")),
            ("NUL in the message", hostile.commit(tree, message="a\0b\n")),
            ("many headers", f"tree {tree}\nauthor {who}\n" + "gpgsig x\n y\n" * 10_000 + "\nx\n"),
            ("an unknown encoding", f"tree {tree}\nauthor {who}\nencoding \xff\xfe\n\nx\n".encode("latin-1")),
        ):
            with self.subTest(name):
                oid = self.put_commit(body)
                self.one(self.history())
                for words in (("--reachable",), ("--branch", "odd"), ("--branch", "odd", "--since", "2026-01-01")):
                    finding = self.one(self.history(*words))
                    self.assertEqual((finding["file"], finding["commit"]), ("f", oid), words)

    def test_the_text_of_a_malformed_commit_counts_and_the_commit_is_listed(self):
        for body in (f"tree zzzz\n\n{LINE}", f"\n\n{LINE}", LINE, f"tree {'1' * 40}\nparent x\n\n{LINE}"):
            with self.subTest(body=body[:10]):
                oid = self.put_commit(body)
                run = self.history()
                self.assertEqual(self.one(run, complete=False)["file"], f"<commit {oid[:12]}>")
                self.assert_skipped(run, oid, "malformed")
                os.unlink(self.box.path(f".git/objects/{oid[:2]}/{oid[2:]}"))

    def test_empty_commits_and_tags_are_listed(self):
        for kind in ("commit", "tag"):
            oid = hostile.put(self.box, kind, "")
            self.ref("refs/tags/odd", oid)
            run = self.history()
            self.assert_code(INCOMPLETE, run)
            self.assert_skipped(run, "refs/tags/odd", "malformed")

    def test_a_message_of_fifty_megabytes(self):
        tree = self.head("HEAD^{tree}")
        self.put_commit(hostile.commit(tree, message="lorem ipsum dolor\n" * 2_800_000 + LINE))
        self.one(self.history())

    def test_an_octopus_of_a_thousand(self):
        pack, tree = hostile.Pack(), self.head("HEAD^{tree}")
        texts = [hostile.commit(tree, message=f"{i}\n") for i in range(1000)]
        for text in texts:
            pack.add("commit", text)
        pack.write(self.box)
        parents = [hostile.name_of("commit", text) for text in texts]
        merge = hostile.put_commit(self.box, {"evil": LINE}, *parents, ref="refs/heads/octopus")
        for words in ((), ("--reachable",)):
            self.assertEqual(self.one(self.history(*words))["commit"], merge)

    def test_commits_that_are_their_own_ancestors(self):
        """Only a forged name makes one."""
        tree = hostile.put(self.box, "tree", hostile.tree(("100644", "f", hostile.put(self.box, "blob", LINE))))
        pack = hostile.Pack()
        a, b = "a" * 40, "b" * 40
        pack.add("commit", hostile.commit(tree, b), name=a)
        pack.add("commit", hostile.commit(tree, a), name=b)
        pack.write(self.box)
        self.ref("refs/heads/odd", a)
        for words in ((), ("--reachable",), ("--branch", "odd")):
            self.one(self.history(*words))

    def test_several_roots_and_orphan_branches(self):
        for i in range(3):
            hostile.put_commit(self.box, {"f": f"{i}\n"}, ref=f"refs/heads/root{i}")
        root = hostile.put_commit(self.box, {"g": LINE}, ref="refs/heads/root3")
        self.assertEqual(self.one(self.history())["commit"], root)
        self.assert_code(CLEAN, self.history("--branch", "root1"))


class Trees(HostileTest):
    def commit_of(self, tree):
        oid = hostile.put(self.box, "commit", hostile.commit(tree))
        self.ref("refs/heads/odd", oid)
        return oid

    def test_entries_that_git_would_refuse(self):
        blob = hostile.put(self.box, "blob", LINE)
        for mode, name in (
            ("100644", ".."), ("100644", ".git"), ("100644", "a/b"), ("100644", b"\xff\xfe"), ("140000", "odd"),
            ("0", "zero"), ("100644", ""), ("100644", "-rf"), ("100644", "n" * 4096), ("100644", "e\x1b]0;x\x07"),
            ("0100644", "padded"), ("100644", "blank "), ("100664", "group"), ("120000", "link"),
        ):
            with self.subTest(mode=mode, name=name[:9]):
                tree = hostile.put(self.box, "tree", hostile.tree((mode, name, blob)))
                commit = self.commit_of(tree)
                run = self.history("--branch", "odd")
                self.assertEqual(self.one(run)["commit"], commit)
                self.assertNotIn(b"\x1b", run.raw_out)

    def test_the_same_name_twice_and_out_of_order(self):
        entries = [("100644", name, hostile.put(self.box, "blob", text))
                   for name, text in (("z", "z\n"), ("f", "f\n"), ("f", LINE), ("a", f"token = {OTHER}\n"))]
        self.commit_of(hostile.put(self.box, "tree", hostile.tree(*entries)))
        for words in ((), ("--reachable",)):
            self.assert_found(self.history(*words), 2)

    def test_a_tree_that_is_cut_short_is_listed_and_the_rest_is_scanned(self):
        blob = hostile.put(self.box, "blob", LINE)
        whole = hostile.tree(("100644", "a", blob), ("100644", "b", hostile.put(self.box, "blob", "b\n")))
        for cut in (1, 21, len(whole) - 30):
            tree = hostile.put(self.box, "tree", whole[:-cut])
            self.commit_of(tree)
            run = self.history()
            self.one(run, complete=False)
            self.assert_skipped(run, tree, "malformed")
            os.unlink(self.box.path(f".git/objects/{tree[:2]}/{tree[2:]}"))

    def test_links_to_other_repositories(self):
        """Whether it is there or not, it is no content of this one."""
        self.commit_of(hostile.put(self.box, "tree", hostile.tree(
            ("160000", "gone", "1" * 40), ("160000", "here", self.head()),
            ("100644", ".gitmodules", hostile.put(self.box, "blob", f"\turl = https://me:{TOKEN}@h.example/x\n")))))
        self.assertEqual(self.one(self.history())["file"], ".gitmodules")

    def test_a_million_entries(self):
        blob = hostile.put(self.box, "blob", LINE)
        raw = bytes.fromhex(blob)
        body = b"".join(b"100644 %07d\0" % i + raw for i in range(1_000_000))
        self.commit_of(hostile.put(self.box, "tree", body))
        self.one(self.history(), complete=False)

    def test_a_chain_of_folders_deeper_than_git_allows(self):
        pack, top = hostile.Pack(), hostile.tree(("100644", "f", hostile.put(self.box, "blob", LINE)))
        for _ in range(20_000):
            pack.add("tree", top)
            top = hostile.tree(("40000", "d", hostile.name_of("tree", top)))
        pack.write(self.box)
        self.commit_of(hostile.put(self.box, "tree", top))
        began = time.monotonic()
        run = self.history()
        self.assertLess(time.monotonic() - began, 30)
        self.one(run, complete=False)
        self.assert_skipped(run, "trees", "not all")
        self.assert_code(INCOMPLETE, self.box.aegis("range", "odd"))

    def test_folders_that_stand_at_more_paths_than_could_be_walked(self):
        top = hostile.put(self.box, "tree", hostile.tree(("100644", "f", hostile.put(self.box, "blob", LINE))))
        for _ in range(20):
            top = hostile.put(self.box, "tree", hostile.tree(*[("40000", f"d{i}", top) for i in range(10)]))
        self.commit_of(top)
        run = self.history()
        self.one(run, complete=False)
        self.assert_skipped(run, "trees", "not all")

    def test_paths_longer_than_all_memory(self):
        """Two thousand folders of long names, which thousands of others hold."""
        top = hostile.put(self.box, "tree", hostile.tree(("100644", "f", hostile.put(self.box, "blob", LINE))))
        for _ in range(1_000):
            top = hostile.put(self.box, "tree", hostile.tree(("40000", "n" * 4000, top)))
        self.commit_of(hostile.put(self.box, "tree", hostile.tree(*[("40000", f"{i:04}", top) for i in range(900)])))
        run = self.history()
        self.assert_code(FINDINGS, run)
        self.assertFalse(run.summary["complete"])


class Refs(HostileTest):
    def test_refs_to_what_is_no_commit_are_reachable(self):
        blob = hostile.put(self.box, "blob", LINE)
        tree = hostile.put(self.box, "tree", hostile.tree(("100644", "in/tree", hostile.put(self.box, "blob", LINE))))
        for oid, file in ((blob, f"<blob {blob[:12]}>"), (tree, "in/tree")):
            for wrapped in (False, True):
                if wrapped:
                    kind = "blob" if oid == blob else "tree"
                    oid = hostile.put(self.box, "tag", f"object {oid}\ntype {kind}\ntag t\n\nx\n")
                self.ref("refs/heads/odd", oid)
                self.assertEqual(self.one(self.history("--reachable"))["file"], file)
        os.unlink(self.box.path(".git/refs/heads/odd"))
        self.assert_clean(self.history("--reachable"))

    def test_tags_that_lead_nowhere_are_told_of(self):
        for body in ("", f"type commit\n\n{LINE}", f"object {'1' * 40}\ntype blob\ntag gone\n\n{LINE}"):
            self.ref("refs/tags/odd", hostile.put(self.box, "tag", body))
            run = self.history("--reachable")
            self.assertIn(run.code, (FINDINGS, INCOMPLETE), run)
            self.assertEqual(run.code == FINDINGS, bool(body))
            self.assert_skipped(run, "refs/tags/odd")

    def test_tags_that_lead_to_one_another(self):
        oid = self.head()
        for i in range(150):
            oid = hostile.put(self.box, "tag", f"object {oid}\ntype tag\ntag t{i}\n\nx\n")
        self.ref("refs/tags/odd", oid)
        run = self.history("--reachable")
        self.assert_code(INCOMPLETE, run)
        self.assert_skipped(run, "refs/tags/odd", "too many tags")

    def test_the_message_of_a_tag_that_is_asked_for(self):
        self.box.git("tag", "-am", LINE, "v1")
        self.assertEqual(self.one(self.history("--branch", "v1"))["file"], "<tag v1>")
        self.assert_clean(self.history("--branch", "main"))

    def test_refs_of_any_bytes_are_told_of(self):
        hostile.put_commit(self.box, {"f": LINE})
        for name, content in (
            ("packed-refs", os.urandom(3000)), ("packed-refs", b"x" * 100_000), ("refs/heads/odd", b"\0\xff"),
            ("refs/heads/odd", b"ref: refs/heads/odd\n"), ("refs/heads/odd", b""), ("HEAD", b"ref: ../../etc/passwd\n"),
            ("HEAD", b"\x1b[2J"), ("shallow", b"no name\n"), ("shallow", os.urandom(500)),
        ):
            with self.subTest(name=name, content=content[:9]):
                path = self.box.path(".git/" + name)
                before = path.read_bytes() if path.exists() else None
                path.write_bytes(content)
                run = self.history()
                self.one(run, complete=False)
                self.assertNotIn("\x1b", run.out + run.err)
                path.unlink()
                if before is not None:
                    path.write_bytes(before)

    def test_a_fifo_in_the_place_of_a_file_is_told_of(self):
        hostile.put_commit(self.box, {"f": LINE})
        for name in ("HEAD", "packed-refs", "refs/heads/odd", "shallow", "objects/info/alternates"):
            with self.subTest(name):
                path = self.box.path(".git/" + name)
                before = path.read_bytes() if path.exists() else None
                path.unlink(missing_ok=True)
                os.mkfifo(path)
                run = self.history()
                self.one(run, complete=False)
                path.unlink()
                if before is not None:
                    path.write_bytes(before)

    def test_a_missing_head_and_no_refs_at_all(self):
        hostile.put_commit(self.box, {"f": LINE})
        self.box.path(".git/HEAD").write_bytes(b"ref: refs/heads/nowhere\n")
        self.one(self.history())
        self.box.path(".git/refs/heads/main").unlink()
        self.one(self.history())
        self.assert_clean(self.history("--reachable"))

    def test_replaced_and_grafted_commits_are_scanned_both(self):
        hidden = hostile.put_commit(self.box, {"f": LINE}, ref="refs/heads/main")
        shown = hostile.put_commit(self.box, {"f": f"token = {OTHER}\n"}, ref=f"refs/replace/{hidden}")
        self.assertEqual({f["commit"] for f in self.history("--reachable").findings}, {hidden, shown})
        top = hostile.put_commit(self.box, {"g": "g\n"}, hidden, ref="refs/heads/main")
        self.box.write(".git/info/grafts", top + "\n")
        os.unlink(self.box.path(f".git/refs/replace/{hidden}"))
        self.assertEqual(self.one(self.history("--reachable"))["commit"], hidden)

    def test_ten_thousand_refs(self):
        commit = self.head()
        lines = "".join(f"{commit} refs/pull/{i:06}/head\n" for i in range(10_000))
        hidden = hostile.put_commit(self.box, {"f": LINE})
        self.box.write(".git/packed-refs", lines + f"{hidden} refs/pull/x/head\n")
        self.assertEqual(self.one(self.history("--reachable"))["commit"], hidden)

    def test_names_of_refs_are_escaped_and_their_secrets_masked(self):
        commit = hostile.put_commit(self.box, {"f": LINE})
        self.box.write(".git/packed-refs", f"{commit} refs/heads/a\x1b[2Jb\n{commit} refs/heads/{OTHER}\n")
        for form in ("text", "json", "sarif"):
            run = self.box.aegis("history", "-f", form)
            self.assert_code(FINDINGS, run)
            self.assertNotIn("\x1b", run.out + run.err)
            self.assert_no_leak(run, TOKEN, OTHER)


class Missing(HostileTest):
    def test_what_is_missing_is_named_and_the_remedy_is_said_once(self):
        gone = [f"{i:040x}" for i in range(1, 70)]
        tree = hostile.put(self.box, "tree", hostile.tree(*[("100644", f"{oid}", oid) for oid in gone]))
        self.ref("refs/heads/odd", hostile.put(self.box, "commit", hostile.commit(tree)))
        self.box.write(".git/refs/heads/broken", "zzz\n")
        run = self.history()
        self.assert_code(INCOMPLETE, run)
        self.assertEqual(sum(s["reason"] == "is missing" for s in run.summary["skipped"]), len(gone))
        self.assertEqual(len([n for n in run.summary["notes"] if "git fsck" in n]), 1)
        self.box.git("config", "remote.origin.promisor", "true")
        run = self.box.aegis("history")
        self.assert_code(INCOMPLETE, run)
        self.assertEqual(run.err.count("--refetch"), 1)
        self.assert_says(run.err, "70 not scanned", "and 20 more", "refs/heads/broken")


if __name__ == "__main__":
    main()

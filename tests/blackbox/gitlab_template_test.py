"""The job of ci/gitlab, run as GitLab's runner runs it, with the variables that GitLab sets."""

import json
import os

import yaml
from support import AEGIS, CLEAN, FINDINGS, INCOMPLETE, REPOSITORY, AegisTest, github_token, main

ZERO = "0" * 40


class TemplateTest(AegisTest):
    def setUp(self):
        super().setUp()
        template = yaml.safe_load((REPOSITORY / "ci/gitlab/aegis.gitlab-ci.yml").read_text())
        self.job = template["aegis"]
        self.box.repository()
        folder = self.box.top / "bin"
        folder.mkdir()
        os.symlink(AEGIS, folder / "aegis")
        self.box.env["PATH"] = f"{folder}:{self.box.env['PATH']}"
        self.base = self.head()
        self.box.commit({"config.py": f'token = "{github_token()}"\n'})

    def head(self):
        return self.box.git("rev-parse", "HEAD").out.strip()

    def run_job(self, **variables):
        env = {
            "CI_PIPELINE_SOURCE": "push",
            "CI_DEFAULT_BRANCH": "main",
            "CI_COMMIT_BRANCH": "main",
            "CI_COMMIT_BEFORE_SHA": ZERO,
            "CI_COMMIT_SHA": self.head(),
            **self.job["variables"],
            **variables,
        }
        return self.box.run(["sh", "-ec", "\n".join(self.job["script"])], env=env)

    def assert_reported(self, run):
        self.assert_code(FINDINGS, run)
        for kind, name in self.job["artifacts"]["reports"].items():
            report = json.loads((self.box.work / name).read_text())
            found = report["vulnerabilities"] if kind == "secret_detection" else report
            self.assertEqual(len(found), 1, run)
        self.assert_no_leak(run, github_token())

    def test_a_merge_request(self):
        self.assert_reported(
            self.run_job(
                CI_PIPELINE_SOURCE="merge_request_event",
                CI_MERGE_REQUEST_DIFF_BASE_SHA=self.base,
                CI_COMMIT_BRANCH="",
            )
        )

    def test_a_push(self):
        self.assert_reported(self.run_job(CI_COMMIT_BEFORE_SHA=self.base))

    def test_a_push_after_the_secret(self):
        before = self.head()
        self.box.commit({"a.txt": "nothing\n"})
        self.assert_code(CLEAN, self.run_job(CI_COMMIT_BEFORE_SHA=before))

    def test_a_new_branch(self):
        self.box.git("update-ref", "refs/remotes/origin/main", self.base)
        self.assert_reported(self.run_job(CI_COMMIT_BRANCH="topic"))

    def test_the_first_push_of_the_default_branch(self):
        self.box.git("update-ref", "refs/remotes/origin/main", self.head())
        self.assert_reported(self.run_job())

    def test_a_force_push_whose_old_commits_are_gone(self):
        self.assert_reported(self.run_job(CI_COMMIT_BEFORE_SHA="1" * 40, CI_COMMIT_BRANCH="topic"))

    def test_a_schedule_scans_the_whole_history(self):
        self.box.commit({"config.py": "token = None\n"})
        self.assert_reported(self.run_job(CI_PIPELINE_SOURCE="schedule"))

    def test_a_shallow_clone_is_no_clean_run(self):
        self.box.commit({"config.py": "token = None\n"})
        self.box.commit({"config.py": "token = 1\n"})
        clone = self.box.top / "clone"
        self.box.git("clone", "-q", "--depth", "1", f"file://{self.box.work}", str(clone))
        self.box.work = clone
        self.assert_code(INCOMPLETE, self.run_job(CI_COMMIT_BEFORE_SHA=self.base))

    def test_hostile_names_run_nothing(self):
        hostile = "x\"; touch pwned; echo '`touch pwned`$(touch pwned)"
        self.run_job(CI_COMMIT_BRANCH=hostile, CI_DEFAULT_BRANCH=hostile, CI_COMMIT_BEFORE_SHA=hostile)
        self.assertFalse((self.box.work / "pwned").exists())


if __name__ == "__main__":
    main()

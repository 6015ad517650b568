"""The Action of ci/github-action, its steps run as GitHub's runner runs them, over recorded payloads."""

import json
import os
import re

import yaml
from support import AEGIS, CLEAN, FINDINGS, INCOMPLETE, REPOSITORY, USAGE, AegisTest, github_token, main

FOLDER = REPOSITORY / "ci/github-action"
EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
ZERO = "0" * 40

# What would break out of a script that a name is pasted into.
HOSTILE = "x\"; touch pwned; echo '`touch pwned`$(touch pwned)"


class Runner:
    """Runs a composite Action: the inputs' defaults, expressions in `env` and `with`, outputs of steps."""

    def __init__(self, box):
        self.box = box
        self.action = yaml.safe_load((FOLDER / "action.yml").read_text())
        self.outputs = {}
        self.summary = ""
        self.log = None

    def value(self, text, context):
        def look_up(match):
            here = context
            for name in match[1].split("."):
                here = here.get(name) if isinstance(here, dict) else None
            return "" if here is None else str(here)

        return EXPRESSION.sub(look_up, text)

    def run(self, event, payload, ref="refs/heads/main", **inputs):
        """The exit code of the step that failed, or 0."""
        given = {name: spec["default"] for name, spec in self.action["inputs"].items()}
        given.update({name.replace("_", "-"): value for name, value in inputs.items()})
        context = {"inputs": given, "github": {"event_name": event, "ref": ref, "event": payload}, "steps": {}}
        for step in self.action["runs"]["steps"]:
            assert "${{" not in step["run"], "an expression within a script"
            assert step["shell"] == "sh"
            files = {name: self.box.top / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
            for file in files.values():
                file.write_text("")
            env = {name: self.value(text, context) for name, text in step["env"].items()}
            # As its documentation says: `sh -e {0}`, with the script in a file.
            script = self.box.top / "step.sh"
            script.write_text(step["run"])
            self.log = self.box.run(
                ["sh", "-e", str(script)], env={**env, **files, "GITHUB_ACTION_PATH": FOLDER}
            )
            lines = files["GITHUB_OUTPUT"].read_text().splitlines()
            context["steps"][step["id"]] = {"outputs": dict(line.split("=", 1) for line in lines)}
            self.summary += files["GITHUB_STEP_SUMMARY"].read_text()
            if self.log.code != 0:
                break
        self.outputs = {
            name: self.value(spec["value"], context) for name, spec in self.action["outputs"].items()
        }
        return self.log.code


class ActionTest(AegisTest):
    def setUp(self):
        super().setUp()
        self.box.repository()
        self.base = self.head()
        self.token = github_token()

    def head(self):
        return self.box.git("rev-parse", "HEAD").out.strip()

    def add_secret(self, name="config.py"):
        self.box.commit({name: f'token = "{self.token}"\n'})
        return self.head()

    def scan(self, event, payload, ref="refs/heads/main", **inputs):
        self.runner = Runner(self.box)
        payload = {"repository": {"default_branch": "main"}, **payload}
        return self.runner.run(event, payload, ref, **{"program": AEGIS, **inputs})

    def push(self, before, after, ref="refs/heads/main", **inputs):
        return self.scan("push", {"before": before, "after": after}, ref, **inputs)

    def assert_annotated(self, code, path="config.py"):
        self.assertEqual(code, FINDINGS, self.runner.log)
        self.assertIn(f"::error file={path}", self.runner.log.out)
        self.assertEqual(self.runner.outputs["exit-code"], "1")
        self.assertIn(path, self.runner.summary)
        sarif = json.loads((self.box.work / self.runner.outputs["sarif"]).read_text())
        self.assertEqual(len(sarif["runs"][0]["results"]), 1)
        self.assert_no_leak(self.runner.log, self.token)


class Events(ActionTest):
    def test_a_pull_request_that_adds_a_secret(self):
        head = self.add_secret()
        payload = {"pull_request": {"base": {"sha": self.base}, "head": {"sha": head}}}
        self.assert_annotated(self.scan("pull_request", payload, "refs/pull/7/merge"))
        self.assert_annotated(self.scan("pull_request_target", payload))

    def test_a_pull_request_from_a_checkout_of_its_base(self):
        head = self.add_secret()
        self.box.git("checkout", "-q", self.base)
        payload = {"pull_request": {"base": {"sha": self.base}, "head": {"sha": head}}}
        self.assert_annotated(self.scan("pull_request_target", payload))

    def test_a_pull_request_without_one(self):
        self.box.commit({"a.txt": "nothing\n"})
        payload = {"pull_request": {"base": {"sha": self.base}, "head": {"sha": self.head()}}}
        self.assertEqual(self.scan("pull_request", payload), CLEAN, self.runner.log)
        self.assertEqual(self.runner.outputs["exit-code"], "0")

    def test_a_merge_queue(self):
        payload = {"merge_group": {"base_sha": self.base, "head_sha": self.add_secret()}}
        self.assert_annotated(self.scan("merge_group", payload, "refs/heads/gh-readonly-queue/main/pr-1"))

    def test_a_push(self):
        self.assert_annotated(self.push(self.base, self.add_secret()))

    def test_a_push_after_the_secret(self):
        before = self.add_secret()
        self.box.commit({"a.txt": "nothing\n"})
        self.assertEqual(self.push(before, self.head()), CLEAN, self.runner.log)

    def test_a_new_branch(self):
        self.box.git("update-ref", "refs/remotes/origin/main", self.base)
        self.assert_annotated(self.push(ZERO, self.add_secret(), "refs/heads/topic"))
        self.assertIn(f"^refs/remotes/origin/main", self.runner.log.out)

    def test_a_new_branch_where_the_default_one_is_not_there(self):
        self.assert_annotated(self.push(ZERO, self.add_secret(), "refs/heads/topic"))
        self.assertIn("::notice::", self.runner.log.out)

    def test_the_first_push_of_the_default_branch(self):
        head = self.add_secret()
        self.box.git("update-ref", "refs/remotes/origin/main", head)
        self.assert_annotated(self.push(ZERO, head))

    def test_a_force_push_whose_old_commits_are_gone(self):
        self.box.git("update-ref", "refs/remotes/origin/main", self.base)
        self.assert_annotated(self.push("1" * 40, self.add_secret(), "refs/heads/topic"))

    def test_a_tag_with_a_secret_in_its_message(self):
        self.box.git("update-ref", "refs/remotes/origin/main", self.base)
        self.box.git("tag", "-a", "v1", "-m", f"token = {self.token}")
        self.assertEqual(self.push(ZERO, self.base, "refs/tags/v1"), FINDINGS, self.runner.log)

    def test_a_branch_that_is_taken_away(self):
        self.assertEqual(self.push(self.base, ZERO, "refs/heads/topic"), CLEAN, self.runner.log)
        self.assertIn("nothing to scan", self.runner.log.out)

    def test_a_schedule_scans_the_whole_history(self):
        self.add_secret()
        self.box.commit({"config.py": "token = None\n"})
        self.assert_annotated(self.scan("schedule", {}))

    def test_a_base_that_is_not_there_is_no_clean_run(self):
        payload = {"pull_request": {"base": {"sha": "1" * 40}, "head": {"sha": self.base}}}
        self.assertEqual(self.scan("pull_request", payload), INCOMPLETE, self.runner.log)
        self.assertIn("::error::", self.runner.log.out)


class Inputs(ActionTest):
    def test_revisions(self):
        head = self.add_secret()
        self.assert_annotated(self.push(head, head, revisions=f"{head} --not {self.base}"))
        self.assert_annotated(self.push(head, head, revisions="all"))

    def test_hostile_inputs_and_payloads_run_nothing(self):
        head = self.add_secret()
        self.push(HOSTILE, HOSTILE, HOSTILE)
        self.push(self.base, head, revisions=HOSTILE, confidence=HOSTILE, sarif=HOSTILE)
        self.scan("pull_request", {"pull_request": {"base": {"sha": HOSTILE}, "head": {"sha": HOSTILE}}})
        self.scan(HOSTILE, {"repository": {"default_branch": HOSTILE}}, confidence="--help")
        self.push(self.base, head, program=HOSTILE)
        self.assertFalse((self.box.work / "pwned").exists())

    def test_a_program_that_is_none(self):
        self.assertEqual(self.push(self.base, self.base, program="no/such"), USAGE, self.runner.log)

    def test_the_program_of_the_path(self):
        folder = self.box.top / "bin"
        folder.mkdir()
        os.symlink(AEGIS, folder / "aegis")
        self.box.env["PATH"] = f"{folder}:{self.box.env['PATH']}"
        self.assert_annotated(self.push(self.base, self.add_secret(), program=""))

    def test_a_wrong_confidence_is_an_error(self):
        self.assertEqual(self.push(self.base, self.base, confidence="much"), USAGE, self.runner.log)


class Workflow(AegisTest):
    def test_the_own_workflow_uses_both(self):
        text = (REPOSITORY / ".github/workflows/ci.yml").read_text()
        steps = yaml.safe_load(text)["jobs"]["test"]["steps"]
        self.assertIn("ci/test", [step.get("run") for step in steps])
        (own,) = [step for step in steps if step.get("uses") == "./ci/github-action"]
        inputs = yaml.safe_load((FOLDER / "action.yml").read_text())["inputs"]
        self.assertLessEqual(set(own["with"]), set(inputs))
        self.assertEqual([step for step in steps if "${{" in step.get("run", "")], [])


if __name__ == "__main__":
    main()

"""`aegis agent install`, and the user's configuration."""

import json
import os
import resource

from agent_support import ANSWERED, AgentTest, bash, claude, codex, copilot, cursor, gemini
from support import AEGIS, main


class Settings(AgentTest):
    FILES = {
        "claude-code": ".claude/settings.json",
        "cursor": ".cursor/hooks.json",
        "copilot": ".copilot/hooks/aegis.json",
        "gemini": ".gemini/settings.json",
        "codex": ".codex/hooks.json",
    }

    def path(self, client):
        return self.box.top / "home" / self.FILES[client]

    def put(self, client, text):
        self.path(client).parent.mkdir(parents=True, exist_ok=True)
        self.path(client).write_text(text)

    def settings(self, client):
        return json.loads(self.path(client).read_text())

    def do(self, *words, **more):
        return self.box.run([AEGIS, "agent", *words], **more)

    def commands(self, client):
        """All commands of ours in the settings, with the event that each is for."""
        found = []
        for event, entries in self.settings(client).get("hooks", {}).items():
            for entry in entries:
                for handler in entry.get("hooks", [entry]):
                    command = handler.get("command", handler.get("bash", ""))
                    if "aegis" in command:
                        found.append((event, command))
        return found

    def test_what_is_installed_is_what_answers(self):
        for client in self.FILES:
            with self.subTest(client):
                run = self.do("install", client)
                self.assertEqual(0, run.code, run)
                found = self.commands(client)
                self.assertGreaterEqual(len(found), 3)
                command = found[0][1]
                self.assertTrue(command.endswith(f" agent --client {client}"))
                said = {
                    "claude-code": claude(tool_input={"command": "cat .env"}),
                    "codex": codex("PreToolUse", tool_input={"command": "cat .env"}),
                    "cursor": cursor("beforeShellExecution", command="cat .env", cwd="/"),
                    "copilot": copilot(toolName="bash", toolArgs='{"command": "cat .env"}'),
                    "gemini": gemini("BeforeTool", tool_name="x_shell", tool_input={"command": "cat .env"}),
                }[client]
                run = self.box.run(["sh", "-c", command], stdin=json.dumps(said))
                self.assertEqual(ANSWERED, run.code, run)
                self.assertIn("is protected", run.out)
                self.assertIn(client + ": installed  ", self.do("status").out)

    def test_what_is_there_is_kept(self):
        other = {"type": "command", "command": "other-guard", "timeout": 7}
        before = {
            "zeta": [1, 2.5, None, True, "\u00fc"],
            "model": "x",
            "hooks": {
                "PreToolUse": [{"matcher": "Bash", "hooks": [other]}],
                "Stop": [{"hooks": [other]}],
            },
            "alpha": {"b": 1, "a": 2},
        }
        for client in ("claude-code", "codex"):
            with self.subTest(client):
                self.put(client, json.dumps(before))
                self.path(client).chmod(0o640)
                self.assertEqual(0, self.do("install", client).code)
                after = self.settings(client)
                self.assertEqual(list(before), list(after))
                self.assertEqual(before["hooks"]["PreToolUse"], after["hooks"]["PreToolUse"][:1])
                self.assertEqual(before["hooks"]["Stop"], after["hooks"]["Stop"])
                self.assertEqual(0o640, self.path(client).stat().st_mode & 0o777)
                self.assertEqual(0, self.do("uninstall", client).code)
                self.assertEqual(before, self.settings(client))
                self.assertEqual(list(before), list(self.settings(client)))

    def test_to_install_twice_is_to_install_once(self):
        for client in self.FILES:
            self.do("install", client)
            once = self.path(client).read_text()
            run = self.do("install", client)
            self.assertIn("already", run.out)
            self.assertEqual(once, self.path(client).read_text())

    def test_an_older_path_is_replaced(self):
        self.do("install", "claude-code")
        text = self.path("claude-code").read_text()
        self.put("claude-code", text.replace(AEGIS, "/old/bin/aegis"))
        self.do("install", "claude-code")
        self.assertEqual(text, self.path("claude-code").read_text())

    def test_a_handler_of_ours_among_others_is_taken_out_alone(self):
        ours = {"type": "command", "command": "/x/aegis agent --client claude-code"}
        other = {"type": "command", "command": "other"}
        self.put("claude-code", json.dumps({"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [ours, other]}]}}))
        self.do("uninstall", "claude-code")
        self.assertEqual({"hooks": {"PreToolUse": [{"matcher": "Bash", "hooks": [other]}]}},
                         self.settings("claude-code"))

    def test_to_uninstall_what_is_not_there_changes_nothing(self):
        run = self.do("uninstall", "cursor")
        self.assertEqual(0, run.code, run)
        self.assertFalse(self.path("cursor").exists())

    def test_settings_that_cannot_be_kept_are_left_alone(self):
        for text, part in (
            ("{", "not valid JSON"),
            ("[]", "no JSON object"),
            ("hello", "not valid JSON"),
            ('{"a": 1, "a": 2}', "stands twice"),
            ('{"a": 1 // why\n}', "has comments"),
            ('{"hooks": []}', '"hooks" is no object'),
            ('{"hooks": {"PreToolUse": {}}}', "PreToolUse"),
            ('{"hooks": {"PreToolUse": false}}', "PreToolUse"),
        ):
            with self.subTest(text):
                self.put("claude-code", text)
                run = self.do("install", "claude-code")
                self.assertEqual(2, run.code, run)
                self.assertIn(part, run.err)
                self.assertIn("settings.json", run.err)
                self.assertEqual(text, self.path("claude-code").read_text())

    def test_settings_that_cannot_be_written_are_named(self):
        (self.box.top / "home" / ".claude").write_text("a file")
        run = self.do("install", "claude-code")
        self.assertEqual(2, run.code, run)
        self.assertIn(".claude", run.err)

    def test_a_disk_that_is_full_loses_nothing(self):
        self.put("claude-code", json.dumps({"a": "x" * 5000}))
        before = self.path("claude-code").read_text()
        run = self.do("install", "claude-code", limits=[(resource.RLIMIT_FSIZE, 4096)])
        self.assertEqual(4, run.code, run)
        self.assertEqual(before, self.path("claude-code").read_text())
        self.assertEqual(["settings.json"], os.listdir(self.path("claude-code").parent))

    def test_a_link_stays_a_link(self):
        real = self.box.write("dotfiles/settings.json", "{}")
        self.path("claude-code").parent.mkdir(parents=True)
        os.symlink(real, self.path("claude-code"))
        self.do("install", "claude-code")
        self.assertTrue(self.path("claude-code").is_symlink())
        self.assertIn("aegis", self.box.path("dotfiles/settings.json").read_text())

    def test_another_file_may_be_named(self):
        file = self.box.path(".claude/settings.json")
        run = self.do("install", "claude-code", "--settings", str(file))
        self.assertEqual(0, run.code, run)
        self.assertTrue(file.exists())
        self.assertFalse(self.path("claude-code").exists())

    def test_status(self):
        run = self.do("status")
        self.assertEqual((0, 5), (run.code, run.out.count("not installed")), run)
        self.do("install", "gemini")
        settings = self.settings("gemini")
        del settings["hooks"]["AfterTool"]
        self.put("gemini", json.dumps(settings))
        self.assertIn("in part (2 of 3", self.do("status", "gemini").out)

    def test_an_unknown_client_is_refused(self):
        for words in (("install", "emacs"), ("install",), ("uninstall",), ("status", "emacs"), ("status", "--settings", "x")):
            self.assertEqual(2, self.do(*words).code)


class Configuration(AgentTest):
    def ask_about(self, command):
        return self.ask(bash(command)).out

    def test_a_user_protects_more_and_allows_more(self):
        self.config({"agent": {"protect": ["*.sqlite", "~/private/**", "notes.md"], "allow": [".env.test", "*.pem"]}})
        for command, is_blocked in (
            ("cat a.sqlite", True), ("cat ~/private/a/b", True), ("cat notes.md", True),
            ("cat .env.test", False), ("cat x.pem", False), ("cat .env", True), ("cat other.md", False),
        ):
            with self.subTest(command):
                self.assertEqual(is_blocked, "is protected" in self.ask_about(command))

    def test_known_secrets_that_cannot_be_read_block(self):
        self.config({"known": {"from": ["/no/such/place"]}})
        self.assertIn("/no/such/place", self.ask_about("ls"))
        self.config({"known": {"from": ["/no/such/place"]}, "agent": {"on_error": "allow"}})
        self.assertEqual("", self.ask_about("ls"))


if __name__ == "__main__":
    main()

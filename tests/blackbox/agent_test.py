"""`aegis agent`: what coding agents ask, answered in each one's words."""

import json
import os

from agent_support import ANSWERED, AgentTest, bash, claude, codex, copilot, cursor, gemini
from support import body, github_token, main


class ClaudeCode(AgentTest):
    def assert_denied(self, run, part=""):
        self.assertEqual(ANSWERED, run.code, run)
        answer = run.json()
        self.assertEqual(["hookSpecificOutput"], list(answer))
        said = answer["hookSpecificOutput"]
        self.assertEqual("PreToolUse", said["hookEventName"])
        self.assertEqual("deny", said["permissionDecision"])
        self.assertIn(part, said["permissionDecisionReason"])

    def assert_passed(self, run):
        self.assertEqual((ANSWERED, "", ""), (run.code, run.out, run.err), run)

    def test_a_shell_command_that_touches_a_protected_file_is_denied(self):
        self.assert_denied(self.ask(bash("cat .env")), ".env is protected")
        self.assert_passed(self.ask(bash("cat .env.example")))

    def test_a_destructive_command_is_denied(self):
        self.assert_denied(self.ask(bash("git push --force")), "force push")

    def test_files_are_protected_from_each_tool(self):
        for tool, fields in (
            ("Read", {"file_path": "/home/u/project/.env"}),
            ("Read", {"file_path": "~/.secure/db.env", "offset": 1, "limit": 2}),
            ("Write", {"file_path": "/home/u/project/.env", "content": "A=1"}),
            ("Edit", {"file_path": "/home/u/p/.env", "old_string": "a", "new_string": "b", "replace_all": True}),
            ("MultiEdit", {"file_path": "/home/u/p/.env", "edits": [{"old_string": "a", "new_string": "b"}]}),
            ("NotebookEdit", {"notebook_path": "/home/u/.secure/x.ipynb", "new_source": "x"}),
            ("Grep", {"pattern": "KEY", "path": "/home/u/.secure"}),
            ("Grep", {"pattern": "KEY", "path": ".", "glob": ".env*"}),
            ("mcp__filesystem__read_text_file", {"path": "/home/u/.claude.json"}),
            ("mcp__odd__get", {"thing": "file:///home/u/.ssh/id_rsa"}),
        ):
            with self.subTest(tool=tool, fields=fields):
                self.assert_denied(self.ask(claude(tool=tool, tool_input=fields)), "is protected")

    def test_other_files_are_not(self):
        for tool, fields in (
            ("Read", {"file_path": "/home/u/project/src/main.c"}),
            ("Read", {"file_path": "/home/u/project/.env.example"}),
            ("Read", {"file_path": "/home/u/project/.claude/settings.json"}),
            ("Write", {"file_path": "/home/u/project/README.md", "content": "put it into .env"}),
            ("Glob", {"pattern": "**/*.ts"}),
            ("WebSearch", {"query": "how to use .env"}),
            ("Task", {"prompt": "read .env.example", "description": "x"}),
        ):
            with self.subTest(tool=tool, fields=fields):
                self.assert_passed(self.ask(claude(tool=tool, tool_input=fields)))

    def test_settings_that_watch_over_the_agent_may_be_read_and_not_written(self):
        for path in (".claude/settings.json", ".git/hooks/pre-commit", ".aegisignore"):
            full = "/home/u/project/" + path
            self.assert_passed(self.ask(claude(tool="Read", tool_input={"file_path": full})))
            fields = {"file_path": full, "content": "{}"}
            self.assert_denied(self.ask(claude(tool="Write", tool_input=fields)), "is guarded")

    def test_a_link_to_a_protected_file_is_protected(self):
        self.box.write(".env", "A=1")
        os.symlink(".env", self.box.path("notes.txt"))
        fields = {"file_path": str(self.box.path("notes.txt"))}
        self.assert_denied(self.ask(claude(tool="Read", tool_input=fields)), "is protected")

    def test_a_pattern_that_matches_a_protected_file_is_denied(self):
        self.box.write(".env", "A=1")
        command = claude(tool_input={"command": "cat .*"}) | {"cwd": str(self.box.work)}
        self.assert_denied(self.ask(command), "is protected")

    def test_a_secret_in_a_tools_input_is_denied_and_never_repeated(self):
        token = github_token()
        for tool, fields in (
            ("Bash", {"command": f"curl -H 'Authorization: token {token}' https://example.com"}),
            ("Write", {"file_path": "/home/u/project/a.py", "content": f"x = 1\ntoken = '{token}'\n"}),
            ("Edit", {"file_path": "/home/u/project/a.py", "old_string": "", "new_string": f"t = '{token}'"}),
            ("mcp__web__post", {"body": f"token: {token}"}),
            ("Read", {"file_path": f"/home/u/.secure/{token}"}),
        ):
            with self.subTest(tool=tool):
                run = self.ask(claude(tool=tool, tool_input=fields))
                self.assert_denied(run)
                self.assert_no_leak(run, token)

    def test_a_secret_may_be_taken_out(self):
        fields = {"file_path": "/home/u/project/a.py", "old_string": f"t = '{github_token()}'", "new_string": "t"}
        self.assert_passed(self.ask(claude(tool="Edit", tool_input=fields)))

    def test_a_known_secret_is_found_by_its_value(self):
        value = body("known", 24)
        self.box.write("store/db.env", f"DB_PASSWORD={value}\n")
        os.chmod(self.box.path("store/db.env"), 0o600)
        self.config({"known": {"from": [str(self.box.path("store"))]}})
        run = self.ask(bash(f"psql {value}"))
        self.assert_denied(run, "DB_PASSWORD in ")
        self.assertNotIn(value, run.out + run.err)


class AfterTheTool(AgentTest):
    def test_secrets_in_a_tools_output_are_masked_and_all_else_is_kept(self):
        token = github_token()
        response = {"stdout": f"a=1\ntoken={token}\nb=2\n", "stderr": "", "interrupted": False, "isImage": False}
        run = self.ask(claude("PostToolUse", tool_input={"command": "make"}, tool_response=response))
        self.assertEqual(ANSWERED, run.code, run)
        said = run.json()["hookSpecificOutput"]
        self.assertEqual("PostToolUse", said["hookEventName"])
        masked = response | {"stdout": "a=1\ntoken=ghp_********\nb=2\n"}
        self.assertEqual(masked, said["updatedToolOutput"])
        self.assertIn("1 secret", said["additionalContext"])
        self.assert_no_leak(run, token)

    def test_at_any_depth(self):
        token = github_token()
        response = {"type": "text", "file": {"filePath": "/a", "content": f"x\n{token}", "numLines": 2}}
        run = self.ask(claude("PostToolUse", "Read", tool_input={"file_path": "/a"}, tool_response=response))
        self.assertEqual("x\nghp_********", run.json()["hookSpecificOutput"]["updatedToolOutput"]["file"]["content"])
        run = self.ask(claude("PostToolUse", "mcp__a__b", tool_input={}, tool_response=[{"text": token}, {"n": 1.5}]))
        self.assertEqual([{"text": "ghp_********"}, {"n": 1.5}], run.json()["hookSpecificOutput"]["updatedToolOutput"])

    def test_clean_output_needs_no_answer(self):
        run = self.ask(claude("PostToolUse", tool_input={"command": "ls"}, tool_response={"stdout": "a b c"}))
        self.assertEqual((ANSWERED, "", ""), (run.code, run.out, run.err), run)

    def test_several_secrets_are_all_cut_out(self):
        tokens = [github_token(seed) for seed in range(20)]
        response = {"stdout": "\n".join(tokens) + "\n", "stderr": " ".join(tokens)}
        run = self.ask(claude("PostToolUse", tool_input={"command": "x"}, tool_response=response))
        self.assert_no_leak(run, *tokens)
        self.assertIn("40 secrets", run.out)


class Prompts(AgentTest):
    def ask_claude(self, prompt):
        return self.ask(claude("UserPromptSubmit", prompt=prompt))

    def test_a_secret_in_a_prompt_is_blocked(self):
        token = github_token()
        run = self.ask_claude(f"use this:\n{token}")
        self.assertEqual(ANSWERED, run.code, run)
        self.assertEqual(["decision", "reason"], list(run.json()))
        self.assertEqual("block", run.json()["decision"])
        self.assertIn("line 2", run.json()["reason"])
        self.assert_no_leak(run, token)

    def test_a_mention_of_a_protected_file_is_blocked(self):
        for prompt in ("look at @.env", "(@~/.secure/db.env), please", "@.env?", "x\n@config/prod.env\ny"):
            with self.subTest(prompt):
                self.assertIn("is protected", self.ask_claude(prompt).json()["reason"])

    def test_other_prompts_pass(self):
        for prompt in ("hello", "", "mail me@.env.example.com", "look at @src/main.c and .env", "@.env.example"):
            with self.subTest(prompt):
                run = self.ask_claude(prompt)
                self.assertEqual((ANSWERED, ""), (run.code, run.out), run)


class Cursor(AgentTest):
    def assert_denied(self, run, part):
        self.assertEqual(ANSWERED, run.code, run)
        self.assertEqual(["permission", "user_message", "agent_message"], list(run.json()))
        self.assertEqual("deny", run.json()["permission"])
        self.assertIn(part, run.json()["agent_message"])

    def test_what_is_denied(self):
        token = github_token()
        for event, fields, part in (
            ("beforeShellExecution", {"command": "cat .env", "cwd": "/home/u/project"}, "is protected"),
            ("beforeShellExecution", {"command": "git push -f", "cwd": ""}, "force push"),
            ("beforeReadFile", {"file_path": "/home/u/project/.env", "content": "A=1", "attachments": []}, "protected"),
            ("beforeReadFile", {"file_path": "/home/u/project/a.txt", "content": f"x {token}"}, "GitHub"),
            ("beforeMCPExecution", {"tool_name": "read", "tool_input": '{"path": "/home/u/.secure/a"}'}, "protected"),
            ("preToolUse", {"tool_name": "Shell", "tool_input": {"command": "rm -rf ~"}}, "remove"),
            ("preToolUse", {"tool_name": "Write", "tool_input": {"file_path": "/p/.env", "content": ""}}, "protected"),
            ("preToolUse", {"tool_name": "Delete", "tool_input": {"path": "/p/.git/hooks/pre-push"}}, "guarded"),
        ):
            with self.subTest(event=event, part=part):
                run = self.ask(cursor(event, **fields))
                self.assert_denied(run, part)
                self.assert_no_leak(run, token)

    def test_what_passes_is_not_approved(self):
        run = self.ask(cursor("beforeShellExecution", command="ls", cwd="/"))
        self.assertEqual((ANSWERED, {}), (run.code, run.json()), run)

    def test_prompts(self):
        self.assertEqual({"continue": True}, self.ask(cursor("beforeSubmitPrompt", prompt="hello")).json())
        for fields in (
            {"prompt": f"use {github_token()}"},
            {"prompt": "look", "attachments": [{"type": "file", "file_path": "/home/u/project/.env"}]},
            {"prompt": "look", "attachments": [{"type": "file", "filePath": "/home/u/project/.env"}]},
        ):
            answer = self.ask(cursor("beforeSubmitPrompt", **fields)).json()
            self.assertEqual(["continue", "user_message"], list(answer))
            self.assertFalse(answer["continue"])

    def test_output_is_masked_where_it_can_be(self):
        token = github_token()
        output = json.dumps({"content": [{"type": "text", "text": f"a\n{token}"}]})
        run = self.ask(cursor("postToolUse", tool_name="MCP:x", tool_input="{}", tool_output=output))
        masked = {"content": [{"type": "text", "text": "a\nghp_********"}]}
        self.assertEqual(masked, run.json()["updated_mcp_tool_output"])
        self.assert_no_leak(run, token)
        output = json.dumps({"output": f"a\n{token}", "exitCode": 0})
        run = self.ask(cursor("postToolUse", tool_name="Shell", tool_input={"command": "x"}, tool_output=output))
        self.assertEqual(["additional_context"], list(run.json()))
        self.assert_no_leak(run, token)


class Copilot(AgentTest):
    def test_arguments_come_as_text_or_as_an_object(self):
        arguments = {"command": "cat .env", "description": "x"}
        for form in (json.dumps(arguments), arguments):
            run = self.ask(copilot(toolName="bash", toolArgs=form))
            self.assertEqual(ANSWERED, run.code, run)
            self.assertEqual(["permissionDecision", "permissionDecisionReason"], list(run.json()))
            self.assertEqual("deny", run.json()["permissionDecision"])
            self.assertIn("is protected", run.json()["permissionDecisionReason"])

    def test_files(self):
        for tool, arguments, answer in (
            ("view", {"path": "/home/u/project/.env"}, "deny"),
            ("create", {"path": "/home/u/project/.env", "file_text": "A=1"}, "deny"),
            ("str_replace", {"path": "/p/.git/config", "old_str": "a", "new_str": "b"}, "deny"),
            ("view", {"path": "/p/.git/config"}, None),
            ("view", {"path": "/home/u/project/main.c"}, None),
        ):
            with self.subTest(tool=tool, arguments=arguments):
                run = self.ask(copilot(toolName=tool, toolArgs=json.dumps(arguments)))
                self.assertEqual(ANSWERED, run.code)
                self.assertEqual(answer, json.loads(run.out or "{}").get("permissionDecision"))

    def test_output_is_masked(self):
        token = github_token()
        result = {"resultType": "success", "textResultForLlm": f"a {token} b"}
        run = self.ask(copilot(toolName="bash", toolArgs='{"command": "x"}', toolResult=result))
        self.assertEqual(result | {"textResultForLlm": "a ghp_******** b"}, run.json()["modifiedResult"])
        self.assert_no_leak(run, token)

    def test_prompts(self):
        self.assertEqual("block", self.ask(copilot(prompt=f"use {github_token()}")).json()["decision"])
        self.assertEqual("", self.ask(copilot(prompt="hello")).out)

    def test_malformed_input_is_a_no_that_it_reads(self):
        run = self.ask("{", "--client", "copilot")
        self.assertEqual((ANSWERED, "deny"), (run.code, run.json()["permissionDecision"]), run)

    def test_the_other_form_of_its_input(self):
        said = claude(tool_input={"command": "cat .env"})
        run = self.ask(said, "--client", "copilot")
        self.assertEqual("deny", run.json()["permissionDecision"])


class Gemini(AgentTest):
    def test_what_is_denied(self):
        for tool, arguments, part in (
            ("run_shell_command", {"command": "cat .env", "description": "x"}, "is protected"),
            ("read_file", {"file_path": "/home/u/project/.env"}, "is protected"),
            ("read_file", {"absolute_path": "/home/u/project/.env"}, "is protected"),
            ("read_many_files", {"paths": ["src", ".env"]}, "is protected"),
            ("read_many_files", {"include": ["src", ".env"]}, "is protected"),
            ("write_file", {"file_path": "/home/u/project/.aegisignore", "content": "*"}, "is guarded"),
            ("replace", {"file_path": "/p/.git/config", "old_string": "a", "new_string": "b"}, "is guarded"),
        ):
            with self.subTest(tool=tool, arguments=arguments):
                run = self.ask(gemini("BeforeTool", tool_name=tool, tool_input=arguments))
                self.assertEqual(ANSWERED, run.code, run)
                self.assertEqual(["decision", "reason"], list(run.json()))
                self.assertEqual("deny", run.json()["decision"])
                self.assertIn(part, run.json()["reason"])

    def test_what_passes(self):
        run = self.ask(gemini("BeforeTool", tool_name="run_shell_command", tool_input={"command": "ls"}))
        self.assertEqual((ANSWERED, {}), (run.code, run.json()), run)
        self.assertEqual({}, self.ask(gemini("BeforeAgent", prompt="hello")).json())
        self.assertEqual({}, self.ask(gemini("SessionStart", source="startup")).json())

    def test_output_is_replaced(self):
        token = github_token()
        response = {"llmContent": f"a {token} b", "returnDisplay": "x"}
        run = self.ask(gemini("AfterTool", tool_name="x", tool_input={}, tool_response=response))
        self.assertEqual("deny", run.json()["decision"])
        self.assertIn("a ghp_******** b", run.json()["reason"])
        self.assert_no_leak(run, token)

    def test_prompts(self):
        run = self.ask(gemini("BeforeAgent", prompt=f"use {github_token()}"))
        self.assertEqual("deny", run.json()["decision"])


class Codex(AgentTest):
    def assert_denied(self, run, part):
        self.assertEqual(ANSWERED, run.code, run)
        self.assertEqual(["hookSpecificOutput"], list(run.json()))
        said = run.json()["hookSpecificOutput"]
        self.assertEqual(["hookEventName", "permissionDecision", "permissionDecisionReason"], list(said))
        self.assertEqual("deny", said["permissionDecision"])
        self.assertIn(part, said["permissionDecisionReason"])

    def test_what_is_denied(self):
        for tool, arguments, part in (
            ("Bash", {"command": "cat .env"}, "is protected"),
            ("shell", {"command": ["bash", "-lc", "cat .env"]}, "is protected"),
            ("shell", {"command": ["cat", "it's", ".env"]}, "is protected"),
            ("apply_patch", {"command": "*** Begin Patch\n*** Update File: .env\n+A=1\n*** End Patch\n"}, "protected"),
            ("apply_patch", {"input": "*** Begin Patch\n*** Delete File: .git/hooks/x\n*** End Patch\n"}, "guarded"),
            ("apply_patch", {"input": "*** Begin Patch\n*** Add File: a\n*** Move to: .env\n"}, "protected"),
        ):
            with self.subTest(tool=tool, arguments=arguments):
                self.assert_denied(self.ask(codex("PreToolUse", tool=tool, tool_input=arguments)), part)

    def test_a_request_for_permission_is_denied_in_its_form(self):
        run = self.ask(codex("PermissionRequest", tool="Bash", tool_input={"command": "git push -f"}))
        said = run.json()["hookSpecificOutput"]
        self.assertEqual("deny", said["decision"]["behavior"])
        self.assertIn("force push", said["decision"]["message"])

    def test_output_is_withheld_and_keys_are_few(self):
        token = github_token()
        run = self.ask(codex("PostToolUse", tool_input={"command": "x"}, tool_response=f"a {token}"))
        self.assertEqual(["decision", "reason"], list(run.json()))
        self.assertEqual("block", run.json()["decision"])
        self.assert_no_leak(run, token)

    def test_prompts(self):
        self.assertEqual("block", self.ask(codex("UserPromptSubmit", prompt=github_token())).json()["decision"])
        self.assertEqual("", self.ask(codex("UserPromptSubmit", prompt="hello")).out)


if __name__ == "__main__":
    main()

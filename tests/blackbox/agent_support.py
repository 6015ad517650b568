"""What the tests of `aegis agent` share."""

import json

from support import AEGIS, AegisTest

# What agents take for "go on" is any exit status but these, and a status of 0 without a no on standard output.
ANSWERED, BLOCKED = 0, 2


class AgentTest(AegisTest):
    def ask(self, said, *words, env=None):
        text = said if isinstance(said, (str, bytes)) else json.dumps(said)
        return self.box.run([AEGIS, "agent", *words], stdin=text, env=env)

    def config(self, text):
        folder = self.box.top / "home" / "config" / "aegis"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.json").write_text(text if isinstance(text, str) else json.dumps(text))
        (folder / "config.json").chmod(0o600)


def claude(event="PreToolUse", tool="Bash", **fields):
    said = {
        "session_id": "0b9c6a8e",
        "transcript_path": "/home/u/.claude/projects/p/0b9c6a8e.jsonl",
        "cwd": "/home/u/project",
        "permission_mode": "default",
        "hook_event_name": event,
    }
    if event != "UserPromptSubmit":
        said.update(tool_name=tool, tool_use_id="toolu_01")
    return said | fields


def bash(command):
    return claude(tool_input={"command": command, "description": "runs it", "timeout": 5000})


def cursor(event, **fields):
    return {
        "conversation_id": "c", "generation_id": "g", "model": "m", "hook_event_name": event,
        "cursor_version": "2.0.77", "workspace_roots": ["/home/u/project"], "user_email": "u@example.invalid",
    } | fields


def copilot(**fields):
    return {"timestamp": 1767323045000, "cwd": "/home/u/project"} | fields


def gemini(event, **fields):
    return {
        "session_id": "s", "transcript_path": "/t", "cwd": "/home/u/project", "hook_event_name": event,
        "timestamp": "2026-01-02T03:04:05Z",
    } | fields


def codex(event, **fields):
    return claude(event, **fields) | {"turn_id": "t", "model": "m"}

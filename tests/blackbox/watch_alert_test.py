"""Whom `aegis watch` tells, and what becomes of it when they do not listen."""

import json
import ssl
import subprocess

from support import CLEAN, FINDINGS, main
from watch_support import LINE, OTHER_LINE, Receiver, TOKEN, WatchTest


class Alerts(WatchTest):
    def setUp(self):
        super().setUp()
        self.repository("a", {"app.py": LINE})
        self.journal = self.box.top / "journal.md"

    def receiver(self, *answers):
        receiver = Receiver(*answers)
        self.addCleanup(receiver.close)
        return receiver

    def address(self, url):
        """Where the address stands, as a configuration names it."""
        path = self.box.top / "home" / "webhook"
        path.write_text(url + "\n")
        path.chmod(0o600)
        return {"file": str(path)}

    def tell(self, kind, url, **settings):
        alert = {"name": "ops", kind: self.address(url), **settings}
        self.configure(alerts=[alert], journal=str(self.journal))

    def assert_untold(self, run, *words):
        """The exit code is that of the findings, and what went wrong is said, without the address."""
        self.assert_code(FINDINGS, run)
        untold = run.json()["untold"]
        self.assertEqual([one["what"] for one in untold], ["ops"], run)
        self.assert_says(untold[0]["why"], *words)
        self.assertNotIn("/hooks/", run.out + run.err)

    def test_discord(self):
        receiver = self.receiver()
        self.tell("discord", receiver.url)
        self.watch()
        (message,) = receiver.messages()
        self.assert_says(message["content"], "1 credential", "github\\-token", "rotate it now", "incidents resolve 1")
        self.assertEqual(message["allowed_mentions"], {"parse": []})
        self.assertNotIn(TOKEN, receiver.bodies[0].decode())
        self.watch()
        self.assertEqual(len(receiver.bodies), 1)

    def test_slack_and_json(self):
        for kind, key in (("slack", "text"), ("json", "incidents")):
            receiver = self.receiver((200, {}))
            self.tell(kind, receiver.url)
            self.commit("a", {f"{kind}.py": OTHER_LINE + kind})
            self.box.run(["rm", "-rf", str(self.state)], check=True)
            self.watch()
            (message,) = receiver.messages()
            self.assertIn("app.py", json.dumps(message[key]))

    def test_many_incidents_are_one_message(self):
        self.commit("a", {f"f{i}.env": f"x={i}\n" for i in range(60)})
        receiver = self.receiver()
        self.tell("discord", receiver.url)
        self.watch()
        (message,) = receiver.messages()
        self.assertLessEqual(len(message["content"]), 2000)
        self.assert_says(message["content"], "61 credentials", "more")

    def test_a_server_that_is_busy_is_asked_again(self):
        receiver = self.receiver((429, {"Retry-After": "1"}), (503, {"Retry-After": "1"}), (204, {}))
        self.tell("discord", receiver.url)
        self.assertEqual(self.watch().json()["untold"], [])
        self.assertEqual(len(receiver.bodies), 3)

    def test_what_is_not_taken_is_told_by_the_next_run(self):
        receiver = self.receiver((400, {}), (204, {}))
        self.tell("discord", receiver.url)
        self.assert_untold(self.watch(), "answered 400")
        self.commit("a", {"b.py": OTHER_LINE})
        self.assertEqual(self.watch().json()["untold"], [])
        self.assert_says(receiver.messages()[1]["content"], "2 credentials", "app", "b")

    def test_redirections_are_not_followed(self):
        other = self.receiver()
        receiver = self.receiver((302, {"Location": other.url}))
        self.tell("json", receiver.url)
        self.assert_untold(self.watch(), "answered 302")
        self.assertEqual(other.bodies, [])

    def test_nobody_listens(self):
        receiver = Receiver()
        receiver.close()
        self.tell("discord", receiver.url)
        self.assert_untold(self.watch(), "connect")

    def test_no_answer_in_time(self):
        receiver = self.receiver((None, {}))
        self.tell("discord", receiver.url, deadline_seconds=1)
        self.assert_untold(self.watch())

    def test_a_certificate_that_nobody_vouches_for(self):
        key, certificate = self.box.top / "key.pem", self.box.top / "certificate.pem"
        self.box.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
             "-keyout", str(key), "-out", str(certificate)], check=True)
        receiver = self.receiver()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
        self.tell("discord", receiver.url.replace("http://127.0.0.1", "https://localhost"))
        self.assert_untold(self.watch(), "certificate")
        self.assertEqual(receiver.bodies, [])

    def test_the_address_is_in_no_list_of_processes(self):
        seen = []
        receiver = self.receiver()

        class Watching(list):
            def append(self, body):
                seen.append(subprocess.run(["ps", "axww"], capture_output=True, text=True).stdout)
                super().append(body)

        receiver.bodies = Watching()
        self.tell("discord", receiver.url)
        self.watch()
        self.assertIn("curl", seen[0])
        self.assertNotIn("/hooks/", seen[0])

    def test_an_address_that_others_may_read_is_refused(self):
        self.tell("discord", "https://discord.invalid/hooks/x")
        (self.box.top / "home" / "webhook").chmod(0o644)
        run = self.watch()
        self.assert_code(2, run)
        self.assert_says(run.err, "chmod 600")

    def test_a_command(self):
        out = self.box.top / "mail"
        command = ["sh", "-c", f"cat > {out}; exit ${{CODE:-0}}"]
        self.configure(alerts=[{"name": "ops", "command": command, "preface": "Subject: Aegis\n\n"}])
        self.assert_untold(self.watch(env={"CODE": "3"}), "ended with 3")
        self.assertEqual(self.watch().json()["untold"], [])
        self.assertTrue(out.read_text().startswith("Subject: Aegis\n\nAegis found 1 credential"))
        self.configure(alerts=[{"name": "ops", "command": ["no-such-program"]}])
        self.box.run(["rm", "-rf", str(self.state)], check=True)
        self.assert_untold(self.watch(), "cannot start")
        self.configure(alerts=[{"name": "ops", "command": ["sleep", "1000"], "deadline_seconds": 1}])
        self.assert_untold(self.watch(), "no end after 1 second")

    def test_what_is_ignored_in_the_meantime_is_not_told(self):
        receiver = self.receiver((400, {}), (204, {}))
        self.tell("discord", receiver.url)
        self.watch()
        self.incidents("ignore", "1")
        self.assert_code(CLEAN, self.watch())
        self.assertEqual(len(receiver.bodies), 1)


class Journal(WatchTest):
    def test_it_is_added_to_and_never_rewritten(self):
        journal = self.box.top / "journal.md"
        journal.write_text("# Incidents\n\nWritten by a person.\n")
        self.repository("a", {"app.py": LINE})
        self.configure(journal=str(journal))
        self.watch()
        self.watch()
        text = journal.read_text()
        self.assertTrue(text.startswith("# Incidents\n\nWritten by a person.\n\n## "))
        self.assertEqual(text.count("\n## "), 1)
        self.assert_says(text, "incident 1", "- [ ] rotate it now", "filter-repo")
        self.assertNotIn(TOKEN, text)
        self.commit("a", {"b.py": OTHER_LINE})
        self.watch()
        self.assertEqual(journal.read_text().count("\n## "), 2)

    def test_it_cannot_be_written(self):
        self.repository("a", {"app.py": LINE})
        self.configure(journal="/dev/full")
        run = self.watch()
        self.assert_code(FINDINGS, run)
        self.assertEqual(run.json()["untold"][0]["what"], "journal")
        journal = self.box.top / "journal.md"
        self.configure(journal=str(journal))
        self.watch()
        self.assertEqual(journal.read_text().count("\n## "), 1)


if __name__ == "__main__":
    main()

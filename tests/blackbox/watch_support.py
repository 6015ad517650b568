"""What the tests of `aegis watch` share."""

import http.server
import json
import threading

from support import AegisTest, github_token

TOKEN = github_token("watch")
OTHER = github_token("watch, another")
LINE = f"token = {TOKEN}\n"
OTHER_LINE = f"token = {OTHER}\n"


class WatchTest(AegisTest):
    """A home with a configuration, and repositories in the work folder."""

    def setUp(self):
        super().setUp()
        self.config = self.box.top / "home" / "config" / "aegis" / "watch.json"
        self.config.parent.mkdir()
        self.state = self.box.top / "home" / "state" / "aegis"

    def configure(self, **settings):
        settings.setdefault("under", [str(self.box.work)])
        self.config.write_text(json.dumps(settings))
        self.config.chmod(0o600)

    def repository(self, name, files=None):
        """A repository with one commit."""
        path = self.box.path(name)
        path.mkdir(parents=True)
        self.git(name, "init", "-q")
        self.commit(name, files or {"README": "nothing\n"})
        return path

    def git(self, name, *words):
        return self.box.git(*words, cwd=self.box.path(name))

    def commit(self, name, files):
        for path, content in files.items():
            self.box.write(f"{name}/{path}", content)
        self.git(name, "add", "-f", "-A")
        self.git(name, "commit", "-q", "-m", "a commit")

    def watch(self, *words, **kwargs):
        """The run's summary, as JSON, and its exit code."""
        run = self.box.aegis("watch", "-f", "json", *words, **kwargs)
        self.assert_no_leak(run, TOKEN, OTHER)
        return run

    def assert_ended(self, run, code, new=0, still_open=0, problems=0):
        self.assert_code(code, run)
        said = run.json()
        found = (len(said["new"]), len(said["open"]), len(said["problems"]))
        self.assertEqual(found, (new, still_open, problems), run)
        return said

    def incidents(self, *words):
        run = self.box.aegis("incidents", *words)
        self.assert_no_leak(run, TOKEN, OTHER)
        return run


class Receiver:
    """A server on the loopback that takes what is posted, and answers as it is told."""

    def __init__(self, *answers):
        """`answers`: (status, headers) each, the last one again and again."""
        self.answers = list(answers) or [(204, {})]
        self.bodies = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                status, headers = receiver.answers[min(len(receiver.bodies), len(receiver.answers)) - 1]
                if status is None:  # no answer until the test is over
                    receiver.over.wait()
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.over = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hooks/{github_token('path')[4:]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    def messages(self):
        return [json.loads(body) for body in self.bodies]

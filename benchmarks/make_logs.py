#!/usr/bin/env python3
"""Writes service logs for benchmarks: the same bytes for the same arguments.

    make_logs.py KIND MEGABYTES [--seed N] [--secrets N] > FILE

KIND is nginx (access log, combined format with request ids), syslog (a host's auth, cron, kernel and daemons), json (a
service's JSON lines, one in twenty with escapes in its message) or java (a service's text log with stack traces).
--secrets plants tokens made from their shape, evenly spread; none by default, as in an ordinary log.
"""
import argparse
import datetime
import random
import string
import sys
import zlib

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
    "curl/8.9.1", "Prometheus/2.54.1", "kube-probe/1.30", "okhttp/4.12.0", "python-requests/2.32.3",
)
ROUTES = (
    "/", "/api/v1/orders", "/api/v1/orders/{n}", "/api/v1/users/{u}/profile", "/static/js/app.{h8}.js", "/healthz",
    "/api/v2/search?q={w}+{w}&page={d}", "/login", "/static/css/main.{h8}.css", "/images/products/{n}_large.webp",
    "/api/v1/cart/{u}/items?expand=product,price&currency=EUR", "/metrics", "/favicon.ico",
)
WORDS = (
    "connection", "timeout", "worker", "request", "cache", "queue", "payment", "order", "session", "index", "batch",
    "retry", "shard", "replica", "leader", "snapshot", "stream", "cursor", "upload", "region", "tenant", "invoice",
)
LOGGERS = (
    "com.example.shop.order.OrderService", "com.example.shop.payment.PaymentGatewayClient",
    "org.springframework.web.servlet.DispatcherServlet", "com.zaxxer.hikari.pool.HikariPool",
    "org.apache.kafka.clients.consumer.internals.ConsumerCoordinator", "com.example.shop.search.IndexWriterTask",
)
FRAMES = (
    "java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)",
    "java.base/java.lang.Thread.run(Thread.java:1583)",
    "org.springframework.web.filter.OncePerRequestFilter.doFilter(OncePerRequestFilter.java:116)",
    "com.example.shop.order.OrderService.place(OrderService.java:{d}{d}{d})",
    "com.example.shop.payment.PaymentGatewayClient.charge(PaymentGatewayClient.java:{d}{d})",
    "org.apache.catalina.core.ApplicationFilterChain.internalDoFilter(ApplicationFilterChain.java:164)",
    "com.fasterxml.jackson.databind.ObjectMapper._readMapAndClose(ObjectMapper.java:4905)",
)
LEVELS = ("INFO",) * 12 + ("DEBUG",) * 4 + ("WARN",) * 2 + ("ERROR",)


class Values:
    """Draws what logs are made of; time goes on with every line."""

    def __init__(self, seed):
        self.random = random.Random(f"make_logs {seed}")
        self.now = datetime.datetime(2026, 11, 24, 6, 0, 0)

    def tick(self):
        self.now += datetime.timedelta(microseconds=self.random.randrange(1, 40_000))
        return self.now

    def hex(self, digits):
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    def uuid(self):
        text = self.hex(32)
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"

    def ip(self):
        return ".".join(str(self.random.randrange(1, 255)) for _ in range(4))

    def fill(self, template):
        choice = self.random.choice
        while "{" in template:
            for mark, draw in (("{n}", lambda: str(self.random.randrange(10**6))), ("{u}", self.uuid),
                               ("{h8}", lambda: self.hex(8)), ("{w}", lambda: choice(WORDS)),
                               ("{d}", lambda: choice(string.digits))):
                if mark in template:
                    template = template.replace(mark, draw(), 1)
        return template

    def sentence(self):
        choice, number = self.random.choice, self.random.randrange
        return (f"{choice(WORDS)} {choice(WORDS)} for {choice(WORDS)} {number(100_000)} took {number(5_000)} ms"
                f" ({choice(WORDS)}={number(64)}, {choice(WORDS)}={self.hex(16)})")


def nginx_line(values):
    r = values.random
    return (f'{values.ip()} - - [{values.tick():%d/%b/%Y:%H:%M:%S} +0000] "{r.choice(("GET",) * 8 + ("POST", "PUT"))} '
            f'{values.fill(r.choice(ROUTES))} HTTP/1.1" {r.choice((200,) * 9 + (304, 404, 500))} {r.randrange(60_000)} '
            f'"https://shop.example.org/{r.choice(WORDS)}" "{r.choice(AGENTS)}" {r.random():.3f} {values.hex(32)}\n')


def syslog_line(values):
    r = values.random
    kind = r.choice((
        lambda: f"sshd[{r.randrange(99_999)}]: Accepted publickey for deploy from {values.ip()} port {r.randrange(65_536)} "
                f"ssh2: ED25519 SHA256:{''.join(r.choices(BASE62, k=43))}",
        lambda: f"CRON[{r.randrange(99_999)}]: (root) CMD (/usr/lib/sysstat/debian-sa1 1 1 && command -v debian-sa1)",
        lambda: f"kernel: [{r.random() * 1e6:.6f}] [UFW BLOCK] IN=eth0 OUT= MAC={':'.join(values.hex(2) for _ in range(14))}"
                f" SRC={values.ip()} DST={values.ip()} LEN=40 TTL=244 ID={r.randrange(65_536)} PROTO=TCP",
        lambda: f"systemd[1]: {r.choice(WORDS)}-{r.choice(WORDS)}.service: Deactivated successfully.",
        lambda: f"dockerd[812]: time=\"{values.now:%Y-%m-%dT%H:%M:%S}Z\" level=info msg=\"{values.sentence()}\" "
                f"container={values.hex(64)}",
        lambda: f"postfix/smtp[{r.randrange(99_999)}]: {values.hex(10).upper()}: to=<user{r.randrange(999)}@example.org>, "
                f"relay=mx.example.org[{values.ip()}]:25, delay={r.random() * 9:.2f}, dsn=2.0.0, status=sent (250 OK)",
    ))
    return f"{values.tick():%b %d %H:%M:%S} web-{r.randrange(40):02} {kind()}\n"


def json_line(values):
    r = values.random
    message = values.sentence()
    if r.randrange(20) == 0:
        message = f'upstream said {{\\"error\\":\\"{r.choice(WORDS)}\\",\\"code\\":{r.randrange(600)}}}\\n\\tat {message}'
    return (f'{{"ts":"{values.tick():%Y-%m-%dT%H:%M:%S.%f}Z","level":"{r.choice(LEVELS).lower()}","logger":'
            f'"{r.choice(WORDS)}.{r.choice(WORDS)}","msg":"{message}","trace_id":"{values.hex(32)}","span_id":'
            f'"{values.hex(16)}","user_id":"{values.uuid()}","http":{{"method":"GET","path":'
            f'"{values.fill(r.choice(ROUTES))}","status":{r.choice((200, 200, 404))},"duration_ms":{r.random() * 900:.2f}}},'
            f'"host":"web-{r.randrange(40):02}","pod":"shop-{values.hex(10)}-{values.hex(5)}"}}\n')


def java_line(values):
    r = values.random
    level = r.choice(LEVELS)
    head = (f"{values.tick():%Y-%m-%d %H:%M:%S},{r.randrange(1000):03} {level:<5} [http-nio-8080-exec-{r.randrange(200)}] "
            f"{r.choice(LOGGERS)} - {values.sentence()}\n")
    if level != "ERROR":
        return head
    frames = "".join(f"\tat {values.fill(r.choice(FRAMES))}\n" for _ in range(r.randrange(12, 40)))
    return f"{head}java.lang.IllegalStateException: {values.sentence()}\n{frames}Caused by: java.net.SocketException: reset\n"


KINDS = {"nginx": nginx_line, "syslog": syslog_line, "json": json_line, "java": java_line}


def token(values):
    """Of GitHub's shape, its checksum right."""
    body = "".join(values.random.choices(BASE62, k=30))
    number, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return "gh" + "p_" + body + digits


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("megabytes", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--secrets", type=int, default=0)
    options = parser.parse_args()
    values = Values(f"{options.kind} {options.seed}")
    size = options.megabytes * 1_000_000
    marks = [size * (i + 1) // (options.secrets + 1) for i in range(options.secrets)]
    written = 0
    while written < size:
        line = KINDS[options.kind](values)
        if marks and written >= marks[0]:
            marks.pop(0)
            line = line.replace(" ", f" {token(values)} ", 1)
        sys.stdout.write(line)
        written += len(line)


if __name__ == "__main__":
    main()

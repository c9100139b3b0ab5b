"""ClickHouse's engine (chdb) behind ClickHouse's HTTP interface: one process, one query at a time.

    python serve_chdb.py FOLDER [PORT]
"""

import os
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from urllib.parse import parse_qsl, urlsplit

from chdb.session import Session

session = Session(sys.argv[1])
one_query = Lock()
INSERT = re.compile(r"\s*INSERT\s+INTO\s", re.IGNORECASE)
# The engine takes an insert's rows from a file, which is named between the columns and these.
INSERT_END = re.compile(r"\s(SETTINGS\s.*?\s)?FORMAT\s+\w+\s*$", re.IGNORECASE | re.DOTALL)


def answer(target: str, body: bytes) -> bytes:
    query, params = "", {}
    for name, value in parse_qsl(urlsplit(target).query, keep_blank_values=True):
        if name == "query":
            query = value
        elif name.startswith("param_"):
            params[name.removeprefix("param_")] = value
        elif name != "wait_end_of_query":  # Answers are always whole here.
            raise ValueError(f"{name}: settings stand in the query's SETTINGS here")
    if not INSERT.match(query):
        return ask((query + body.decode()).strip(), params)
    rows = os.memfd_create("rows")
    try:
        with os.fdopen(os.dup(rows), "wb") as file:
            file.write(body)
        source = f" FROM INFILE '/proc/self/fd/{rows}'"
        return ask(INSERT_END.sub(lambda end: source + end[0], query), params)
    finally:
        os.close(rows)


def ask(query: str, params: dict[str, str]) -> bytes:
    with one_query:
        return session.query(query, "TabSeparated", params=params or None).bytes()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self.send(200, answer(self.path, body))
        except Exception as error:
            self.send(500, f"{error}\n".encode())

    def send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


server = Server(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()

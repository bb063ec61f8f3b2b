"""A server between the browser and Odoo that fails as networks and servers do."""

import http.client
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PER_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}
ASSET = re.compile(rb"(/client/talk/assets/)[^/]+")


class FlakyServer:
    """Passes everything on to Odoo, until ``trouble`` says otherwise.

    * ``hang``: takes what is asked and never answers
    * ``bad gateway``: answers 502 to all, as a proxy whose Odoo is being restarted
    * ``not found``: answers 404 to all, as Odoo without its database
    * ``cut``: the page is a newer one, whose style and program never arrive
    """

    def __init__(self, url):
        self.trouble = ""
        self._over = threading.Event()
        target = urlsplit(url).netloc
        outer = self

        class Handler(_Handler):
            flaky, odoo = outer, target

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def hang(self):
        """Until the server is closed."""
        self._over.wait()

    def close(self):
        self._over.set()
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    flaky, odoo = None, ""

    def do_GET(self):
        trouble = self.flaky.trouble
        if trouble == "hang":
            return self.flaky.hang()
        if trouble == "bad gateway":
            return self._say(502, [], b"<h1>502 Bad Gateway</h1>")
        if trouble == "not found":
            return self._say(404, [], b"<h1>Not Found</h1>")
        if trouble == "cut" and "/assets/0000000/" in self.path:
            return self.connection.close()
        return self._pass_on(trouble == "cut")

    do_POST = do_GET

    def _pass_on(self, is_newer):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else None
        odoo = http.client.HTTPConnection(self.odoo, timeout=60)
        headers = {
            name: value
            for name, value in self.headers.items()
            if name.lower() != "accept-encoding"
        }
        odoo.request(self.command, self.path, body, headers)
        answer = odoo.getresponse()
        content = answer.read()
        odoo.close()
        if is_newer:
            content = ASSET.sub(rb"\g<1>0000000", content)
        return self._say(answer.status, answer.getheaders(), content)

    def _say(self, status, headers, content):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in PER_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments):
        """Nothing: what failed is the point."""

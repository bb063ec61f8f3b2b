"""A robot on 127.0.0.1 that answers as it is told, and channels that speak to it."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from odoo import Command

from .common import VisitorCommon

KEY = "693a91f6-7xxx-planted-key"
SECRET = "SECplanted0123456789abcdef"
PATHS = {
    "webhook": f"/hook/{KEY}",
    "wecom": f"/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": f"/robot/send?access_token={KEY}",
}


class Robot(ThreadingHTTPServer):
    """Keeps what it hears in ``heard``; ``says`` is how it answers."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard, self.says = [], "ok"
        self.hangs = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def address(self, kind):
        return f"http://127.0.0.1:{self.server_port}{PATHS[kind]}"

    def texts(self):
        """What was said to a robot, line by line."""
        return [
            line
            for _path, _headers, body in self.heard
            for line in json.loads(body)["text"]["content"].split("\n")
        ]

    def end(self):
        self.hangs.set()
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        server = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.heard.append((self.path, dict(self.headers), body))
        says = server.says
        if says == "hang":
            server.hangs.wait(30)
            return
        if says == "drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not server.hangs.is_set():
                self.wfile.write(b"X-Drop: 1\r\n")
                time.sleep(0.1)
            return
        self.send_response(says if isinstance(says, int) else 200)
        if says == 302:
            self.send_header("Location", server.address("webhook"))
        self.end_headers()
        if says == "huge":
            self.wfile.write(b"x" * 5_000_000)
        elif isinstance(says, dict):
            self.wfile.write(json.dumps(says).encode())
        elif says == "echo":
            self.wfile.write(f"{self.path} {body.decode()} {SECRET}".encode())
        else:
            self.wfile.write(b'{"errcode": 0, "errmsg": "ok"}')

    def log_message(self, *args):
        """Says nothing."""


class NoticeCommon(VisitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["visitor.secret"]._use()
        cls.env["ir.config_parameter"].set_param(
            "visitor_management.notice_private_hosts", "127.0.0.1"
        )
        cls.channels = cls.env["visitor.notice.channel"].with_user(cls.user_admin)
        cls.events = cls.env["visitor.notice.event"].search([])

    def _robot(self):
        robot = Robot()
        self.addCleanup(robot.end)
        return robot

    def _channel(self, kind, robot=None, events="arrived", **values):
        """A channel made by the administrator, of the site."""
        if robot:
            values = {"new_address": robot.address(kind), **values}
        if kind == "webhook":
            values.setdefault("new_secret", SECRET)
        codes = events.split()
        return self.channels.create(
            {
                "name": f"Group of {kind}",
                "kind": kind,
                "site_id": self.site.id,
                "event_ids": [
                    Command.set(
                        self.events.filtered(lambda event: event.code in codes).ids
                    )
                ],
                **values,
            }
        )

    def _tell(self, about, event="arrived", **values):
        return self.env["visitor.notice.channel"]._tell(
            self.site, event, about, **values
        )

    def _notices(self, channel):
        return self.env["visitor.notice"].search(
            [("channel_id", "=", channel.id)], order="id"
        )

    def _send(self):
        with self._in_slices():
            self.env["visitor.notice"]._cron_send()

    def _states(self, channel):
        return self._notices(channel).mapped("state")

"""A mail server of the tests: it takes what leaves Odoo, and keeps it."""

import re
import socketserver
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

ANSWERS = {b"DATA": b"354 go on", b"QUIT": b"221 bye", b"EHLO": b"250 here"}


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            self.wfile.write(ANSWERS.get(word, b"250 well") + b"\r\n")
            if word == b"QUIT":
                return
            if word == b"DATA":
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line[1:] if line.startswith(b"..") else line)
                mail = message_from_bytes(b"".join(lines), policy=default)
                self.server.mails.append(mail)
                self.wfile.write(b"250 kept\r\n")


class Mailbox(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails = []

    @property
    def port(self):
        return self.server_address[1]

    def to(self, address, seconds=30):
        """The latest mail to an address, as soon as it is there."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = [mail for mail in self.mails if address in mail["To"]]
            if found:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address}")


def link_in(mail, page):
    """The link to a page of ours that stands in a mail."""
    body = mail.get_body(("html",)).get_content()
    return re.search(rf'href="(https?://[^"]*{page}#[^"]+)"', body)[1]


@contextmanager
def mailbox(odoo):
    """Mail of a database goes here meanwhile."""
    with Mailbox() as box:
        threading.Thread(target=box.serve_forever, daemon=True).start()
        server = odoo.create(
            "ir.mail_server",
            name="Tests",
            smtp_host="127.0.0.1",
            smtp_port=box.port,
            smtp_encryption="none",
            sequence=1,
        )
        company = odoo.read("res.users", odoo.uid, "company_id")["company_id"][0]
        odoo.call("res.company", "write", [company], {"email": "house@example.com"})
        yield box
        odoo.call("ir.mail_server", "unlink", [server])
        box.shutdown()


def send_queue(odoo):
    """What waits leaves now, by us or by the job that runs at this moment."""
    job = odoo.ref("mail.ir_cron_mail_scheduler_action")
    for _try in range(20):
        try:
            odoo.call("ir.cron", "method_direct_trigger", [job])
            return
        except RuntimeError as error:
            if "already executing" not in str(error):
                raise
            time.sleep(0.25)

"""The calendar file in a mail that leaves, so that mail programs offer to answer it."""

from email import policy
from email.message import EmailMessage

from . import ical

MARK = "X-Visitor-Calendar"  # with the method; it never leaves
NAME = "invite.ics"
TYPE = "text/calendar"


def arrange(message):
    """Give a marked mail its calendar file where mail programs look for it.

    Outlook, Gmail and Apple Mail read the last part of ``multipart/alternative``,
    others the attachment. The organizer is whom the mail comes from, else they warn of
    a forgery, or answer to somebody else.

    :param EmailMessage message: the mail with its final sender; it is changed
    """
    method = message[MARK]
    if not method:
        return
    del message[MARK]
    files = [
        part for part in message.iter_attachments() if part.get_content_type() == TYPE
    ]
    if not files:
        return
    file = files[-1]
    text = file.get_payload(decode=True).decode()
    text = ical.sent_by(text, message["From"].addresses[0].addr_spec)
    _write(file, text, method, disposition="attachment", filename=NAME)
    for part in message.walk():
        if part.get_content_type() == "multipart/alternative":
            inline = EmailMessage(policy=policy.SMTP)
            _write(inline, text, method)
            part.attach(inline)
            break


def _write(part, text, method, **more):
    content = text.replace("\r\n", "\n")  # the policy writes the ends of lines
    part.set_content(
        content, "calendar", "utf-8", params={"method": method}, cte="base64", **more
    )
    del part["MIME-Version"]

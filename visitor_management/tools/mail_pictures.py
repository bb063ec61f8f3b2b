"""Pictures that stand in the text of a mail, not below it and not on a server."""

MARK = "X-Visitor-Pictures"  # it never leaves


def arrange(message):
    """Put the pictures of a marked mail where its text shows them.

    :param EmailMessage message: the mail as it leaves; it is changed
    """
    if not message[MARK]:
        return
    del message[MARK]
    html = message.get_body(("html",))
    if html is None:
        return
    text = html.get_content()
    for part in list(message.iter_attachments()):
        name = part.get_filename()
        if part.get_content_maintype() != "image" or f'"cid:{name}"' not in text:
            continue
        message.get_payload().remove(part)
        html.add_related(
            part.get_content(),
            "image",
            part.get_content_subtype(),
            cid=f"<{name}>",
            filename=name,
            disposition="inline",
        )

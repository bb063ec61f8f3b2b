"""What mail servers report about a mail that they could not deliver (RFC 3464)."""

REPORT = "message/delivery-status"


def is_final(message):
    """Whether a mail that came back will not be delivered any more.

    A report may also say that it takes longer, or that all went well. What is no report
    in this form (old mail servers write a letter) is one that failed.

    :param email.message.Message message: the report
    """
    actions = [
        str(block.get("Action", "")).strip().lower()
        for part in message.walk()
        if part.get_content_type() == REPORT
        for block in _blocks(part)
        if block.get("Action")
    ]
    return not actions or "failed" in actions


def _blocks(part):
    payload = part.get_payload()
    return payload if isinstance(payload, list) else []

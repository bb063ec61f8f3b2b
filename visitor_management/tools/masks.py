"""What is shown of what somebody gave: they know it again, nobody else reads it."""

from .phone import mask as phone


def email(address):
    """``zhang.wei@acme.example`` as ``z***@acme.example``.

    :param str address: may be empty, or no address at all
    """
    name, at, domain = (address or "").rpartition("@")
    if not at:
        return plate(address)
    return f"{name[:1]}***@{domain}"


def plate(number):
    """``沪A·12345`` as ``沪A****45``: where it is from, and its end.

    :param str number: may be empty
    """
    number = number or ""
    if len(number) < 5:
        return "*" * len(number)
    return f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}"


def name(text):
    """``张伟`` as ``张*``, ``Zhang Wei`` as ``Z**** W**``.

    :param str text: may be empty
    """
    words = (text or "").split()
    return " ".join(f"{word[0]}{'*' * (len(word) - 1 or 1)}" for word in words)


# by the name of the field
OF = {"phone": phone, "email": email, "vehicle_plate": plate}

"""Who comes again: the same linked contact, or one name with one phone or e-mail.

A name alone tells nothing: of two hundred Zhang Weis each has read the rules himself. A
phone alone may be the firm's.
"""

from .folding import words

# Of a registration ``r``, the registrations ``same`` of the same person: a condition of
# SQL for facts that are looked up (tools/admission/). Each part has an index.
SAME_PERSON = """(
    same.company_id = r.company_id
    AND (same.id = r.id OR same.partner_id = r.partner_id
         OR same.known_by_phone = r.known_by_phone
         OR same.known_by_email = r.known_by_email)
)"""


def key(name, address):
    """What two registrations of one person have in common.

    :param str name: as typed; how it is written does not count, see ``folding``
    :param str address: a phone key or a normalised e-mail; may be empty
    :return: str, or False where there is no name or no address
    """
    folded = " ".join(sorted(words(name)))
    return f"{folded} {address}" if folded and address else False

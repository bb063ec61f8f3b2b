"""What the mail server that took a mail in found out about its sender (RFC 8601).

Anybody can write such a header into a mail. Believed is the topmost one of a server
that the settings name, nothing below: it was there before that server saw the mail.
"""

import re

HEADER = "Authentication-Results"
FAILED, PASSED = "failed", "passed"
RESULT = re.compile(r"\s*(spf|dmarc)\s*(?:/\s*\d+)?\s*=\s*(\w+)", re.I)


def check(message, servers):
    """Whether a mail comes from where it says.

    DMARC is about the address that people see; SPF, about the envelope, counts where
    the domain has no DMARC.

    :param EmailMessage message: a mail as it came
    :param servers: names of mail servers (authserv-id) that are believed
    :return: ``passed``, ``failed``, or an empty text: nobody judged it
    """
    believed = {_name(name) for name in servers} - {""}
    for header in message.get_all(HEADER, []) if believed else ():
        server, results = read(str(header))
        if server not in believed:
            continue
        for method in ("dmarc", "spf"):
            said = results.get(method, set())
            if "fail" in said:
                return FAILED
            if "pass" in said:
                return PASSED
        return ""
    return ""


def read(header):
    """
    :param str header: the value of one header
    :return: the server in small letters, and a dict of method to set of results
    """
    first, *rest = _clauses(header)
    words = first.split()
    results = {}
    for clause in rest:
        found = RESULT.match(clause)
        if found:
            results.setdefault(found[1].lower(), set()).add(found[2].lower())
    return _name(words[0]) if words else "", results


def _name(server):
    """A server as it is compared: with a dot at its end it is the same."""
    return server.strip().lower().removesuffix(".")


def _clauses(header):
    """The parts between semicolons, without comments; what is quoted is no separator.

    Of the first, the server, what is quoted is its name. In the others a sender chooses
    the address that is quoted, and may write results into it: they are left out.
    """
    clauses, depth, quoted, escaped = [[]], 0, False, False
    for char in header:
        if escaped:
            escaped = False
            if quoted and len(clauses) == 1:
                clauses[0].append(char)
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            quoted = char != '"'
            if quoted and len(clauses) == 1:
                clauses[0].append(char)
        elif char == '"' and not depth:
            quoted = True
            clauses[-1].append(" ")
        elif char == "(":
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
        elif depth:
            continue
        elif char == ";":
            clauses.append([])
        else:
            clauses[-1].append(char)
    return ["".join(clause) for clause in clauses]

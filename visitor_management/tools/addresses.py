import ipaddress


def network(address):
    """What an IP address has in common with the others of the same caller.

    :param str address: IP address
    :return: the address itself as text, of IPv6 the /64 that one line has; None when it
        is no address
    """
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))

"""Which addresses of the internet may be asked: public ones only, whatever name leads to them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from knowledge.errors import UnreadableError

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port → addresses; OSError when there are none."""

_NAT64 = IPv6Network("64:ff9b::/96")
_LOW_32 = 0xFFFF_FFFF


def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver; it also reads odd forms of numbers (0x7f.1), which are thus checked as what they mean."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(text: str) -> bool:
    """Return True for an address anyone could reach (embedded ones too): not private, local, multicast or reserved."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False
    inner = _embedded(address) if isinstance(address, IPv6Address) else ()
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in inner or (address,))


def public_addresses(
    host: str, port: int, resolver: Resolver = resolve, is_allowed: Callable[[str], bool] = is_public
) -> tuple[str, ...]:
    """Return a host's addresses, to connect to exactly these; UnreadableError when it has none, or one not allowed."""
    try:
        found = tuple(dict.fromkeys(resolver(host, port)))
    except (OSError, UnicodeError) as error:
        raise UnreadableError(f"{host}: there is no such host ({error})") from error
    for address in found:
        if not is_allowed(address):
            raise UnreadableError(f"{host}: its address {address} is not public; only public hosts are read")
    if not found:
        raise UnreadableError(f"{host}: there is no such host")
    return found


def _embedded(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses an IPv6 address stands for; () when it stands for itself."""
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address.sixtofour,)
    if address.teredo:
        return address.teredo
    if address in _NAT64:
        return (IPv4Address(int(address) & _LOW_32),)
    return ()

"""Where the egress client may connect: the guard between a host's name and its address.

A name is resolved once and the connection goes to the very address that was judged, so an answer
that changes between the check and the use (DNS rebinding) has no effect.
"""

import ipaddress
import socket
import ssl
from collections.abc import Iterable

import httpcore
import httpx

from pratique.errors import NetworkError

SocketOption = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)
METADATA_HOSTS = frozenset(("169.254.169.254", "169.254.170.2", "fd00:ec2::254"))


class Guard:
    """Which hosts may be asked, and which of them may have private addresses."""

    def __init__(self) -> None:
        self._trusted: set[str] = set()
        self._linked: dict[str, set[str]] = {}
        self._private: set[str] = set()

    def trust(self, host: str) -> None:
        """Allow a host that the user configured, whatever its address is."""
        self._trusted.add(host.lower())

    def link(self, host: str, via: str) -> None:
        """Allow a host that a trusted one links to; private only if that one is private."""
        if host.lower() not in self._trusted:
            self._linked.setdefault(host.lower(), set()).add(via.lower())

    def allows(self, host: str) -> bool:
        """Tell whether a host may be asked at all."""
        return host.lower() in self._trusted or host.lower() in self._linked

    def trusts(self, host: str) -> bool:
        """Tell whether a host may be given credentials."""
        return host.lower() in self._trusted

    def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """Resolve an allowed host to the addresses that may be connected to.

        Raises httpcore.ConnectError when the name has none, NetworkError when it is forbidden.
        """
        if not self.allows(host):
            raise NetworkError(f"{host} is not an allowed host")
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} has no address ({error})") from error
        listed = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
        if host.lower() in self._trusted:
            if not all(_is_public(address) for address in listed):
                self._private.add(host.lower())
            return listed
        if self._linked[host.lower()] & self._private:
            return tuple(one for one in listed if one not in METADATA_HOSTS)
        public = tuple(address for address in listed if _is_public(address))
        if not public:
            raise NetworkError(f"{host} has a private address, which is not asked")
        return public


def _is_public(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        return parsed.ipv4_mapped.is_global
    return parsed.is_global and not parsed.is_multicast


class _Backend(httpcore.NetworkBackend):
    """Connect only to addresses that the guard has judged."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # the port's own signature
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Try each address that may be connected to, in order."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._guard.addresses(host, port):
            try:
                return self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class Transport(httpx.HTTPTransport):
    """httpx's transport over a pool whose connections the guard judges."""

    def __init__(self, guard: Guard, context: ssl.SSLContext) -> None:
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=16,
            max_keepalive_connections=8,
            keepalive_expiry=15.0,
            network_backend=_Backend(guard),
        )

"""Sockets, by name alone: a program in a page reaches no network. Modules that would use one can be imported."""

from enum import IntEnum as _IntEnum
from errno import ENETUNREACH as _ENETUNREACH

__all__ = ["socket", "create_connection", "create_server", "getaddrinfo", "gethostbyname", "gethostname", "socketpair"]

_WHY = "there are no sockets here: a program in a page reaches no network"

error = OSError


class herror(OSError):
    pass


class gaierror(OSError):
    pass


timeout = TimeoutError


class AddressFamily(_IntEnum):
    AF_UNSPEC = 0
    AF_UNIX = 1
    AF_INET = 2
    AF_INET6 = 10


class SocketKind(_IntEnum):
    SOCK_STREAM = 1
    SOCK_DGRAM = 2


globals().update(AddressFamily.__members__)
globals().update(SocketKind.__members__)

AI_ADDRCONFIG = 0x20
AI_PASSIVE = 1
EAI_ADDRFAMILY = -9
INADDR_ANY = 0
IPPROTO_TCP = 6
IPPROTO_UDP = 17
IPPROTO_IPV6 = 41
IPV6_V6ONLY = 26
MSG_PEEK = 2
NI_DGRAM = 16
SHUT_RD = 0
SHUT_WR = 1
SHUT_RDWR = 2
SOL_SOCKET = 1
SOMAXCONN = 4096
SO_BROADCAST = 6
SO_ERROR = 4
SO_KEEPALIVE = 9
SO_REUSEADDR = 2
SO_TYPE = 3
TCP_NODELAY = 1
has_ipv6 = False
_GLOBAL_DEFAULT_TIMEOUT = object()


class socket:
    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        raise OSError(_ENETUNREACH, _WHY)


SocketType = socket


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *, all_errors=False):
    raise OSError(_ENETUNREACH, _WHY)


def create_server(address, *, family=AddressFamily.AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    raise OSError(_ENETUNREACH, _WHY)


def socketpair(family=None, type=SocketKind.SOCK_STREAM, proto=0):
    raise OSError(_ENETUNREACH, _WHY)


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    raise gaierror(_ENETUNREACH, _WHY)


def gethostbyname(hostname, /):
    raise gaierror(_ENETUNREACH, _WHY)


def gethostname():
    return "page"


def getfqdn(name=""):
    return name or gethostname()


def getdefaulttimeout():
    return None


def setdefaulttimeout(timeout, /):
    pass

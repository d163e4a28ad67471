"""Find a name for the module of a site, from its host."""

import keyword
import re
from collections.abc import Container
from itertools import chain

# Second levels under the domains of countries: the name that somebody registered stands before them (zaobao.com.sg).
_SHARED = {"com", "gov", "org", "net", "edu", "ac", "co", "mil", "idv", "info"}
_NOT_TELLING = {"www", "news", "m", "wap", "paper", "epaper", "xw"}


def find_domain(host: str) -> str:
    """The part of a host that somebody registered; of an IP address, all of it.

    >>> find_domain("www.zaobao.com.sg"), find_domain("he.news.cn"), find_domain("127.0.0.1")
    ('zaobao.com.sg', 'news.cn', '127.0.0.1')
    """
    labels = host.removeprefix("www.").split(".")
    if labels[-1].isdigit() or ":" in host:
        return host
    kept = 3 if len(labels[-1]) == 2 and labels[-2:-1] and labels[-2] in _SHARED else 2
    return ".".join(labels[-kept:])


def list_names(host: str) -> list[str]:
    """The names that fit a host, the shortest first: what was registered, then with what stands before it.

    >>> list_names("www.hk01.com"), list_names("he.news.cn"), list_names("www.gov.cn"), list_names("163.com")
    (['hk01'], ['he_news'], ['gov_cn'], ['n163'])
    >>> list_names("xw.baishui.gov.cn"), list_names("xn--fiqs8s.cn")
    (['baishui', 'xw_baishui'], ['xn_fiqs8s'])
    """
    domain = find_domain(host)
    own = domain.split(".")[0]
    before = host.removeprefix("www.").removesuffix(domain).strip(".")
    if own in _SHARED or domain.replace(".", "").isdigit():
        return [_fit(domain)]
    longer = f"{before}_{own}"
    if own in _NOT_TELLING and before:
        return [_fit(longer)]
    return [_fit(own), *([_fit(longer)] if before else [])]


def choose_name(host: str, taken: Container[str]) -> str:
    """The first name that fits a host and is not taken; the first that fits, where all are."""
    names = list_names(host)
    free = chain((name for name in names if name not in taken), names)
    return next(free)


def _fit(text: str) -> str:
    """Make a text a name of a module: a-z, 0-9 and _, from a letter on, no word of Python's."""
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    name = name if name[:1].isalpha() else f"n{name}"
    return f"{name}_site" if keyword.iskeyword(name) else name
